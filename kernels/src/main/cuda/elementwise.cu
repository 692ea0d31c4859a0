// Sums, scaling and rotary embedding, 8 values or 128 bits a thread. Bound by memory.
#include "device.cuh"

__device__ __forceinline__ long long chunk_index() { return static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; }

extern "C" __global__ void __launch_bounds__(256, 4)
    elementwise_add(const half* __restrict__ a, const half* __restrict__ b, half* __restrict__ y, long long chunks) {
    long long chunk = chunk_index();
    if (chunk < chunks) {
        float left[8];
        float right[8];
        unpack_8(load_128(a + chunk * 8), left);
        unpack_8(load_128(b + chunk * 8), right);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            left[i] += right[i];
        }
        store_128(y + chunk * 8, pack_8(left));
    }
}
GENOPS_KERNEL(elementwise_add, 256)

// y[n, x, c] = a[n, x, c] + b[n, c]; channels a multiple of 8.
extern "C" __global__ void __launch_bounds__(256, 4)
    elementwise_broadcast_add(const half* __restrict__ a, const half* __restrict__ b, half* __restrict__ y, long long chunks, int channels,
                              long long sample_values) {
    long long chunk = chunk_index();
    if (chunk < chunks) {
        float left[8];
        float right[8];
        unpack_8(load_128(a + chunk * 8), left);
        unpack_8(load_128(b + chunk * 8 / sample_values * channels + chunk * 8 % channels), right);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            left[i] += right[i];
        }
        store_128(y + chunk * 8, pack_8(left));
    }
}
GENOPS_KERNEL(elementwise_broadcast_add, 256)

extern "C" __global__ void __launch_bounds__(256, 4)
    elementwise_scale(const half* __restrict__ x, half* __restrict__ y, long long chunks, float factor) {
    long long chunk = chunk_index();
    if (chunk < chunks) {
        float values[8];
        unpack_8(load_128(x + chunk * 8), values);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            values[i] *= factor;
        }
        store_128(y + chunk * 8, pack_8(values));
    }
}
GENOPS_KERNEL(elementwise_scale, 256)

// x, y (tokens, heads, 2 · half_dim), cosine, sine (tokens, half_dim); half_dim a multiple of 8. A thread turns 8 pairs.
extern "C" __global__ void __launch_bounds__(256, 4)
    rotary_embedding(const half* __restrict__ x, const half* __restrict__ cosine, const half* __restrict__ sine, half* __restrict__ y,
                     long long chunks, int heads, int half_dim) {
    long long chunk = chunk_index();
    if (chunk < chunks) {
        long long vector = chunk * 8 / half_dim;
        int column = static_cast<int>(chunk * 8 % half_dim);
        long long token = vector / heads;
        const half* first = x + vector * 2 * half_dim + column;
        float x1[8];
        float x2[8];
        float c[8];
        float s[8];
        unpack_8(load_128(first), x1);
        unpack_8(load_128(first + half_dim), x2);
        unpack_8(load_128(cosine + token * half_dim + column), c);
        unpack_8(load_128(sine + token * half_dim + column), s);
        float y1[8];
        float y2[8];
#pragma unroll
        for (int i = 0; i < 8; i++) {
            y1[i] = x1[i] * c[i] - x2[i] * s[i];
            y2[i] = x2[i] * c[i] + x1[i] * s[i];
        }
        half* target = y + vector * 2 * half_dim + column;
        store_128(target, pack_8(y1));
        store_128(target + half_dim, pack_8(y2));
    }
}
GENOPS_KERNEL(rotary_embedding, 256)
