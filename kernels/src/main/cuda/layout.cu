// Operators that only move data. Each has two forms: by 128-bit chunks of 8 values where the channels allow, by single values for images
// of 3 or 4 channels.
#include "device.cuh"

struct Chunk {
    static constexpr int values = 8;
    __device__ static void copy(half* to, const half* from) { store_128(to, load_128(from)); }
};
struct Single {
    static constexpr int values = 1;
    __device__ static void copy(half* to, const half* from) { *to = *from; }
};

__device__ __forceinline__ long long item_index() { return static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; }

// y[m] = a[m] beside b[m]
template <typename Item>
__device__ __forceinline__ void concat(const half* a, const half* b, half* y, long long items, int left, int right) {
    long long item = item_index();
    if (item < items) {
        long long element = item * Item::values;
        long long row = element / (left + right);
        int column = static_cast<int>(element % (left + right));
        Item::copy(y + element, column < left ? a + row * left + column : b + row * right + column - left);
    }
}

// y[m] = table[ids[m]]
template <typename Item>
__device__ __forceinline__ void embedding(const int* ids, const half* table, half* y, long long items, int channels) {
    long long item = item_index();
    if (item < items) {
        long long element = item * Item::values;
        Item::copy(y + element, table + static_cast<long long>(ids[element / channels]) * channels + element % channels);
    }
}

// y[n, i, j, c] = x[n, i / factor, j / factor, c]
template <typename Item>
__device__ __forceinline__ void upsample(const half* x, half* y, long long items, int channels, int width, int factor) {
    long long item = item_index();
    if (item < items) {
        long long element = item * Item::values;
        int channel = static_cast<int>(element % channels);
        long long pixel = element / channels;
        // rows of all samples are one after the other, so a row of the batch is found without the height
        long long row = pixel / (width * factor);
        int column = static_cast<int>(pixel % (width * factor));
        Item::copy(y + element, x + (row / factor * width + column / factor) * channels + channel);
    }
}

// y[n, b, a, c] = x[n, a, b, c]
template <typename Item>
__device__ __forceinline__ void rearrange(const half* x, half* y, long long items, int first, int second, int channels) {
    long long item = item_index();
    if (item < items) {
        long long element = item * Item::values;
        int channel = static_cast<int>(element % channels);
        long long rest = element / channels;
        int a = static_cast<int>(rest % first);
        int b = static_cast<int>(rest / first % second);
        long long sample = rest / first / second;
        Item::copy(y + element, x + ((sample * first + a) * second + b) * channels + channel);
    }
}

#define GENOPS_LAYOUT(suffix, Item)                                                                                                     \
    extern "C" __global__ void __launch_bounds__(256, 4)                                                                                \
        concat_##suffix(const half* a, const half* b, half* y, long long items, int left, int right) {                                  \
        concat<Item>(a, b, y, items, left, right);                                                                                      \
    }                                                                                                                                   \
    GENOPS_KERNEL(concat_##suffix, 256)                                                                                                 \
    extern "C" __global__ void __launch_bounds__(256, 4)                                                                                \
        embedding_##suffix(const int* ids, const half* table, half* y, long long items, int channels) {                                 \
        embedding<Item>(ids, table, y, items, channels);                                                                                \
    }                                                                                                                                   \
    GENOPS_KERNEL(embedding_##suffix, 256)                                                                                              \
    extern "C" __global__ void __launch_bounds__(256, 4)                                                                                \
        upsample_##suffix(const half* x, half* y, long long items, int channels, int width, int factor) {                               \
        upsample<Item>(x, y, items, channels, width, factor);                                                                           \
    }                                                                                                                                   \
    GENOPS_KERNEL(upsample_##suffix, 256)                                                                                               \
    extern "C" __global__ void __launch_bounds__(256, 4)                                                                                \
        rearrange_##suffix(const half* x, half* y, long long items, int first, int second, int channels) {                              \
        rearrange<Item>(x, y, items, first, second, channels);                                                                          \
    }                                                                                                                                   \
    GENOPS_KERNEL(rearrange_##suffix, 256)

GENOPS_LAYOUT(chunks, Chunk)
GENOPS_LAYOUT(values, Single)
