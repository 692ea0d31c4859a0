// Layer norm, RMS norm and softmax over rows, group norm over samples. A row is read once into shared memory and reduced there, in two
// passes where a variance is wanted (never E[x²] − E[x]²); x and y (rows, channels), channels a multiple of 8.
#include "device.cuh"

// Sum over the block, the same in every thread; scratch holds a float per warp.
__device__ __forceinline__ float block_sum(float value, float* scratch) {
    value = warp_sum(value);
    // the last sum may still be read
    __syncthreads();
    if (threadIdx.x % warp_size == 0) {
        scratch[threadIdx.x / warp_size] = value;
    }
    __syncthreads();
    float total = 0;
    for (int warp = 0; warp < static_cast<int>(blockDim.x) / warp_size; warp++) {
        total += scratch[warp];
    }
    return total;
}

__device__ __forceinline__ float block_max(float value, float* scratch) {
    value = warp_max(value);
    __syncthreads();
    if (threadIdx.x % warp_size == 0) {
        scratch[threadIdx.x / warp_size] = value;
    }
    __syncthreads();
    float largest = scratch[0];
    for (int warp = 1; warp < static_cast<int>(blockDim.x) / warp_size; warp++) {
        largest = fmaxf(largest, scratch[warp]);
    }
    return largest;
}

constexpr int row_scratch_floats = 32;

// A row in shared memory after the scratch; each thread works on the chunks it has copied, so no barrier is needed between.
struct Row {
    float* scratch;
    half* values;
    int channels;

    __device__ Row(const half* x, int channels_) : scratch(shared_memory<float>()), channels(channels_) {
        values = reinterpret_cast<half*>(scratch + row_scratch_floats);
        const half* from = x + static_cast<long long>(blockIdx.x) * channels;
        for (int c = threadIdx.x * 8; c < channels; c += blockDim.x * 8) {
            store_128(values + c, load_128(from + c));
        }
    }

    // Calls visit(c, eight values from channel c on) for the thread's chunks.
    template <typename Visit>
    __device__ __forceinline__ void each(const Visit& visit) const {
        for (int c = threadIdx.x * 8; c < channels; c += blockDim.x * 8) {
            float eight[8];
            unpack_8(load_128(values + c), eight);
            visit(c, eight);
        }
    }
};

extern "C" __global__ void __launch_bounds__(256, 4)
    layer_norm(const half* __restrict__ x, const half* __restrict__ weight, const half* __restrict__ bias, half* __restrict__ y, int channels,
               float epsilon) {
    Row row(x, channels);
    float sum = 0;
    row.each([&](int, const float(&v)[8]) {
        for (int i = 0; i < 8; i++) {
            sum += v[i];
        }
    });
    float mean = block_sum(sum, row.scratch) / channels;
    float squares = 0;
    row.each([&](int, const float(&v)[8]) {
        for (int i = 0; i < 8; i++) {
            squares += (v[i] - mean) * (v[i] - mean);
        }
    });
    float scale = rsqrtf(block_sum(squares, row.scratch) / channels + epsilon);
    half* target = y + static_cast<long long>(blockIdx.x) * channels;
    row.each([&](int c, const float(&v)[8]) {
        float w[8];
        float b[8];
        float result[8];
        unpack_8(load_128(weight + c), w);
        unpack_8(load_128(bias + c), b);
        for (int i = 0; i < 8; i++) {
            result[i] = (v[i] - mean) * scale * w[i] + b[i];
        }
        store_128(target + c, pack_8(result));
    });
}
GENOPS_KERNEL(layer_norm, 256)

extern "C" __global__ void __launch_bounds__(256, 4)
    rms_norm(const half* __restrict__ x, const half* __restrict__ weight, half* __restrict__ y, int channels, float epsilon) {
    Row row(x, channels);
    float squares = 0;
    row.each([&](int, const float(&v)[8]) {
        for (int i = 0; i < 8; i++) {
            squares += v[i] * v[i];
        }
    });
    float scale = rsqrtf(block_sum(squares, row.scratch) / channels + epsilon);
    half* target = y + static_cast<long long>(blockIdx.x) * channels;
    row.each([&](int c, const float(&v)[8]) {
        float w[8];
        float result[8];
        unpack_8(load_128(weight + c), w);
        for (int i = 0; i < 8; i++) {
            result[i] = v[i] * scale * w[i];
        }
        store_128(target + c, pack_8(result));
    });
}
GENOPS_KERNEL(rms_norm, 256)

extern "C" __global__ void __launch_bounds__(256, 4) softmax_rows(const half* __restrict__ x, half* __restrict__ y, int channels) {
    Row row(x, channels);
    float largest = -INFINITY;
    row.each([&](int, const float(&v)[8]) {
        for (int i = 0; i < 8; i++) {
            largest = fmaxf(largest, v[i]);
        }
    });
    float maximum = block_max(largest, row.scratch);
    float sum = 0;
    row.each([&](int, const float(&v)[8]) {
        for (int i = 0; i < 8; i++) {
            sum += __expf(v[i] - maximum);
        }
    });
    float inverse = 1.0f / block_sum(sum, row.scratch);
    half* target = y + static_cast<long long>(blockIdx.x) * channels;
    row.each([&](int c, const float(&v)[8]) {
        float result[8];
        for (int i = 0; i < 8; i++) {
            result[i] = __expf(v[i] - maximum) * inverse;
        }
        store_128(target + c, pack_8(result));
    });
}
GENOPS_KERNEL(softmax_rows, 256)

