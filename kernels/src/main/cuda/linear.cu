// Linear layer on tensor cores: Y = X Wᵀ + bias. X (m, k), W (n, k), Y (m, n), all fp16 with k contiguous, sums in fp32.
#include "gemm.cuh"

template <typename Tile>
__device__ __forceinline__ void linear_tile(const half* __restrict__ x, const half* __restrict__ w, const half* __restrict__ bias,
                                            half* __restrict__ y, int m, int n, int k) {
    half* shared = shared_memory<half>();
    const int first_row = blockIdx.y * Tile::BM;
    const int first_column = blockIdx.x * Tile::BN;

    float acc[Tile::MI][Tile::NI][4] = {};
    auto source_x = [&](int, int row, int offset, bool& valid) {
        valid = first_row + row < m && offset < k;
        return x + (valid ? static_cast<long long>(first_row + row) * k + offset : 0);
    };
    auto source_w = [&](int, int row, int offset, bool& valid) {
        valid = first_column + row < n && offset < k;
        return w + (valid ? static_cast<long long>(first_column + row) * k + offset : 0);
    };
    gemm_main_loop<Tile>(acc, (k + Tile::BK - 1) / Tile::BK, shared, source_x, source_w);

    gemm_stage_output<Tile>(acc, shared, [&](int, int column, float sum) {
        bool has_bias = bias != nullptr && first_column + column < n;
        return has_bias ? sum + __half2float(bias[first_column + column]) : sum;
    });
    gemm_store_output<Tile>(shared, n - first_column, [&](int row) {
        return first_row + row < m ? y + static_cast<long long>(first_row + row) * n + first_column : nullptr;
    });
}

using Linear128x128 = GemmTile<128, 128, 2, 4, 4>;
using Linear64x64 = GemmTile<64, 64, 2, 2, 4>;

extern "C" __global__ void __launch_bounds__(256, 2) linear_gemm_128x128(const half* x, const half* w, const half* bias, half* y, int m,
                                                                        int n, int k) {
    linear_tile<Linear128x128>(x, w, bias, y, m, n, k);
}
GENOPS_KERNEL(linear_gemm_128x128, 256)

extern "C" __global__ void __launch_bounds__(128, 4) linear_gemm_64x64(const half* x, const half* w, const half* bias, half* y, int m, int n,
                                                                      int k) {
    linear_tile<Linear64x64>(x, w, bias, y, m, n, k);
}
GENOPS_KERNEL(linear_gemm_64x64, 128)

// One and few rows: bound by reading the weight once. A warp computes `features` outputs of all `rows` rows, each lane 8 values of k in
// turn; the few values of x that this takes again for every group of features come from the caches.
template <int rows, int features>
__device__ __forceinline__ void linear_rows(const half* __restrict__ x, const half* __restrict__ w, const half* __restrict__ bias,
                                            half* __restrict__ y, int m, int n, int k) {
    const int lane = threadIdx.x % warp_size;
    const int first = (blockIdx.x * blockDim.x + threadIdx.x) / warp_size * features;
    float acc[rows][features] = {};
    for (int offset = lane * 8; offset < k; offset += warp_size * 8) {
        uint4 bits[features];
#pragma unroll
        for (int f = 0; f < features; f++) {
            bits[f] = first + f < n ? load_128(w + static_cast<long long>(first + f) * k + offset) : make_uint4(0, 0, 0, 0);
        }
#pragma unroll
        for (int r = 0; r < rows; r++) {
            float values[8];
            unpack_8(r < m ? load_128(x + static_cast<long long>(r) * k + offset) : make_uint4(0, 0, 0, 0), values);
#pragma unroll
            for (int f = 0; f < features; f++) {
                float weights[8];
                unpack_8(bits[f], weights);
#pragma unroll
                for (int i = 0; i < 8; i++) {
                    acc[r][f] += values[i] * weights[i];
                }
            }
        }
    }
#pragma unroll
    for (int r = 0; r < rows; r++) {
#pragma unroll
        for (int f = 0; f < features; f++) {
            float sum = warp_sum(acc[r][f]);
            if (lane == 0 && r < m && first + f < n) {
                y[static_cast<long long>(r) * n + first + f] = __float2half(bias == nullptr ? sum : sum + __half2float(bias[first + f]));
            }
        }
    }
}

#define GENOPS_LINEAR_ROWS(rows, features)                                                                                            \
    extern "C" __global__ void __launch_bounds__(128, 4)                                                                              \
        linear_gemv_r##rows(const half* x, const half* w, const half* bias, half* y, int m, int n, int k) {                           \
        linear_rows<rows, features>(x, w, bias, y, m, n, k);                                                                          \
    }                                                                                                                                 \
    GENOPS_KERNEL(linear_gemv_r##rows, 128)

GENOPS_LINEAR_ROWS(1, 4)
GENOPS_LINEAR_ROWS(2, 4)
GENOPS_LINEAR_ROWS(4, 4)
GENOPS_LINEAR_ROWS(8, 2)
