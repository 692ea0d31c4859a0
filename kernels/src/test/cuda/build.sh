#!/usr/bin/env bash
# Builds the emulated driver from the kernels' sources: build.sh TARGET_FOLDER. Two builds: checked/ sees every access to memory,
# fast/ only what goes wrong visibly. Without g++ nothing is built, and the file `reason` says so.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$(cd "$here/../../main/cuda" && pwd)
target=$1
mkdir -p "$target"
rm -f "$target/reason"
if ! command -v g++ >/dev/null 2>&1; then
    echo "g++ is not installed: the emulated driver cannot be built" | tee "$target/reason"
    exit 0
fi
sources=("$here"/*.cpp)
common=(-std=c++20 -O2 -g1 -fPIC -U_FORTIFY_SOURCE -fno-gnu-unique -fno-strict-aliasing -fvisibility=default -Wall -Wno-unknown-pragmas
    -Wno-maybe-uninitialized -Wno-psabi -DGENOPS_EMULATION "-I$here" "-I$kernels")
stamp=$(cat "$0" "$here"/*.h "$here"/*.cpp "$here"/*.cu "$here"/cublas/* "$kernels"/*.cu "$kernels"/*.cuh | sha256sum | cut -c1-16)
build() { # name, flags for kernels, flags for the driver
    local folder=$target/$1
    [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && return
    mkdir -p "$folder"
    local objects=() file object
    for file in "${sources[@]}" "$kernels"/*.cu "$here"/*.cu; do
        object=$folder/$(basename "$file").o
        objects+=("$object")
        case $file in
            *.cu) printf '%s\0%s\0%s\0' "$file" "$object" "$2" ;;
            *) printf '%s\0%s\0%s\0' "$file" "$object" "$3" ;;
        esac
    done > "$folder/jobs"
    xargs -0 -n 3 -P 2 bash -c 'g++ '"$(printf '%q ' "${common[@]}")"' $2 -x c++ -c -o "$1" "$0"' < "$folder/jobs"
    for file in "${sources[@]}" "$kernels"/*.cu "$here"/*.cu; do objects+=("$folder/$(basename "$file").o"); done
    g++ -shared -Wl,-soname,libcuda.so.1 -o "$folder/libcuda.so.1" $(printf '%s\n' "${objects[@]}" | sort -u)
    g++ -shared "${common[@]}" -Wl,-soname,libcublas.so.12 -Wl,--version-script="$here/cublas/libcublas.map" -o "$folder/libcublas.so.12" \
        -x c++ "$here/cublas/cublas.cpp"
    echo "$stamp" > "$folder/stamp"
}
build checked "-fsanitize=thread -DGENOPS_CHECKED" "-DGENOPS_CHECKED"
build fast "" ""
