// Kernels with one fault each, and one without: what the emulated driver must catch and must not.
#include "device.cuh"

extern "C" __global__ void __launch_bounds__(128, 1) fault_none(float* data, int count) {
    float* tile = shared_memory<float>();
    int i = threadIdx.x;
    tile[i] = data[i];
    __syncthreads();
    float value = tile[127 - i];
    __syncthreads();
    data[i] = value + warp_sum(0.0f) + count * 0.0f;
}
GENOPS_KERNEL(fault_none, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_out_of_bounds(float* data, int count) { data[count + threadIdx.x] = 1; }
GENOPS_KERNEL(fault_out_of_bounds, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_null(float* data, int count) {
    float* nowhere = nullptr;
    nowhere[threadIdx.x + (count & 0)] = data[0];
}
GENOPS_KERNEL(fault_null, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_misaligned(float* data, int count) {
    store_128(data + 1, make_uint4(1, 2, 3, count));
}
GENOPS_KERNEL(fault_misaligned, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_unwritten_shared(float* data, int) {
    data[threadIdx.x] = shared_memory<float>()[threadIdx.x];
}
GENOPS_KERNEL(fault_unwritten_shared, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_shared_out_of_bounds(float* data, int count) {
    shared_memory<float>()[count] = data[0];
}
GENOPS_KERNEL(fault_shared_out_of_bounds, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_unwritten_global(float* data, int count) {
    // the caller gives a second half that nothing wrote
    data[threadIdx.x] = data[count / 2 + threadIdx.x];
}
GENOPS_KERNEL(fault_unwritten_global, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_missing_barrier(float* data, int) {
    float* tile = shared_memory<float>();
    tile[threadIdx.x] = data[threadIdx.x];
    data[threadIdx.x] = tile[127 - threadIdx.x];
}
GENOPS_KERNEL(fault_missing_barrier, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_missing_barrier_before_reuse(float* data, int) {
    float* tile = shared_memory<float>();
    tile[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    float value = tile[127 - threadIdx.x];
    tile[threadIdx.x] = value;
    __syncthreads();
    data[threadIdx.x] = tile[threadIdx.x];
}
GENOPS_KERNEL(fault_missing_barrier_before_reuse, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_missing_wait(float* data, int) {
    float* tile = shared_memory<float>();
    cp_async_16(tile + 4 * threadIdx.x, data + 4 * threadIdx.x, true);
    cp_async_commit();
    __syncthreads();
    data[threadIdx.x] = tile[threadIdx.x];
}
GENOPS_KERNEL(fault_missing_wait, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_missing_warp_sync(float* data, int) {
    float* tile = shared_memory<float>();
    tile[threadIdx.x] = data[threadIdx.x];
    data[threadIdx.x] = tile[threadIdx.x ^ 1];
}
GENOPS_KERNEL(fault_missing_warp_sync, 128)

extern "C" __global__ void __launch_bounds__(128, 1) fault_divergent_barrier(float* data, int) {
    if (threadIdx.x < 64) {
        __syncthreads();
    }
    data[threadIdx.x] = 0;
}
GENOPS_KERNEL(fault_divergent_barrier, 128)
