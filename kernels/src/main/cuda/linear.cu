// Linear layer on tensor cores: Y = X Wᵀ + bias. X (m, k), W (n, k), Y (m, n), all fp16 with k contiguous, sums in fp32.
#include "gemm.cuh"

template <typename Tile>
__device__ __forceinline__ void linear_tile(const half* __restrict__ x, const half* __restrict__ w, const half* __restrict__ bias,
                                            half* __restrict__ y, int m, int n, int k) {
    half* shared = shared_memory<half>();
    const int first_row = blockIdx.y * Tile::BM;
    const int first_column = blockIdx.x * Tile::BN;

    float acc[Tile::MI][Tile::NI][4] = {};
    auto source_x = [&](int row, int offset, bool& valid) {
        valid = first_row + row < m && offset < k;
        return x + (valid ? static_cast<long long>(first_row + row) * k + offset : 0);
    };
    auto source_w = [&](int row, int offset, bool& valid) {
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
