// What every kernel includes: half-precision types, 128-bit accesses, and the tensor-core and copy instructions of compute
// capability 8.0 as small functions. Compiled for the CPU (GENOPS_EMULATION) each has a twin that does the same.
#pragma once

#ifdef GENOPS_EMULATION
#include "emulation.h"
#else
#include <cuda_fp16.h>

#include <cstdint>
#endif

constexpr int warp_size = 32;

// Dynamic shared memory of the block, 128-byte aligned. The only shared memory that kernels use.
template <typename T>
__device__ __forceinline__ T* shared_memory() {
#ifdef GENOPS_EMULATION
    return reinterpret_cast<T*>(emulation::shared_memory());
#else
    extern __shared__ __align__(128) unsigned char genops_shared[];
    return reinterpret_cast<T*>(genops_shared);
#endif
}

// 128-bit accesses, the widest there are; the address is a multiple of 16.
__device__ __forceinline__ uint4 load_128(const void* from) {
#ifdef GENOPS_EMULATION
    return emulation::load_128(from);
#else
    return *static_cast<const uint4*>(from);
#endif
}
__device__ __forceinline__ void store_128(void* to, uint4 value) {
#ifdef GENOPS_EMULATION
    emulation::store_128(to, value);
#else
    *static_cast<uint4*>(to) = value;
#endif
}

// D += A B for one 16×8 tile with k = 16: fp16 operands, fp32 sums (mma.sync.aligned.m16n8k16).
__device__ __forceinline__ void mma_m16n8k16(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
#ifdef GENOPS_EMULATION
    emulation::mma_m16n8k16(d, a, b);
#else
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};\n"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

// Four 8×8 matrices of 16-bit values; lane i gives the address of row i % 8 of matrix i / 8.
__device__ __forceinline__ void ldmatrix_x4(uint32_t (&r)[4], const half* row) {
#ifdef GENOPS_EMULATION
    emulation::ldmatrix(r, row, 4, false);
#else
    uint32_t address = static_cast<uint32_t>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];\n"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(address));
#endif
}

// As ldmatrix_x4, each matrix transposed.
__device__ __forceinline__ void ldmatrix_x4_transposed(uint32_t (&r)[4], const half* row) {
#ifdef GENOPS_EMULATION
    emulation::ldmatrix(r, row, 4, true);
#else
    uint32_t address = static_cast<uint32_t>(__cvta_generic_to_shared(row));
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];\n"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(address));
#endif
}

// 16 bytes from global to shared memory without passing registers; zeros where not valid (nothing is then read).
__device__ __forceinline__ void cp_async_16(void* shared, const void* global, bool valid) {
#ifdef GENOPS_EMULATION
    emulation::cp_async(shared, global, 16, valid ? 16 : 0);
#else
    uint32_t address = static_cast<uint32_t>(__cvta_generic_to_shared(shared));
    int bytes = valid ? 16 : 0;
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(address), "l"(global), "r"(bytes) : "memory");
#endif
}

__device__ __forceinline__ void cp_async_commit() {
#ifdef GENOPS_EMULATION
    emulation::cp_async_commit();
#else
    asm volatile("cp.async.commit_group;\n" ::: "memory");
#endif
}

// Waits until at most `pending` of this thread's committed groups are under way; a barrier must follow before others read.
template <int pending>
__device__ __forceinline__ void cp_async_wait() {
#ifdef GENOPS_EMULATION
    emulation::cp_async_wait(pending);
#else
    asm volatile("cp.async.wait_group %0;\n" ::"n"(pending) : "memory");
#endif
}

// 2^x to about 2 ulp (ex2.approx).
__device__ __forceinline__ float exp2_fast(float x) {
#ifdef GENOPS_EMULATION
    return exp2f(x);
#else
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;\n" : "=f"(y) : "f"(x));
    return y;
#endif
}

__device__ __forceinline__ uint32_t pack(float low, float high) {
    half2 pair = __floats2half2_rn(low, high);
    return *reinterpret_cast<uint32_t*>(&pair);
}

// Eight fp16 values of a 128-bit access as fp32.
__device__ __forceinline__ void unpack_8(uint4 bits, float (&values)[8]) {
    const uint32_t words[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
        float2 pair = __half22float2(*reinterpret_cast<const half2*>(&words[i]));
        values[2 * i] = pair.x;
        values[2 * i + 1] = pair.y;
    }
}

// Eight fp32 values rounded to fp16 for a 128-bit access.
__device__ __forceinline__ uint4 pack_8(const float (&values)[8]) {
    return make_uint4(pack(values[0], values[1]), pack(values[2], values[3]), pack(values[4], values[5]), pack(values[6], values[7]));
}

// Sum over the warp, the same in every lane.
__device__ __forceinline__ float warp_sum(float value) {
    for (int other = warp_size / 2; other > 0; other /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, other);
    }
    return value;
}

// Maximum over the warp, the same in every lane.
__device__ __forceinline__ float warp_max(float value) {
    for (int other = warp_size / 2; other > 0; other /= 2) {
        value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, other));
    }
    return value;
}

// Makes a kernel known to the emulated driver; nothing on a device.
#ifdef GENOPS_EMULATION
#define GENOPS_KERNEL(name, threads) static emulation::Registration registration_##name(#name, &emulation::Invocation<&name>::invoke, threads);
#else
#define GENOPS_KERNEL(name, threads)
#endif
