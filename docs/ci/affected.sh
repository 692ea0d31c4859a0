#!/bin/sh
# Reads the names of changed files, one a line, and prints the operators whose kernels of the Vector API they may have changed, separated by
# commas. Kernels of one family share code, so the whole family counts. What no line knows may be part of every kernel, and then all operators do.
# Nothing is printed where no file is a kernel's.
attention=attention,temporalAttention
convolution=convolution,temporalConvolution
norm=groupNorm,layerNorm,rmsNorm,softmax
elementwise=activation,gatedActivation,add,broadcastAdd,scale,rotaryEmbedding
layout=concat,embedding,upsample,rearrange
while read -r file; do
  case $file in
    */package-info.java) ;;
    kernels/src/main/java/genops/kernels/vector/norm/*) echo $norm ;;
    kernels/src/main/java/genops/kernels/vector/elementwise/*) echo $elementwise ;;
    kernels/src/main/java/genops/kernels/vector/layout/*) echo $layout ;;
    kernels/src/main/java/genops/kernels/vector/*Attention*) echo $attention ;;
    kernels/src/main/java/genops/kernels/vector/Flash*) echo $attention ;;
    kernels/src/main/java/genops/kernels/vector/Unfused*) echo $attention ;;
    kernels/src/main/java/genops/kernels/vector/Decode*) echo $attention ;;
    kernels/src/main/java/genops/kernels/vector/Key*) echo $attention ;;
    kernels/src/main/java/genops/kernels/vector/*Convolution*) echo $convolution ;;
    kernels/src/main/java/genops/kernels/vector/Winograd*) echo $convolution ;;
    kernels/src/main/java/genops/kernels/vector/FewOutputs.java) echo $convolution ;;
    kernels/src/main/java/genops/kernels/vector/* | kernels/src/main/java/genops/kernels/parallel/*)
      echo $attention,$convolution,linear,$norm,$elementwise,$layout ;;
  esac
done | tr , '\n' | sort -u | paste -sd , -
