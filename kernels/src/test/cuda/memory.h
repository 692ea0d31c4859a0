// Device and shared memory of the emulation, and the checks on every access to them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace emulation {

// device memory
void* allocate(size_t bytes);       // null where the device has too little left
bool release(void* address);        // false where nothing was allocated there
bool is_allocated(const void* address, size_t bytes);
void mark_written(const void* address, size_t bytes);
size_t total_memory();
size_t free_memory();
void limit_memory(size_t bytes);
void release_all();

// shared memory of the running block
void begin_block(unsigned shared_bytes);

// checks; site is what a reader should look at: the place in the kernel
void check_read(const void* address, size_t bytes, const void* site);
void check_write(const void* address, size_t bytes, const void* site);

// shared-memory wavefronts of ldmatrix against the least possible
void count_ldmatrix(const void* const* rows, int matrices);
uint64_t ldmatrix_wavefronts();
uint64_t ldmatrix_ideal();
void reset_counters();

}  // namespace emulation
