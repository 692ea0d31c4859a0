// The part of CUDA C++ that the kernels use, for a C++ compiler of the CPU. Included by device.cuh in place of the toolkit's headers.
//
// A block is a set of fibers, one per thread, that switch at barriers and warp collectives; see block.cpp. Everything a kernel
// does with memory is checked where the kernels are compiled with memory hooks; see memory.cpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#define __global__ __attribute__((noinline))
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __restrict__ __restrict
#define __align__(bytes) __attribute__((aligned(bytes)))

struct uint3 { unsigned x, y, z; };
struct __align__(8) uint2 { unsigned x, y; };
struct __align__(16) uint4 { unsigned x, y, z, w; };
struct __align__(8) float2 { float x, y; };
struct __align__(16) float4 { float x, y, z, w; };
struct __align__(8) int2 { int x, y; };
struct __align__(16) int4 { int x, y, z, w; };
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

// _Float16 rounds to nearest even in every conversion, as the device's cvt.rn does
typedef _Float16 half;
struct __align__(4) half2 { half x, y; };
inline float __half2float(half value) { return (float)value; }
inline half __float2half(float value) { return (half)value; }
inline half2 __floats2half2_rn(float x, float y) { return {(half)x, (half)y}; }
inline float2 __half22float2(half2 value) { return {(float)value.x, (float)value.y}; }
inline half2 __halves2half2(half x, half y) { return {x, y}; }
inline half __low2half(half2 value) { return value.x; }
inline half __high2half(half2 value) { return value.y; }

namespace emulation {

extern uint3 thread_index, block_index, block_size, grid_size;

unsigned char* shared_memory();
void sync_threads();
void sync_warp();
// every lane gives a 32-bit value and gets lane source's
uint32_t shuffle(uint32_t value, int source);
int lane();

// the warp-wide matrix instructions; fragments as PTX ISA lays them out
void mma_m16n8k16(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]);
void ldmatrix(uint32_t* registers, const void* row, int matrices, bool transposed);

// accesses that a compiler of the CPU would split, and so lose their alignment
uint4 load_128(const void* from);
void store_128(void* to, uint4 value);

// asynchronous copies: a write to shared memory from issue until the wait that covers it
void cp_async(void* shared, const void* global, int bytes, int valid_bytes);
void cp_async_commit();
void cp_async_wait(int pending_groups);

// registration of kernels, called by static initialisers
using Invoker = void (*)(void** arguments);
void register_kernel(const char* name, Invoker invoker, int max_threads);

template <auto kernel>
struct Invocation;
template <typename... Arguments, void (*kernel)(Arguments...)>
struct Invocation<kernel> {
    // the arguments lie in host memory: not to be checked as the kernel's accesses are
    template <size_t... index>
    __attribute__((no_sanitize("thread"), noinline)) static void call(void** arguments, std::index_sequence<index...>) {
        kernel(*static_cast<Arguments*>(arguments[index])...);
    }
    static void invoke(void** arguments) { call(arguments, std::index_sequence_for<Arguments...>{}); }
};
struct Registration {
    Registration(const char* name, Invoker invoker, int max_threads) { register_kernel(name, invoker, max_threads); }
};

}  // namespace emulation

#define threadIdx (emulation::thread_index)
#define blockIdx (emulation::block_index)
#define blockDim (emulation::block_size)
#define gridDim (emulation::grid_size)

inline void __syncthreads() { emulation::sync_threads(); }
inline void __syncwarp(unsigned = 0xffffffffu) { emulation::sync_warp(); }
template <typename T>
inline T __shfl_sync(unsigned, T value, int source) {
    static_assert(sizeof(T) == 4, "32-bit shuffles only");
    uint32_t bits;
    memcpy(&bits, &value, 4);
    bits = emulation::shuffle(bits, source & 31);
    memcpy(&value, &bits, 4);
    return value;
}
template <typename T>
inline T __shfl_xor_sync(unsigned mask, T value, int other) { return __shfl_sync(mask, value, emulation::lane() ^ other); }

inline float __expf(float x) { return expf(x); }
inline float exp2f_approx(float x) { return exp2f(x); }
inline float __frcp_rn(float x) { return 1.0f / x; }
inline float __fdividef(float x, float y) { return x / y; }
inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
inline long long min(long long a, long long b) { return a < b ? a : b; }
inline long long max(long long a, long long b) { return a > b ? a : b; }
template <typename T>
inline T __ldg(const T* address) { return *address; }
