// Attention in three passes over a score matrix in global memory, the baseline: S = Q Kᵀ / √d on tensor cores, softmax over the rows
// in place, O = P V on tensor cores. Scores are fp16 as frameworks keep them under half precision, rows padded to a multiple of 8.
//
// Layouts as in flash_attention.cu with contiguous sequences: q, o (batch, queries, heads, d), k, v (batch, keys, kv_heads, d);
// scores (batch · heads, queries, score_stride).
#include "gemm.cuh"

using ScoresTile = GemmTile<128, 128, 2, 4, 4>;
using ValuesTile = GemmTile<128, 64, 4, 2, 4, true>;

extern "C" __global__ void __launch_bounds__(256, 2)
    unfused_scores(const half* __restrict__ q, const half* __restrict__ k, half* __restrict__ scores, int heads, int group, int queries,
                   int keys, int d, int score_stride, float scale, int causal) {
    using Tile = ScoresTile;
    const int row_tiles = (queries + Tile::BM - 1) / Tile::BM;
    const int first_query = blockIdx.y % row_tiles * Tile::BM;
    const int first_key = blockIdx.x * Tile::BN;
    // a tile that the mask hides entirely is not computed; the softmax does not read it
    if (causal && first_key > first_query + Tile::BM - 1 + keys - queries) {
        return;
    }
    const long long sequence_head = static_cast<long long>(blockIdx.z) * heads + blockIdx.y / row_tiles;
    const int head = blockIdx.y / row_tiles;
    const long long batch = blockIdx.z;
    const int kv_heads = heads / group;
    const half* head_q = q + (batch * queries * heads + head) * d;
    const half* head_k = k + (batch * keys * kv_heads + head / group) * d;
    half* shared = shared_memory<half>();

    float acc[Tile::MI][Tile::NI][4] = {};
    auto source_q = [&](int, int row, int offset, bool& valid) {
        valid = first_query + row < queries && offset < d;
        return head_q + (valid ? static_cast<long long>(first_query + row) * heads * d + offset : 0);
    };
    auto source_k = [&](int, int row, int offset, bool& valid) {
        valid = first_key + row < keys && offset < d;
        return head_k + (valid ? static_cast<long long>(first_key + row) * kv_heads * d + offset : 0);
    };
    gemm_main_loop<Tile>(acc, (d + Tile::BK - 1) / Tile::BK, shared, source_q, source_k);
    gemm_stage_output<Tile>(acc, shared, [&](int, int, float sum) { return sum * scale; });
    half* head_scores = scores + sequence_head * queries * score_stride;
    gemm_store_output<Tile>(shared, score_stride - first_key, [&](int row) {
        return first_query + row < queries ? head_scores + static_cast<long long>(first_query + row) * score_stride + first_key : nullptr;
    });
}
GENOPS_KERNEL(unfused_scores, 256)

// One block per row of scores; the row is held in registers up to 128 threads · 8 values · `pieces`, read again beyond.
constexpr int softmax_threads = 128;

extern "C" __global__ void __launch_bounds__(softmax_threads, 8)
    unfused_softmax(half* __restrict__ scores, int queries, int keys, int score_stride, int causal) {
    float* reduction = shared_memory<float>();
    const long long row = blockIdx.x;
    half* line = scores + row * score_stride;
    const int seen = causal ? static_cast<int>(row % queries) + 1 + keys - queries : keys;
    const int lane = threadIdx.x % warp_size;
    const int warp = threadIdx.x / warp_size;

    float maximum = -INFINITY;
    for (int column = threadIdx.x * 8; column < seen; column += softmax_threads * 8) {
        uint4 bits = load_128(line + column);
        const half* values = reinterpret_cast<const half*>(&bits);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            maximum = fmaxf(maximum, column + i < seen ? __half2float(values[i]) : -INFINITY);
        }
    }
    maximum = warp_max(maximum);
    if (lane == 0) {
        reduction[warp] = maximum;
    }
    __syncthreads();
    maximum = fmaxf(fmaxf(reduction[0], reduction[1]), fmaxf(reduction[2], reduction[3]));

    float sum = 0;
    for (int column = threadIdx.x * 8; column < seen; column += softmax_threads * 8) {
        uint4 bits = load_128(line + column);
        const half* values = reinterpret_cast<const half*>(&bits);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            sum += column + i < seen ? __expf(__half2float(values[i]) - maximum) : 0.0f;
        }
    }
    sum = warp_sum(sum);
    if (lane == 0) {
        reduction[4 + warp] = sum;
    }
    __syncthreads();
    float inverse = 1.0f / (reduction[4] + reduction[5] + reduction[6] + reduction[7]);

    // what the mask hides becomes zero: the product with the values reads whole rows
    for (int column = threadIdx.x * 8; column < score_stride; column += softmax_threads * 8) {
        uint4 bits = make_uint4(0, 0, 0, 0);
        if (column < seen) {
            bits = load_128(line + column);
        }
        const half* values = reinterpret_cast<const half*>(&bits);
        uint32_t packed[4];
#pragma unroll
        for (int i = 0; i < 4; i++) {
            float x = column + 2 * i < seen ? __expf(__half2float(values[2 * i]) - maximum) * inverse : 0.0f;
            float y = column + 2 * i + 1 < seen ? __expf(__half2float(values[2 * i + 1]) - maximum) * inverse : 0.0f;
            packed[i] = pack(x, y);
        }
        store_128(line + column, make_uint4(packed[0], packed[1], packed[2], packed[3]));
    }
}
GENOPS_KERNEL(unfused_softmax, softmax_threads)

extern "C" __global__ void __launch_bounds__(256, 2)
    unfused_values(const half* __restrict__ scores, const half* __restrict__ v, half* __restrict__ o, int heads, int group, int queries,
                   int keys, int d, int score_stride, int causal) {
    using Tile = ValuesTile;
    const int row_tiles = (queries + Tile::BM - 1) / Tile::BM;
    const int first_query = blockIdx.y % row_tiles * Tile::BM;
    const int first_column = blockIdx.x * Tile::BN;
    const int head = blockIdx.y / row_tiles;
    const long long batch = blockIdx.z;
    const int kv_heads = heads / group;
    const half* head_scores = scores + (batch * heads + head) * queries * score_stride;
    const half* head_v = v + (batch * keys * kv_heads + head / group) * d;
    // under the mask no row of this tile sees a later key
    const int seen = causal ? min(keys, first_query + Tile::BM + keys - queries) : keys;
    half* shared = shared_memory<half>();

    float acc[Tile::MI][Tile::NI][4] = {};
    auto source_p = [&](int, int row, int offset, bool& valid) {
        valid = first_query + row < queries && offset < score_stride;
        return head_scores + (valid ? static_cast<long long>(first_query + row) * score_stride + offset : 0);
    };
    auto source_v = [&](int, int column, int key, bool& valid) {
        valid = key < keys && first_column + column < d;
        return head_v + (valid ? static_cast<long long>(key) * kv_heads * d + first_column + column : 0);
    };
    gemm_main_loop<Tile>(acc, (seen + Tile::BK - 1) / Tile::BK, shared, source_p, source_v);
    gemm_stage_output<Tile>(acc, shared, [](int, int, float sum) { return sum; });
    half* head_o = o + (batch * queries * heads + head) * d + first_column;
    gemm_store_output<Tile>(shared, d - first_column, [&](int row) {
        return first_query + row < queries ? head_o + static_cast<long long>(first_query + row) * heads * d : nullptr;
    });
}
GENOPS_KERNEL(unfused_values, 256)
