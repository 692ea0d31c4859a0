// The tensor-core main loop that linear layers, convolutions and unfused attention share.
//
// A block computes a BM×BN tile of C = A B. Both operands come in tiles of BK = 32 along k through a ring of `stages` shared-memory
// buffers filled by cp.async, so that stages − 1 tiles are under way while one is multiplied. A and B tiles lie with k contiguous,
// 32 values or 64 bytes a row; the 16-byte chunk c of row r is stored at chunk c ^ (r / 2 % 4), which puts the eight rows that one
// ldmatrix phase reads into eight different groups of four banks: no conflicts, no padding.
//
// With `b_rows` the right operand lies with its columns contiguous (the values of attention): its tile has BK rows of BN values, chunk c
// of row r at chunk c ^ (r % 8), and is read by ldmatrix.trans.
//
// Per k-step of 16 a warp loads (WM/16) A and (WN/16) B fragments by ldmatrix.x4 and issues (WM/16)·(WN/8) mma: with 64×32 that is
// 6 loads of 512 bytes for 16 mma, 65,536 FLOPs. Per BK tile a block reads (BM + BN) · 64 bytes for 2·BM·BN·32 FLOPs, at 128×128
// 64 FLOP per byte of L2 traffic.
#pragma once

#include "device.cuh"

template <int BM_, int BN_, int warps_m, int warps_n, int stages_, bool b_rows_ = false>
struct GemmTile {
    static constexpr int BM = BM_, BN = BN_, BK = 32, stages = stages_;
    static constexpr int threads = warps_m * warps_n * warp_size;
    static constexpr int WM = BM / warps_m, WN = BN / warps_n;
    static constexpr int MI = WM / 16, NI = WN / 8;
    static constexpr int chunks = BK / 8;
    static constexpr bool b_rows = b_rows_;
    // 16-byte chunks in a row of the right operand's tile
    static constexpr int b_chunks = b_rows ? BN / 8 : chunks;
    static constexpr int stage_halves = (BM + BN) * BK;
    static constexpr int shared_bytes = stages * stage_halves * 2;
    static_assert(WN % 16 == 0 && WM % 16 == 0, "a warp's tile is made of 16×16 pieces");
    static_assert(!b_rows || BN % 64 == 0, "the swizzle permutes eight chunks of a row");
    static_assert(BM * chunks % threads == 0 && BN * chunks % threads == 0, "every thread copies the same number of chunks");

    __device__ static int warp_row() { return threadIdx.x / warp_size / warps_n * WM; }
    __device__ static int warp_column() { return threadIdx.x / warp_size % warps_n * WN; }
};

// Where chunk c of row r of a tile with k contiguous lies, in halves.
__device__ __forceinline__ int swizzled(int row, int chunk) { return row * 32 + ((chunk ^ (row >> 1 & 3)) << 3); }

// The same for a tile with `columns` contiguous values in a row.
template <int columns>
__device__ __forceinline__ int swizzled_row(int row, int chunk) { return row * columns + ((chunk ^ (row & 7)) << 3); }

