// The driver calls that the suite makes, on top of the emulation: what the unmodified JCuda loads as libcuda.so.1.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "block.h"
#include "memory.h"

namespace emulation {

namespace {

struct Function {
    const char* name;
    Invoker invoker;
    int max_threads;
    int max_dynamic_shared;
};

std::map<std::string, Function>& functions() {
    static std::map<std::string, Function> all;
    return all;
}

enum Result : int {
    success = 0,
    invalid_value = 1,
    out_of_memory = 2,
    not_initialized = 3,
    invalid_device = 101,
    invalid_image = 200,
    invalid_context = 201,
    invalid_handle = 400,
    not_found = 500,
};

constexpr int default_dynamic_shared = 48 * 1024;
// limits of compute capability 8.0
constexpr int max_dynamic_shared = 163 * 1024;
constexpr unsigned max_threads_per_block = 1024;
constexpr unsigned max_grid_yz = 65535;

bool initialised;
int sticky;              // an error that has killed the context
int context_marker;      // its address is the context's handle
int module_marker;
int stream_marker;
int sample_every = 1;

// threads of a block and most dynamic shared memory of every kernel launched so far
struct Geometry {
    unsigned threads, shared_bytes;
};
std::map<std::string, Geometry> launched;
int driver_version = 12060;

bool sampled(uint64_t block) {
    // an odd multiplier spreads the sample over rows and columns of the grid
    return sample_every <= 1 || block == 0 || (block * 0x9E3779B97F4A7C15ull >> 33) % sample_every == 0;
}

}  // namespace

void register_kernel(const char* name, Invoker invoker, int max_threads) {
    functions()[name] = {name, invoker, max_threads, default_dynamic_shared};
}

}  // namespace emulation

using namespace emulation;
using Handle = void*;
using Address = unsigned long long;

#define REQUIRE_LIVE                 \
    if (!initialised) return not_initialized; \
    if (sticky != success) return sticky;

extern "C" {

// what tests set and read; no part of the driver's interface
void genops_emulation_schedule(int schedule, uint64_t seed) { set_schedule(static_cast<Schedule>(schedule), seed); }
void genops_emulation_sample(int every) { sample_every = every; }
void genops_emulation_memory(size_t bytes) { limit_memory(bytes); }
void genops_emulation_driver_version(int version) { driver_version = version; }
const char* genops_emulation_failure() { return failure_reason().c_str(); }
uint64_t genops_emulation_ldmatrix_wavefronts() { return ldmatrix_wavefronts(); }
uint64_t genops_emulation_ldmatrix_ideal() { return ldmatrix_ideal(); }
void genops_emulation_reset_counters() { reset_counters(); }
const char* genops_emulation_launched() {
    static std::string text;
    text.clear();
    for (const auto& [name, geometry] : launched) {
        text += name + " " + std::to_string(geometry.threads) + " " + std::to_string(geometry.shared_bytes) + "\n";
    }
    return text.c_str();
}

int cuInit(unsigned) { initialised = true; return success; }
int cuDriverGetVersion(int* version) { *version = driver_version; return success; }
int cuDeviceGetCount(int* count) { *count = 1; return success; }
int cuDeviceGet(int* device, int ordinal) {
    *device = 0;
    return ordinal == 0 ? success : invalid_device;
}
int cuDeviceGetName(char* name, int length, int) { snprintf(name, length, "CPU emulation of CUDA"); return success; }
int cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = total_memory(); return success; }
int cuDeviceGetAttribute(int* value, int attribute, int) {
    switch (attribute) {
        case 1: *value = max_threads_per_block; return success;
        case 8: *value = default_dynamic_shared; return success;
        case 10: *value = 32; return success;           // warp size
        case 12: *value = 65536; return success;        // registers per block
        case 13: *value = 1000; return success;         // clock, kHz
        case 16: *value = 108; return success;          // multiprocessors
        case 38: *value = 40 << 20; return success;     // L2 bytes
        case 75: *value = 8; return success;            // compute capability
        case 76: *value = 0; return success;
        case 81: *value = 164 * 1024; return success;   // shared memory per multiprocessor
        case 97: *value = max_dynamic_shared; return success;
        default: *value = 0; return invalid_value;
    }
}
int cuDevicePrimaryCtxRetain(Handle* context, int) {
    if (!initialised) return not_initialized;
    *context = &context_marker;
    return success;
}
int cuDevicePrimaryCtxRelease_v2(int) {
    release_all();
    sticky = success;
    return success;
}
int cuDevicePrimaryCtxReset_v2(int device) { return cuDevicePrimaryCtxRelease_v2(device); }
int cuCtxCreate_v2(Handle* context, unsigned, int device) { return cuDevicePrimaryCtxRetain(context, device); }
int cuCtxDestroy_v2(Handle) { return cuDevicePrimaryCtxRelease_v2(0); }
int cuCtxSetCurrent(Handle context) { return context == nullptr || context == &context_marker ? success : invalid_context; }
int cuCtxGetCurrent(Handle* context) { *context = &context_marker; return success; }
int cuCtxSynchronize() { REQUIRE_LIVE return success; }

