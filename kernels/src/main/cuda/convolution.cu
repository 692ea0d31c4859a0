// Convolution as implicit GEMM on tensor cores: rows are output pixels, columns output channels, k runs over taps and input channels. No
// im2col matrix exists; a chunk of 8 channels is copied from the pixel that its tap selects, zeros where that lies in the padding.
//
// x (batch, height, width, channels), w (out_channels, taps, channels), y (batch, out_height, out_width, out_channels), channels last
// and padded to a multiple of 8. A temporal convolution is this with height = frames, width = positions and a kernel of r×1.
#include "gemm.cuh"

struct ConvolutionShape {
    int height, width, channels, out_height, out_width, out_channels, kernel_w, taps, stride_h, stride_w, pad_h, pad_w;
    long long pixels;
};

template <typename Tile>
__device__ __forceinline__ void convolution_tile(const half* __restrict__ x, const half* __restrict__ w, const half* __restrict__ bias,
                                                 half* __restrict__ y, const ConvolutionShape& shape) {
    half* shared = shared_memory<half>();
    const long long first_pixel = static_cast<long long>(blockIdx.y) * Tile::BM;
    const int first_channel = blockIdx.x * Tile::BN;
    constexpr int rows = Tile::BM * Tile::chunks / Tile::threads;
    constexpr int row_step = Tile::threads / Tile::chunks;

    // the pixels whose chunks this thread copies: their place in the input is worked out once
    int origin_row[rows];
    int origin_column[rows];
    const half* image[rows];
#pragma unroll
    for (int i = 0; i < rows; i++) {
        long long pixel = first_pixel + threadIdx.x / Tile::chunks + i * row_step;
        bool inside = pixel < shape.pixels;
        int column = inside ? static_cast<int>(pixel % shape.out_width) : 0;
        int row = inside ? static_cast<int>(pixel / shape.out_width % shape.out_height) : 0;
        long long sample = inside ? pixel / shape.out_width / shape.out_height : 0;
        // a row far above the image makes every tap of a pixel outside invalid
        origin_row[i] = inside ? row * shape.stride_h - shape.pad_h : -(1 << 29);
        origin_column[i] = column * shape.stride_w - shape.pad_w;
        image[i] = x + sample * shape.height * shape.width * shape.channels;
    }
    const int depth = shape.taps * shape.channels;

    float acc[Tile::MI][Tile::NI][4] = {};
    auto source_x = [&](int i, int, int k, bool& valid) {
        int tap = k / shape.channels;
        int channel = k - tap * shape.channels;
        int row = origin_row[i] + tap / shape.kernel_w;
        int column = origin_column[i] + tap % shape.kernel_w;
        valid = k < depth && static_cast<unsigned>(row) < static_cast<unsigned>(shape.height)
                && static_cast<unsigned>(column) < static_cast<unsigned>(shape.width);
        return valid ? image[i] + (static_cast<long long>(row) * shape.width + column) * shape.channels + channel : x;
    };
    auto source_w = [&](int, int row, int k, bool& valid) {
        valid = first_channel + row < shape.out_channels && k < depth;
        return w + (valid ? static_cast<long long>(first_channel + row) * depth + k : 0);
    };
    gemm_main_loop<Tile>(acc, (depth + Tile::BK - 1) / Tile::BK, shared, source_x, source_w);

    gemm_stage_output<Tile>(acc, shared, [&](int, int column, float sum) {
        return first_channel + column < shape.out_channels ? sum + __half2float(bias[first_channel + column]) : 0.0f;
    });
    gemm_store_output<Tile>(shared, shape.out_channels - first_channel, [&](int row) {
        return first_pixel + row < shape.pixels ? y + (first_pixel + row) * shape.out_channels + first_channel : nullptr;
    });
}

#define GENOPS_CONVOLUTION(BM, BN, warps_m, warps_n, blocks)                                                                           \
    extern "C" __global__ void __launch_bounds__(warps_m * warps_n * 32, blocks) convolution_##BM##x##BN(                              \
        const half* x, const half* w, const half* bias, half* y, int height, int width, int channels, int out_height, int out_width,   \
        int out_channels, int kernel_w, int taps, int stride_h, int stride_w, int pad_h, int pad_w, long long pixels) {                \
        ConvolutionShape shape = {height, width, channels, out_height, out_width, out_channels, kernel_w, taps, stride_h, stride_w,    \
                                  pad_h, pad_w, pixels};                                                                               \
        convolution_tile<GemmTile<BM, BN, warps_m, warps_n, 4>>(x, w, bias, y, shape);                                                 \
    }                                                                                                                                  \
    GENOPS_KERNEL(convolution_##BM##x##BN, warps_m * warps_n * 32)

GENOPS_CONVOLUTION(128, 128, 2, 4, 2)
GENOPS_CONVOLUTION(64, 64, 2, 2, 4)
