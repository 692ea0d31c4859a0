// Attention of very short sequences, such as over the frames of a video at each pixel: one warp per sequence and head, everything in
// its own piece of shared memory. Works where the frames lie: a sequence's steps may be any stride apart, so the layout
// (frames, positions, heads, d) of a video model needs no rearrangement before and after.
//
// Step t of sequence s, head h at s·batch_stride + t·row_stride + h·d, the same for Q, K, V and O. Sequences have at most 16·step_tiles steps.
#include "device.cuh"

constexpr int temporal_warps = 4;

template <int D_, int step_tiles_>
struct TemporalTile {
    static constexpr int D = D_, step_tiles = step_tiles_, steps = 16 * step_tiles;
    static constexpr int stride = D + 8;
    static constexpr int chunks = D / 8;
    static constexpr int warp_halves = 3 * steps * stride;
    static constexpr int shared_bytes = temporal_warps * warp_halves * 2;
};

template <typename Tile>
__device__ __forceinline__ void temporal_tile(const half* __restrict__ q, const half* __restrict__ k, const half* __restrict__ v,
                                              half* __restrict__ o, long long problems, int heads, int steps, int d,
                                              long long batch_stride, long long row_stride, float scale_log2, int causal) {
    constexpr int NI = Tile::steps / 8;
    constexpr int DI = Tile::D / 8;
    const int lane = threadIdx.x % warp_size;
    const long long problem = static_cast<long long>(blockIdx.x) * temporal_warps + threadIdx.x / warp_size;
    // warps share nothing: one without work just ends
    if (problem >= problems) {
        return;
    }
    const long long origin = problem / heads * batch_stride + problem % heads * d;
    half* shared_q = shared_memory<half>() + threadIdx.x / warp_size * Tile::warp_halves;
    half* shared_k = shared_q + Tile::steps * Tile::stride;
    half* shared_v = shared_k + Tile::steps * Tile::stride;

    auto load = [&](half* to, const half* from) {
        for (int chunk = lane; chunk < Tile::steps * Tile::chunks; chunk += warp_size) {
            int row = chunk / Tile::chunks;
            int column = chunk % Tile::chunks * 8;
            bool valid = row < steps && column < d;
            cp_async_16(to + row * Tile::stride + column, from + (valid ? origin + row * row_stride + column : 0), valid);
        }
    };
    load(shared_q, q);
    load(shared_k, k);
    load(shared_v, v);
    cp_async_commit();
    cp_async_wait<0>();
    __syncwarp();

#pragma unroll
    for (int tile = 0; tile < Tile::step_tiles; tile++) {
        if (tile * 16 >= steps) {
            break;
        }
        float s[NI][4] = {};
#pragma unroll
        for (int step = 0; step < Tile::D / 16; step++) {
            uint32_t fragment_q[4];
            ldmatrix_x4(fragment_q, shared_q + (tile * 16 + lane % 16) * Tile::stride + step * 16 + lane / 16 * 8);
#pragma unroll
            for (int j = 0; j < NI; j += 2) {
                uint32_t r[4];
                ldmatrix_x4(r, shared_k + (j * 8 + lane / 16 * 8 + lane % 8) * Tile::stride + step * 16 + lane / 8 % 2 * 8);
                uint32_t left[2] = {r[0], r[1]};
                uint32_t right[2] = {r[2], r[3]};
                mma_m16n8k16(s[j], fragment_q, left);
                mma_m16n8k16(s[j + 1], fragment_q, right);
            }
        }
#pragma unroll
        for (int side = 0; side < 2; side++) {
            int query = tile * 16 + side * 8 + lane / 4;
            int last_key = causal ? min(query, steps - 1) : steps - 1;
            float maximum = -INFINITY;
#pragma unroll
            for (int j = 0; j < NI; j++) {
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    bool seen = j * 8 + lane % 4 * 2 + i <= last_key;
                    s[j][side * 2 + i] = seen ? s[j][side * 2 + i] : -INFINITY;
                    maximum = fmaxf(maximum, s[j][side * 2 + i]);
                }
            }
            maximum = fmaxf(maximum, __shfl_xor_sync(0xffffffffu, maximum, 1));
            maximum = fmaxf(maximum, __shfl_xor_sync(0xffffffffu, maximum, 2));
            float sum = 0;
#pragma unroll
            for (int j = 0; j < NI; j++) {
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    s[j][side * 2 + i] = exp2_fast((s[j][side * 2 + i] - maximum) * scale_log2);
                    sum += s[j][side * 2 + i];
                }
            }
            sum += __shfl_xor_sync(0xffffffffu, sum, 1);
            sum += __shfl_xor_sync(0xffffffffu, sum, 2);
            float inverse = 1.0f / sum;
#pragma unroll
            for (int j = 0; j < NI; j++) {
                s[j][side * 2] *= inverse;
                s[j][side * 2 + 1] *= inverse;
            }
        }

        float acc[DI][4] = {};
#pragma unroll
        for (int step = 0; step < Tile::step_tiles; step++) {
            uint32_t p[4] = {pack(s[2 * step][0], s[2 * step][1]), pack(s[2 * step][2], s[2 * step][3]),
                             pack(s[2 * step + 1][0], s[2 * step + 1][1]), pack(s[2 * step + 1][2], s[2 * step + 1][3])};
#pragma unroll
            for (int c = 0; c < DI; c += 2) {
                uint32_t r[4];
                ldmatrix_x4_transposed(r, shared_v + (step * 16 + lane % 16) * Tile::stride + c * 8 + lane / 16 * 8);
                uint32_t left[2] = {r[0], r[1]};
                uint32_t right[2] = {r[2], r[3]};
                mma_m16n8k16(acc[c], p, left);
                mma_m16n8k16(acc[c + 1], p, right);
            }
        }
        // the queries of this tile have been read: their rows take the output
        __syncwarp();
#pragma unroll
        for (int side = 0; side < 2; side++) {
            half* row = shared_q + (tile * 16 + side * 8 + lane / 4) * Tile::stride;
#pragma unroll
            for (int c = 0; c < DI; c++) {
                *reinterpret_cast<uint32_t*>(row + c * 8 + lane % 4 * 2) = pack(acc[c][side * 2], acc[c][side * 2 + 1]);
            }
        }
    }
    __syncwarp();
    for (int chunk = lane; chunk < steps * Tile::chunks; chunk += warp_size) {
        int row = chunk / Tile::chunks;
        int column = chunk % Tile::chunks * 8;
        if (column < d) {
            store_128(o + origin + row * row_stride + column, load_128(shared_q + row * Tile::stride + column));
        }
    }
}

#define GENOPS_TEMPORAL(D, step_tiles, blocks)                                                                                           \
    extern "C" __global__ void __launch_bounds__(temporal_warps * 32, blocks) temporal_attention_d##D##_s##step_tiles(                   \
        const half* q, const half* k, const half* v, half* o, long long problems, int heads, int steps, int d, long long batch_stride,  \
        long long row_stride, float scale_log2, int causal) {                                                                            \
        temporal_tile<TemporalTile<D, step_tiles>>(q, k, v, o, problems, heads, steps, d, batch_stride, row_stride, scale_log2, causal); \
    }                                                                                                                                    \
    GENOPS_KERNEL(temporal_attention_d##D##_s##step_tiles, temporal_warps * 32)

// head dim, 16-step tiles; longer sequences fill the tiles of flash_attention.cu
GENOPS_TEMPORAL(64, 1, 4)
GENOPS_TEMPORAL(64, 2, 4)
GENOPS_TEMPORAL(128, 1, 4)
GENOPS_TEMPORAL(128, 2, 2)