int cuModuleLoadData(Handle* module, const void* image) {
    REQUIRE_LIVE
    *module = &module_marker;
    return strstr(static_cast<const char*>(image), ".version") != nullptr ? success : invalid_image;
}
int cuModuleLoadDataEx(Handle* module, const void* image, unsigned, int*, void**) { return cuModuleLoadData(module, image); }
int cuModuleUnload(Handle) { return success; }
int cuModuleGetFunction(Handle* function, Handle, const char* name) {
    REQUIRE_LIVE
    auto found = functions().find(name);
    if (found == functions().end()) {
        return not_found;
    }
    *function = &found->second;
    return success;
}
int cuFuncSetAttribute(Handle function, int attribute, int value) {
    REQUIRE_LIVE
    if (attribute == 8) {
        if (value < 0 || value > max_dynamic_shared) {
            return invalid_value;
        }
        static_cast<Function*>(function)->max_dynamic_shared = value;
    }
    return success;
}
int cuFuncGetAttribute(int* value, int attribute, Handle function) {
    REQUIRE_LIVE
    *value = attribute == 0 ? static_cast<Function*>(function)->max_threads : 0;
    return success;
}

int cuMemAlloc_v2(Address* address, size_t bytes) {
    REQUIRE_LIVE
    if (bytes == 0) return invalid_value;
    void* memory = allocate(bytes);
    *address = reinterpret_cast<Address>(memory);
    return memory == nullptr ? out_of_memory : success;
}
int cuMemFree_v2(Address address) {
    REQUIRE_LIVE
    return address == 0 || release(reinterpret_cast<void*>(address)) ? success : invalid_value;
}
int cuMemGetInfo_v2(size_t* free, size_t* total) {
    *free = free_memory();
    *total = total_memory();
    return success;
}
int cuMemcpyHtoD_v2(Address target, const void* source, size_t bytes) {
    REQUIRE_LIVE
    void* to = reinterpret_cast<void*>(target);
    if (!is_allocated(to, bytes)) return invalid_value;
    memcpy(to, source, bytes);
    mark_written(to, bytes);
    return success;
}
int cuMemcpyDtoH_v2(void* target, Address source, size_t bytes) {
    REQUIRE_LIVE
    void* from = reinterpret_cast<void*>(source);
    if (!is_allocated(from, bytes)) return invalid_value;
    memcpy(target, from, bytes);
    return success;
}
int cuMemcpyDtoD_v2(Address target, Address source, size_t bytes) {
    return cuMemcpyHtoD_v2(target, reinterpret_cast<void*>(source), bytes);
}
int cuMemcpyHtoDAsync_v2(Address target, const void* source, size_t bytes, Handle) { return cuMemcpyHtoD_v2(target, source, bytes); }
int cuMemcpyDtoHAsync_v2(void* target, Address source, size_t bytes, Handle) { return cuMemcpyDtoH_v2(target, source, bytes); }
int cuMemcpyDtoDAsync_v2(Address target, Address source, size_t bytes, Handle) { return cuMemcpyDtoD_v2(target, source, bytes); }
int cuMemsetD8_v2(Address target, unsigned char value, size_t bytes) {
    REQUIRE_LIVE
    void* to = reinterpret_cast<void*>(target);
    if (!is_allocated(to, bytes)) return invalid_value;
    memset(to, value, bytes);
    mark_written(to, bytes);
    return success;
}
int cuMemsetD8Async(Address target, unsigned char value, size_t bytes, Handle) { return cuMemsetD8_v2(target, value, bytes); }

