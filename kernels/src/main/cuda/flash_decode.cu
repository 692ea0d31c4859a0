// Attention of one or few query rows, bound by reading the keys and values once: split over the keys, then combined (Flash-Decoding;
// partial results merge by their maxima and sums). One block per (sequence, key head, split); all query rows that share a key head, of
// one group and of several query positions, are computed in the same pass over it.
//
// A key is read by `lanes` lanes, 16 bytes each, so that a warp reads 32 / lanes keys at once; the four warps of a block take keys in
// turn. Keys of `unroll` turns are in flight before the first is used.
#include "device.cuh"

constexpr int decode_warps = 4;
constexpr int decode_threads = decode_warps * warp_size;

// Shared memory: for each warp and row the weighted values (lanes · 8 floats), then maximum and sum.
template <int lanes, int rows>
struct DecodeShared {
    static constexpr int warp_floats = rows * lanes * 8;
    static constexpr int floats = decode_warps * (warp_floats + 2 * rows);
};

// Row r of the `rows` is query position r / group, head key_head · group + r % group. Partial results of split s:
// partial[((b · kv_heads + key_head) · splits + s) · rows + r] holds d weighted values, then maximum (in units of log2) and sum.
template <int lanes, int rows>
__device__ __forceinline__ void decode_split(const half* __restrict__ q, const half* __restrict__ k, const half* __restrict__ v,
                                             float* __restrict__ partial, int kv_heads, int group, int queries, int keys, int d, int splits,
                                             int keys_per_split, float scale_log2, int causal) {
    constexpr int unroll = rows <= 2 ? 4 : 2;
    constexpr int keys_at_once = warp_size / lanes;
    const int lane = threadIdx.x % warp_size;
    const int warp = threadIdx.x / warp_size;
    const int part = lane % lanes;
    const bool inside = part * 8 < d;
    const int split = blockIdx.x;
    const int key_head = blockIdx.y;
    const long long batch = blockIdx.z;
    const int heads = kv_heads * group;
    const int used_rows = queries * group;

    float query[rows][8];
#pragma unroll
    for (int r = 0; r < rows; r++) {
        uint4 bits = make_uint4(0, 0, 0, 0);
        if (inside && r < used_rows) {
            bits = load_128(q + ((batch * queries + r / group) * heads + key_head * group + r % group) * d + part * 8);
        }
        unpack_8(bits, query[r]);
    }

    float acc[rows][8] = {};
    float maximum[rows];
    float sum[rows] = {};
#pragma unroll
    for (int r = 0; r < rows; r++) {
        maximum[r] = -INFINITY;
    }

    const int first = split * keys_per_split;
    const int last = min(keys, first + keys_per_split);
    const long long key_stride = static_cast<long long>(kv_heads) * d;
    const half* head_k = k + batch * keys * key_stride + static_cast<long long>(key_head) * d + part * 8;
    const half* head_v = v + batch * keys * key_stride + static_cast<long long>(key_head) * d + part * 8;
    constexpr int turn = decode_warps * keys_at_once;

    for (int base = first + warp * keys_at_once; base < last; base += turn * unroll) {
        uint4 bits_k[unroll];
        uint4 bits_v[unroll];
#pragma unroll
        for (int u = 0; u < unroll; u++) {
            int key = base + u * turn + lane / lanes;
            bool valid = inside && key < last;
            bits_k[u] = valid ? load_128(head_k + key * key_stride) : make_uint4(0, 0, 0, 0);
            bits_v[u] = valid ? load_128(head_v + key * key_stride) : make_uint4(0, 0, 0, 0);
        }
#pragma unroll
        for (int u = 0; u < unroll; u++) {
            int key = base + u * turn + lane / lanes;
            float key_values[8];
            float values[8];
            unpack_8(bits_k[u], key_values);
            unpack_8(bits_v[u], values);
#pragma unroll
            for (int r = 0; r < rows; r++) {
                float score = 0;
#pragma unroll
                for (int i = 0; i < 8; i++) {
                    score += query[r][i] * key_values[i];
                }
#pragma unroll
                for (int other = lanes / 2; other > 0; other /= 2) {
                    score += __shfl_xor_sync(0xffffffffu, score, other);
                }
                bool seen = key < last && (!causal || key <= keys - queries + r / group);
                score = seen ? score * scale_log2 : -INFINITY;
                float larger = fmaxf(maximum[r], score);
                float shift = larger == -INFINITY ? 0.0f : larger;
                float rescale = exp2_fast(maximum[r] - shift);
                float weight = exp2_fast(score - shift);
                maximum[r] = larger;
                sum[r] = sum[r] * rescale + weight;
#pragma unroll
                for (int i = 0; i < 8; i++) {
                    acc[r][i] = acc[r][i] * rescale + weight * values[i];
                }
            }
        }
    }

    // the lane groups of a warp have seen different keys
#pragma unroll
    for (int other = lanes; other < warp_size; other *= 2) {
#pragma unroll
        for (int r = 0; r < rows; r++) {
            float their_maximum = __shfl_xor_sync(0xffffffffu, maximum[r], other);
            float their_sum = __shfl_xor_sync(0xffffffffu, sum[r], other);
            float larger = fmaxf(maximum[r], their_maximum);
            float shift = larger == -INFINITY ? 0.0f : larger;
            float mine = exp2_fast(maximum[r] - shift);
            float theirs = exp2_fast(their_maximum - shift);
            maximum[r] = larger;
            sum[r] = sum[r] * mine + their_sum * theirs;
#pragma unroll
            for (int i = 0; i < 8; i++) {
                acc[r][i] = acc[r][i] * mine + __shfl_xor_sync(0xffffffffu, acc[r][i], other) * theirs;
            }
        }
    }

    using Shared = DecodeShared<lanes, rows>;
    float* warp_acc = shared_memory<float>();
    float* warp_state = warp_acc + decode_warps * Shared::warp_floats;
    if (lane < lanes) {
#pragma unroll
        for (int r = 0; r < rows; r++) {
#pragma unroll
            for (int i = 0; i < 8; i++) {
                warp_acc[warp * Shared::warp_floats + (r * lanes + part) * 8 + i] = acc[r][i];
            }
            if (part == 0) {
                warp_state[(warp * rows + r) * 2] = maximum[r];
                warp_state[(warp * rows + r) * 2 + 1] = sum[r];
            }
        }
    }
    __syncthreads();
    float* block_partial = partial + ((batch * kv_heads + key_head) * splits + split) * static_cast<long long>(used_rows) * (d + 2);
    for (int i = threadIdx.x; i < used_rows * (d + 2); i += decode_threads) {
        int r = i / (d + 2);
        int column = i % (d + 2);
        float larger = -INFINITY;
        for (int w = 0; w < decode_warps; w++) {
            larger = fmaxf(larger, warp_state[(w * rows + r) * 2]);
        }
        float shift = larger == -INFINITY ? 0.0f : larger;
        float total = 0;
        for (int w = 0; w < decode_warps; w++) {
            float weight = exp2_fast(warp_state[(w * rows + r) * 2] - shift);
            total += weight * (column < d ? warp_acc[w * Shared::warp_floats + r * lanes * 8 + column]
                                          : warp_state[(w * rows + r) * 2 + 1]);
        }
        block_partial[i] = column == d ? larger : total;
    }
}