// Accumulates acc += A B over k_tiles tiles of 32. Sources are called as source(i, row, k, valid): the address of 8 consecutive values
// of row `row` of the tile from k on, the i-th (a constant) that this thread copies of a tile; `valid` is set to false where the chunk is outside and has to be zero. All values of a chunk
// are inside or all outside. With b_rows the right source is called as source(i, column of the tile, k, valid) for 8 consecutive columns.
template <typename Tile, typename SourceA, typename SourceB>
__device__ __forceinline__ void gemm_main_loop(float (&acc)[Tile::MI][Tile::NI][4], int k_tiles, half* shared, const SourceA& source_a,
                                               const SourceB& source_b) {
    constexpr int stages = Tile::stages;
    const int lane = threadIdx.x % warp_size;

    auto load = [&](int tile) {
        half* a = shared + tile % stages * Tile::stage_halves;
        half* b = a + Tile::BM * Tile::BK;
#pragma unroll
        for (int i = 0; i < Tile::BM * Tile::chunks / Tile::threads; i++) {
            int chunk = threadIdx.x + i * Tile::threads;
            bool valid = true;
            const half* from = source_a(i, chunk / Tile::chunks, tile * Tile::BK + chunk % Tile::chunks * 8, valid);
            cp_async_16(a + swizzled(chunk / Tile::chunks, chunk % Tile::chunks), from, valid);
        }
#pragma unroll
        for (int i = 0; i < Tile::BN * Tile::chunks / Tile::threads; i++) {
            int chunk = threadIdx.x + i * Tile::threads;
            int row = chunk / Tile::b_chunks;
            int column = chunk % Tile::b_chunks;
            bool valid = true;
            if constexpr (Tile::b_rows) {
                const half* from = source_b(i, column * 8, tile * Tile::BK + row, valid);
                cp_async_16(b + swizzled_row<Tile::BN>(row, column), from, valid);
            } else {
                const half* from = source_b(i, row, tile * Tile::BK + column * 8, valid);
                cp_async_16(b + swizzled(row, column), from, valid);
            }
        }
    };

    for (int tile = 0; tile < stages - 1; tile++) {
        if (tile < k_tiles) {
            load(tile);
        }
        cp_async_commit();
    }
    for (int tile = 0; tile < k_tiles; tile++) {
        cp_async_wait<stages - 2>();
        // one barrier does both: this tile is there for all, and the buffer that is filled next has been read by all
        __syncthreads();
        if (tile + stages - 1 < k_tiles) {
            load(tile + stages - 1);
        }
        cp_async_commit();

        const half* a = shared + tile % stages * Tile::stage_halves;
        const half* b = a + Tile::BM * Tile::BK;
#pragma unroll
        for (int step = 0; step < Tile::BK / 16; step++) {
            uint32_t fragment_a[Tile::MI][4];
            uint32_t fragment_b[Tile::NI][2];
#pragma unroll
            for (int i = 0; i < Tile::MI; i++) {
                // matrices: rows 0–7 and 8–15 at k 0–7, then the same rows at k 8–15
                int row = Tile::warp_row() + i * 16 + lane % 16;
                ldmatrix_x4(fragment_a[i], a + swizzled(row, step * 2 + lane / 16));
            }
#pragma unroll
            for (int j = 0; j < Tile::NI; j += 2) {
                // matrices: columns 0–7 at k 0–7 and 8–15, then columns 8–15
                uint32_t r[4];
                if constexpr (Tile::b_rows) {
                    int chunk = Tile::warp_column() / 8 + j + lane / 16;
                    ldmatrix_x4_transposed(r, b + swizzled_row<Tile::BN>(step * 16 + lane % 16, chunk));
                } else {
                    int row = Tile::warp_column() + j * 8 + lane / 16 * 8 + lane % 8;
                    ldmatrix_x4(r, b + swizzled(row, step * 2 + lane / 8 % 2));
                }
                fragment_b[j][0] = r[0];
                fragment_b[j][1] = r[1];
                fragment_b[j + 1][0] = r[2];
                fragment_b[j + 1][1] = r[3];
            }
#pragma unroll
            for (int i = 0; i < Tile::MI; i++) {
#pragma unroll
                for (int j = 0; j < Tile::NI; j++) {
                    mma_m16n8k16(acc[i][j], fragment_a[i], fragment_b[j]);
                }
            }
        }
    }
    // the copies of tiles past the end are empty groups; the buffers may be reused after this
    cp_async_wait<0>();
    __syncthreads();
}

// Rounds the block's accumulators to fp16 in shared memory, tile rows of BN + 8 halves (the padding spreads rows over banks), so that
// they can be stored 128 bits at a time. value(row, column, sum) is applied before rounding.
template <typename Tile, typename Value>
__device__ __forceinline__ void gemm_stage_output(const float (&acc)[Tile::MI][Tile::NI][4], half* shared, const Value& value) {
    static_assert(Tile::BM * (Tile::BN + 8) * 2 <= Tile::shared_bytes, "the output tile fits in the ring");
    const int lane = threadIdx.x % warp_size;
#pragma unroll
    for (int i = 0; i < Tile::MI; i++) {
#pragma unroll
        for (int j = 0; j < Tile::NI; j++) {
            int column = Tile::warp_column() + j * 8 + lane % 4 * 2;
#pragma unroll
            for (int half_tile = 0; half_tile < 2; half_tile++) {
                int row = Tile::warp_row() + i * 16 + half_tile * 8 + lane / 4;
                float x = value(row, column, acc[i][j][half_tile * 2]);
                float y = value(row, column + 1, acc[i][j][half_tile * 2 + 1]);
                *reinterpret_cast<uint32_t*>(shared + row * (Tile::BN + 8) + column) = pack(x, y);
            }
        }
    }
    __syncthreads();
}

// Stores the staged tile: target(row) is the address of the tile's row, null where it is outside; columns from `columns` on are not
// written; columns and addresses are multiples of 8 values.
template <typename Tile, typename Target>
__device__ __forceinline__ void gemm_store_output(const half* shared, int columns, const Target& target) {
    constexpr int row_chunks = Tile::BN / 8;
    for (int chunk = threadIdx.x; chunk < Tile::BM * row_chunks; chunk += Tile::threads) {
        int row = chunk / row_chunks;
        int column = chunk % row_chunks * 8;
        half* to = target(row);
        if (to != nullptr && column < columns) {
            store_128(to + column, load_128(shared + row * (Tile::BN + 8) + column));
        }
    }
}
