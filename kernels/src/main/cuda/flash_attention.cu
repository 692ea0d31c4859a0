// Attention in one pass over the keys, after FlashAttention-2 (Dao, arXiv 2307.08691): one block per tile of queries, keys and values
// streamed through shared memory, softmax online, scores and probabilities only in registers.
//
// A warp owns 16·row_tiles query rows and all columns of a key tile, so that a row's maximum and sum need only its four lanes. The
// fragment layout of S = Q Kᵀ as accumulator is that of P as left operand: P never leaves the registers. Shared rows are padded by 16
// bytes, which makes their stride an odd number of 16-byte chunks: the eight rows of an ldmatrix phase fall into different bank groups.
//
// Q, O: row r of sequence b, head h at b·q_batch + r·q_row + h·d; K, V likewise with k_batch, k_row and head h / group.
#include "device.cuh"

template <int D_, int row_tiles_, int key_tile_, int warps_>
struct FlashTile {
    static constexpr int D = D_, row_tiles = row_tiles_, key_tile = key_tile_, warps = warps_;
    static constexpr int threads = warps * warp_size;
    static constexpr int query_tile = warps * row_tiles * 16;
    static constexpr int stride = D + 8;
    static constexpr int chunks = D / 8;
    static constexpr int query_halves = query_tile * stride;
    static constexpr int key_halves = key_tile * stride;
    static constexpr int shared_bytes = (query_halves + 4 * key_halves) * 2;
    static_assert(D % 16 == 0 && key_tile % 16 == 0, "whole fragments");
};

// Copies `rows` rows of a tile, zeros from `valid_rows` and from head dim d on.
template <typename Tile>
__device__ __forceinline__ void flash_load(half* to, const half* from, long long row_stride, int rows, int valid_rows, int d) {
    for (int chunk = threadIdx.x; chunk < rows * Tile::chunks; chunk += Tile::threads) {
        int row = chunk / Tile::chunks;
        int column = chunk % Tile::chunks * 8;
        bool valid = row < valid_rows && column < d;
        cp_async_16(to + row * Tile::stride + column, from + (valid ? row * row_stride + column : 0), valid);
    }
}