// Merges the splits: one block per (row, key head, sequence), one thread per value.
extern "C" __global__ void __launch_bounds__(256, 4)
    flash_decode_combine(const float* partial, half* o, int kv_heads, int group, int queries, int d, int splits) {
    const int r = blockIdx.x;
    const int key_head = blockIdx.y;
    const long long batch = blockIdx.z;
    const int rows = queries * group;
    const long long row_floats = d + 2;
    const float* first = partial + ((batch * kv_heads + key_head) * splits * rows + r) * row_floats;
    for (int column = threadIdx.x; column < d; column += blockDim.x) {
        float maximum = -INFINITY;
        for (int s = 0; s < splits; s++) {
            maximum = fmaxf(maximum, first[s * rows * row_floats + d]);
        }
        float value = 0;
        float sum = 0;
        for (int s = 0; s < splits; s++) {
            const float* row = first + s * rows * row_floats;
            float weight = exp2_fast(row[d] - maximum);
            value += weight * row[column];
            sum += weight * row[d + 1];
        }
        long long query = batch * queries + r / group;
        o[(query * kv_heads * group + key_head * group + r % group) * d + column] = __float2half(value / sum);
    }
}
GENOPS_KERNEL(flash_decode_combine, 256)

#define GENOPS_DECODE(lanes, rows, blocks)                                                                                              \
    extern "C" __global__ void __launch_bounds__(decode_threads, blocks) flash_decode_l##lanes##_r##rows(                               \
        const half* q, const half* k, const half* v, float* partial, int kv_heads, int group, int queries, int keys, int d, int splits, \
        int keys_per_split, float scale_log2, int causal) {                                                                             \
        decode_split<lanes, rows>(q, k, v, partial, kv_heads, group, queries, keys, d, splits, keys_per_split, scale_log2, causal);     \
    }                                                                                                                                   \
    GENOPS_KERNEL(flash_decode_l##lanes##_r##rows, decode_threads)

// lanes that share a key (d ≤ 8 · lanes), query rows that share a key head
GENOPS_DECODE(8, 1, 6)
GENOPS_DECODE(8, 4, 4)
GENOPS_DECODE(8, 8, 2)
GENOPS_DECODE(16, 1, 6)
GENOPS_DECODE(16, 4, 4)
GENOPS_DECODE(16, 8, 2)
GENOPS_DECODE(32, 1, 6)
GENOPS_DECODE(32, 4, 4)
GENOPS_DECODE(32, 8, 2)