int cuStreamCreate(Handle* stream, unsigned) { REQUIRE_LIVE *stream = &stream_marker; return success; }
int cuStreamDestroy_v2(Handle) { return success; }
int cuStreamSynchronize(Handle) { REQUIRE_LIVE return success; }
int cuEventCreate(Handle* event, unsigned) { REQUIRE_LIVE *event = new std::chrono::steady_clock::time_point(); return success; }
int cuEventDestroy_v2(Handle event) { delete static_cast<std::chrono::steady_clock::time_point*>(event); return success; }
int cuEventRecord(Handle event, Handle) {
    REQUIRE_LIVE
    *static_cast<std::chrono::steady_clock::time_point*>(event) = std::chrono::steady_clock::now();
    return success;
}
int cuEventSynchronize(Handle) { REQUIRE_LIVE return success; }
int cuEventElapsedTime(float* milliseconds, Handle from, Handle to) {
    REQUIRE_LIVE
    *milliseconds = std::chrono::duration<float, std::milli>(*static_cast<std::chrono::steady_clock::time_point*>(to)
                                                             - *static_cast<std::chrono::steady_clock::time_point*>(from)).count();
    return success;
}

int cuLaunchKernel(Handle handle, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned x, unsigned y, unsigned z,
                   unsigned shared_bytes, Handle, void** arguments, void**) {
    REQUIRE_LIVE
    Function* function = static_cast<Function*>(handle);
    uint64_t threads = uint64_t{x} * y * z;
    if (grid_x == 0 || grid_y == 0 || grid_z == 0 || threads == 0 || grid_y > max_grid_yz || grid_z > max_grid_yz || grid_x > 0x7fffffffu
        || threads > max_threads_per_block || z > 64 || static_cast<int>(shared_bytes) > function->max_dynamic_shared) {
        return invalid_value;
    }
    if (threads > static_cast<uint64_t>(function->max_threads)) {
        return launch_out_of_resources;
    }
    clear_failure();
    Geometry& geometry = launched[function->name];
    geometry.threads = std::max(geometry.threads, static_cast<unsigned>(threads));
    geometry.shared_bytes = std::max(geometry.shared_bytes, shared_bytes);
    grid_size = {grid_x, grid_y, grid_z};
    uint64_t number = 0;
    for (unsigned bz = 0; bz < grid_z; bz++) {
        for (unsigned by = 0; by < grid_y; by++) {
            for (unsigned bx = 0; bx < grid_x; bx++) {
                if (!sampled(number++)) {
                    continue;
                }
                Fault fault = run_block(function->invoker, arguments, {bx, by, bz}, {x, y, z}, shared_bytes);
                if (fault != none) {
                    sticky = fault;
                    return success;  // as on a device, the next call that synchronises says so
                }
            }
        }
    }
    return success;
}

int cuGetErrorName(int error, const char** name) {
    switch (error) {
        case success: *name = "CUDA_SUCCESS"; break;
        case invalid_value: *name = "CUDA_ERROR_INVALID_VALUE"; break;
        case out_of_memory: *name = "CUDA_ERROR_OUT_OF_MEMORY"; break;
        case not_initialized: *name = "CUDA_ERROR_NOT_INITIALIZED"; break;
        case not_found: *name = "CUDA_ERROR_NOT_FOUND"; break;
        case illegal_address: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
        case launch_out_of_resources: *name = "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"; break;
        case misaligned_address: *name = "CUDA_ERROR_MISALIGNED_ADDRESS"; break;
        case launch_failed: *name = "CUDA_ERROR_LAUNCH_FAILED"; break;
        default: *name = "CUDA_ERROR_UNKNOWN"; break;
    }
    return success;
}
int cuGetErrorString(int error, const char** text) { return cuGetErrorName(error, text); }

}  // extern "C"