template <typename Tile>
__device__ __forceinline__ void flash_tile(const half* __restrict__ q, const half* __restrict__ k, const half* __restrict__ v,
                                           half* __restrict__ o, int heads, int group, int queries, int keys, int d, long long q_batch,
                                           long long q_row, long long k_batch, long long k_row, float scale_log2, int causal) {
    constexpr int NI = Tile::key_tile / 8;
    constexpr int DI = Tile::D / 8;
    half* shared_q = shared_memory<half>();
    half* shared_k = shared_q + Tile::query_halves;
    half* shared_v = shared_k + 2 * Tile::key_halves;
    const int lane = threadIdx.x % warp_size;
    const int warp_row = threadIdx.x / warp_size * Tile::row_tiles * 16;

    const int tiles = (queries + Tile::query_tile - 1) / Tile::query_tile;
    const int head = blockIdx.x / tiles % heads;
    const long long batch = blockIdx.x / tiles / heads;
    // the last tiles have most keys under a causal mask: they start first
    const int first_query = (tiles - 1 - blockIdx.x % tiles) * Tile::query_tile;
    const int valid_queries = min(Tile::query_tile, queries - first_query);
    const half* tile_q = q + batch * q_batch + first_query * q_row + head * d;
    const half* head_k = k + batch * k_batch + head / group * d;
    const half* head_v = v + batch * k_batch + head / group * d;

    // query i sees keys 0 … i + mask_offset
    const int mask_offset = keys - queries;
    const int seen = causal ? min(keys, first_query + valid_queries + mask_offset) : keys;
    const int key_tiles = (seen + Tile::key_tile - 1) / Tile::key_tile;

    auto load_keys = [&](half* to, const half* from, int tile) {
        if (tile < key_tiles) {
            int first = tile * Tile::key_tile;
            flash_load<Tile>(to + tile % 2 * Tile::key_halves, from + first * k_row, k_row, Tile::key_tile, keys - first, d);
        }
        cp_async_commit();
    };
    flash_load<Tile>(shared_q, tile_q, q_row, Tile::query_tile, valid_queries, d);
    load_keys(shared_k, head_k, 0);
    load_keys(shared_v, head_v, 0);

    float acc[Tile::row_tiles][DI][4] = {};
    float row_max[Tile::row_tiles][2];
    float row_sum[Tile::row_tiles][2] = {};
#pragma unroll
    for (int i = 0; i < Tile::row_tiles; i++) {
        row_max[i][0] = row_max[i][1] = -INFINITY;
    }

    for (int tile = 0; tile < key_tiles; tile++) {
        // all but the newest group: this tile's keys (and the queries) are there, its values still come
        cp_async_wait<1>();
        __syncthreads();
        load_keys(shared_k, head_k, tile + 1);

        float s[Tile::row_tiles][NI][4] = {};
        const half* tile_k = shared_k + tile % 2 * Tile::key_halves;
#pragma unroll
        for (int step = 0; step < Tile::D / 16; step++) {
            uint32_t fragment_q[Tile::row_tiles][4];
#pragma unroll
            for (int i = 0; i < Tile::row_tiles; i++) {
                ldmatrix_x4(fragment_q[i], shared_q + (warp_row + i * 16 + lane % 16) * Tile::stride + step * 16 + lane / 16 * 8);
            }
#pragma unroll
            for (int j = 0; j < NI; j += 2) {
                uint32_t r[4];
                ldmatrix_x4(r, tile_k + (j * 8 + lane / 16 * 8 + lane % 8) * Tile::stride + step * 16 + lane / 8 % 2 * 8);
                uint32_t left[2] = {r[0], r[1]};
                uint32_t right[2] = {r[2], r[3]};
#pragma unroll
                for (int i = 0; i < Tile::row_tiles; i++) {
                    mma_m16n8k16(s[i][j], fragment_q[i], left);
                    mma_m16n8k16(s[i][j + 1], fragment_q[i], right);
                }
            }
        }

        const int first_key = tile * Tile::key_tile;
        const bool masked = first_key + Tile::key_tile > keys
                            || (causal && first_key + Tile::key_tile - 1 > first_query + warp_row + mask_offset);
#pragma unroll
        for (int i = 0; i < Tile::row_tiles; i++) {
#pragma unroll
            for (int side = 0; side < 2; side++) {
                if (masked) {
                    int query = first_query + warp_row + i * 16 + side * 8 + lane / 4;
                    int last_key = causal ? min(keys - 1, query + mask_offset) : keys - 1;
#pragma unroll
                    for (int j = 0; j < NI; j++) {
                        int key = first_key + j * 8 + lane % 4 * 2;
                        s[i][j][side * 2] = key <= last_key ? s[i][j][side * 2] : -INFINITY;
                        s[i][j][side * 2 + 1] = key + 1 <= last_key ? s[i][j][side * 2 + 1] : -INFINITY;
                    }
                }
                float maximum = row_max[i][side];
#pragma unroll
                for (int j = 0; j < NI; j++) {
                    maximum = fmaxf(maximum, fmaxf(s[i][j][side * 2], s[i][j][side * 2 + 1]));
                }
                maximum = fmaxf(maximum, __shfl_xor_sync(0xffffffffu, maximum, 1));
                maximum = fmaxf(maximum, __shfl_xor_sync(0xffffffffu, maximum, 2));
                // a row that has seen no key yet (a padding row under the mask) must not make NaN of −∞ − (−∞)
                float shift = maximum == -INFINITY ? 0.0f : maximum * scale_log2;
                float rescale = exp2_fast(row_max[i][side] * scale_log2 - shift);
                row_max[i][side] = maximum;
                float sum = 0;
#pragma unroll
                for (int j = 0; j < NI; j++) {
                    s[i][j][side * 2] = exp2_fast(s[i][j][side * 2] * scale_log2 - shift);
                    s[i][j][side * 2 + 1] = exp2_fast(s[i][j][side * 2 + 1] * scale_log2 - shift);
                    sum += s[i][j][side * 2] + s[i][j][side * 2 + 1];
                }
                row_sum[i][side] = row_sum[i][side] * rescale + sum;
#pragma unroll
                for (int c = 0; c < DI; c++) {
                    acc[i][c][side * 2] *= rescale;
                    acc[i][c][side * 2 + 1] *= rescale;
                }
            }
        }

        cp_async_wait<1>();
        __syncthreads();
        load_keys(shared_v, head_v, tile + 1);
        const half* tile_v = shared_v + tile % 2 * Tile::key_halves;
#pragma unroll
        for (int step = 0; step < Tile::key_tile / 16; step++) {
            uint32_t p[Tile::row_tiles][4];
#pragma unroll
            for (int i = 0; i < Tile::row_tiles; i++) {
                p[i][0] = pack(s[i][2 * step][0], s[i][2 * step][1]);
                p[i][1] = pack(s[i][2 * step][2], s[i][2 * step][3]);
                p[i][2] = pack(s[i][2 * step + 1][0], s[i][2 * step + 1][1]);
                p[i][3] = pack(s[i][2 * step + 1][2], s[i][2 * step + 1][3]);
            }
#pragma unroll
            for (int c = 0; c < DI; c += 2) {
                uint32_t r[4];
                ldmatrix_x4_transposed(r, tile_v + (step * 16 + lane % 16) * Tile::stride + c * 8 + lane / 16 * 8);
                uint32_t left[2] = {r[0], r[1]};
                uint32_t right[2] = {r[2], r[3]};
#pragma unroll
                for (int i = 0; i < Tile::row_tiles; i++) {
                    mma_m16n8k16(acc[i][c], p[i], left);
                    mma_m16n8k16(acc[i][c + 1], p[i], right);
                }
            }
        }
    }
    cp_async_wait<0>();

    // a warp stages its own rows where only it has read queries
#pragma unroll
    for (int i = 0; i < Tile::row_tiles; i++) {
#pragma unroll
        for (int side = 0; side < 2; side++) {
            float sum = row_sum[i][side];
            sum += __shfl_xor_sync(0xffffffffu, sum, 1);
            sum += __shfl_xor_sync(0xffffffffu, sum, 2);
            float inverse = 1.0f / sum;
            half* row = shared_q + (warp_row + i * 16 + side * 8 + lane / 4) * Tile::stride;
            if (i == 0 && side == 0) {
                __syncwarp();
            }
#pragma unroll
            for (int c = 0; c < DI; c++) {
                *reinterpret_cast<uint32_t*>(row + c * 8 + lane % 4 * 2) = pack(acc[i][c][side * 2] * inverse, acc[i][c][side * 2 + 1] * inverse);
            }
        }
    }
    __syncwarp();
    half* tile_o = o + batch * q_batch + first_query * q_row + head * d;
    for (int chunk = lane; chunk < Tile::row_tiles * 16 * Tile::chunks; chunk += warp_size) {
        int row = warp_row + chunk / Tile::chunks;
        int column = chunk % Tile::chunks * 8;
        if (row < valid_queries && column < d) {
            store_128(tile_o + row * q_row + column, load_128(shared_q + row * Tile::stride + column));
        }
    }
}

#define GENOPS_FLASH(D, row_tiles, key_tile, warps, blocks)                                                                             \
    extern "C" __global__ void __launch_bounds__(warps * 32, blocks)                                                                    \
        flash_attention_d##D(const half* q, const half* k, const half* v, half* o, int heads, int group, int queries, int keys, int d,  \
                             long long q_batch, long long q_row, long long k_batch, long long k_row, float scale_log2, int causal) {    \
        flash_tile<FlashTile<D, row_tiles, key_tile, warps>>(q, k, v, o, heads, group, queries, keys, d, q_batch, q_row, k_batch, k_row, \
                                                             scale_log2, causal);                                                       \
    }                                                                                                                                   \
    GENOPS_KERNEL(flash_attention_d##D, warps * 32)

// head dim, 16-row tiles of a warp, keys of a tile, warps, blocks of a multiprocessor that registers allow
GENOPS_FLASH(48, 2, 64, 4, 2)
GENOPS_FLASH(64, 2, 64, 4, 2)
GENOPS_FLASH(80, 2, 64, 4, 2)
GENOPS_FLASH(128, 2, 32, 4, 2)
GENOPS_FLASH(160, 1, 32, 4, 2)
GENOPS_FLASH(256, 1, 32, 4, 1)