// Group norm in three launches, x read twice. First: mean and sum of squared deviations of every group in a slab of positions, which is
// read once into shared memory. partial[((n · slabs + slab) · groups + g) · 2]: mean, squares.
extern "C" __global__ void __launch_bounds__(256, 3)
    group_norm_partial(const half* __restrict__ x, float* __restrict__ partial, int channels, int positions, int groups, int slab_positions) {
    half* slab = shared_memory<half>();
    const int slabs = gridDim.x;
    const long long sample = blockIdx.y;
    const int first = blockIdx.x * slab_positions;
    const int count = min(slab_positions, positions - first);
    const half* from = x + (sample * positions + first) * channels;
    for (int i = threadIdx.x * 8; i < count * channels; i += blockDim.x * 8) {
        store_128(slab + i, load_128(from + i));
    }
    __syncthreads();
    const int width = channels / groups;
    const int lane = threadIdx.x % warp_size;
    for (int group = threadIdx.x / warp_size; group < groups; group += blockDim.x / warp_size) {
        float sum = 0;
        for (int i = lane; i < count * width; i += warp_size) {
            sum += __half2float(slab[i / width * channels + group * width + i % width]);
        }
        float mean = warp_sum(sum) / (count * width);
        float squares = 0;
        for (int i = lane; i < count * width; i += warp_size) {
            float deviation = __half2float(slab[i / width * channels + group * width + i % width]) - mean;
            squares += deviation * deviation;
        }
        squares = warp_sum(squares);
        if (lane == 0) {
            float* to = partial + ((sample * slabs + blockIdx.x) * groups + group) * 2;
            to[0] = mean;
            to[1] = squares;
        }
    }
}
GENOPS_KERNEL(group_norm_partial, 256)

// Second: merges the slabs of a group (Chan, Golub and LeVeque 1983) and turns mean, variance, weight and bias into y = scale · x + shift
// for each of its channels. One warp for each group and sample.
extern "C" __global__ void __launch_bounds__(32, 16)
    group_norm_merge(const float* __restrict__ partial, const half* __restrict__ weight, const half* __restrict__ bias,
                     float* __restrict__ scale_shift, int channels, int positions, int groups, int slab_positions, int slabs, float epsilon) {
    const int group = blockIdx.x;
    const long long sample = blockIdx.y;
    const int width = channels / groups;
    const int lane = threadIdx.x;
    const float total = static_cast<float>(positions) * width;
    auto count = [&](int slab) { return static_cast<float>(min(slab_positions, positions - slab * slab_positions) * width); };
    const float* first = partial + (sample * slabs * groups + group) * 2;
    float sum = 0;
    for (int slab = lane; slab < slabs; slab += warp_size) {
        sum += first[static_cast<long long>(slab) * groups * 2] * (count(slab) / total);
    }
    float mean = warp_sum(sum);
    float squares = 0;
    for (int slab = lane; slab < slabs; slab += warp_size) {
        const float* of_slab = first + static_cast<long long>(slab) * groups * 2;
        float deviation = of_slab[0] - mean;
        squares += of_slab[1] + count(slab) * deviation * deviation;
    }
    float inverse = rsqrtf(warp_sum(squares) / total + epsilon);
    for (int c = group * width + lane; c < (group + 1) * width; c += warp_size) {
        float scale = __half2float(weight[c]) * inverse;
        scale_shift[sample * 2 * channels + c] = scale;
        scale_shift[sample * 2 * channels + channels + c] = __half2float(bias[c]) - mean * scale;
    }
}
GENOPS_KERNEL(group_norm_merge, 32)

// Third: y = scale · x + shift by 8 channels a thread, and SiLU of that where the shape asks for it.
extern "C" __global__ void __launch_bounds__(256, 4)
    group_norm_apply(const half* __restrict__ x, const float* __restrict__ scale_shift, half* __restrict__ y, long long chunks, int channels,
                     long long sample_values, int silu) {
    long long chunk = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (chunk < chunks) {
        const float* scale = scale_shift + chunk * 8 / sample_values * 2 * channels + chunk * 8 % channels;
        float values[8];
        unpack_8(load_128(x + chunk * 8), values);
#pragma unroll
        for (int i = 0; i < 8; i++) {
            float normal = values[i] * scale[i] + scale[channels + i];
            values[i] = silu ? normal / (1.0f + __expf(-normal)) : normal;
        }
        store_128(y + chunk * 8, pack_8(values));
    }
}
GENOPS_KERNEL(group_norm_apply, 256)
