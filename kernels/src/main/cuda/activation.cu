// Pointwise and gated activations, 8 values or 128 bits a thread. Bound by memory: each input read once, each output written once.
#include "device.cuh"

struct Relu {
    __device__ static float apply(float x) { return fmaxf(x, 0.0f); }
};
struct Silu {
    __device__ static float apply(float x) { return x / (1.0f + __expf(-x)); }
};
struct Gelu {
    __device__ static float apply(float x) { return 0.5f * x * (1.0f + erff(x * 0.70710678f)); }
};
struct GeluTanh {
    __device__ static float apply(float x) { return 0.5f * x * (1.0f + tanhf(0.79788456f * (x + 0.044715f * x * x * x))); }
};
struct QuickGelu {
    __device__ static float apply(float x) { return x / (1.0f + __expf(-1.702f * x)); }
};

// x, y: chunks · 8 values.
template <typename Function>
__device__ __forceinline__ void activate(const half* __restrict__ x, half* __restrict__ y, long long chunks) {
    long long chunk = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (chunk < chunks) {
        float values[8];
        unpack_8(load_128(x + chunk * 8), values);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            values[i] = Function::apply(values[i]);
        }
        store_128(y + chunk * 8, pack_8(values));
    }
}

// y[m, c] = x[m, c] · f(x[m, channels + c]); channels a multiple of 8.
template <typename Function>
__device__ __forceinline__ void activate_gated(const half* __restrict__ x, half* __restrict__ y, long long chunks, int channels) {
    long long chunk = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (chunk < chunks) {
        const half* value = x + chunk * 8 / channels * 2 * channels + chunk * 8 % channels;
        float values[8];
        float gates[8];
        unpack_8(load_128(value), values);
        unpack_8(load_128(value + channels), gates);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            values[i] *= Function::apply(gates[i]);
        }
        store_128(y + chunk * 8, pack_8(values));
    }
}

#define GENOPS_ACTIVATION(name, Function)                                                                                              \
    extern "C" __global__ void __launch_bounds__(256, 4) activation_##name(const half* x, half* y, long long chunks) {                 \
        activate<Function>(x, y, chunks);                                                                                              \
    }                                                                                                                                  \
    GENOPS_KERNEL(activation_##name, 256)                                                                                              \
    extern "C" __global__ void __launch_bounds__(256, 4) gated_##name(const half* x, half* y, long long chunks, int channels) {        \
        activate_gated<Function>(x, y, chunks, channels);                                                                              \
    }                                                                                                                                  \
    GENOPS_KERNEL(gated_##name, 256)

GENOPS_ACTIVATION(relu, Relu)
GENOPS_ACTIVATION(silu, Silu)
GENOPS_ACTIVATION(gelu, Gelu)
GENOPS_ACTIVATION(gelutanh, GeluTanh)
GENOPS_ACTIVATION(quickgelu, QuickGelu)
