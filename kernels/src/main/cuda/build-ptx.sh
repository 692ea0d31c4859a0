#!/usr/bin/env bash
# Compiles every kernel source to the PTX text that is shipped: for compute capability 8.0, version lowered to 8.0 so that every driver
# from CUDA 12.0 on loads it. The first line is the hash of the sources; a test compares it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../resources/genops/kernels/cuda
command -v nvcc >/dev/null 2>&1 || { echo "nvcc is not installed: the committed PTX stays as it is" >&2; exit 1; }
mkdir -p "$target"
for source in "$here"/*.cu; do
    name=$(basename "$source" .cu)
    hash=$(cat "$here"/*.cuh "$source" | sha256sum | cut -d' ' -f1)
    ptx=$target/$name.ptx
    [ "$(head -n 1 "$ptx" 2>/dev/null)" = "// sources sha256 $hash" ] && continue
    nvcc -ptx -arch=compute_80 -std=c++17 -o "$ptx.part" "$source"
    { echo "// sources sha256 $hash"; sed 's/^\.version .*/.version 8.0/' "$ptx.part"; } > "$ptx"
    rm "$ptx.part"
    echo "$name.ptx"
done
