// Device and shared memory, and the checks on every access to them: bounds, use after free, alignment, reads of memory nothing
// wrote, and races in shared memory.
#include "memory.h"

#include <dlfcn.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "block.h"

extern "C" char __ehdr_start[] __attribute__((visibility("hidden")));
extern "C" char _end[] __attribute__((visibility("hidden")));

namespace emulation {

namespace {

constexpr size_t arena_bytes = size_t{64} << 30;
constexpr size_t allocation_alignment = 256;
// what lies between two allocations, so that running over the end of one is seen
constexpr size_t guard_bytes = 4096;
constexpr size_t max_shared = 164 * 1024;
// Built without memory hooks, what kernels write is not seen: only bounds and alignment of the explicit checks hold then.
#ifdef GENOPS_CHECKED
constexpr bool hooked = true;
#else
constexpr bool hooked = false;
#endif

enum Shadow : uint8_t { unallocated = 0, allocated = 1, written = 2 };

char* arena;
uint8_t* shadow;
size_t used;
size_t limit = size_t{8} << 30;
std::map<char*, size_t> allocations;

struct SharedByte {
    uint64_t written_in_block;  // block serial, 0 never
    uint64_t write_block_epoch, write_warp_epoch;
    uint64_t read_block_epoch, read_warp_epoch;
    int writer, reader;
    int other_reader;  // a reader of another warp than reader's in the same epoch; -1 none
    int pending;       // thread whose asynchronous copy has not been waited for; -1 none
};

alignas(128) unsigned char shared[max_shared + guard_bytes];
unsigned shared_size;
std::vector<SharedByte> shared_state(max_shared);

struct Copy {
    unsigned char* target;
    const char* source;
    int bytes, valid;
};
struct Copies {
    std::vector<std::vector<Copy>> committed;
    std::vector<Copy> open;
};
std::vector<Copies> copies;
uint64_t wavefronts, ideal_wavefronts;

void reserve() {
    if (arena != nullptr) {
        return;
    }
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    arena = static_cast<char*>(mmap(nullptr, arena_bytes, PROT_READ | PROT_WRITE, flags, -1, 0));
    shadow = static_cast<uint8_t*>(mmap(nullptr, arena_bytes, PROT_READ | PROT_WRITE, flags, -1, 0));
}

std::string hex(const void* address) {
    char text[32];
    snprintf(text, sizeof text, "%p", address);
    return text;
}

std::string where(const void* site) {
    Dl_info info;
    if (site == nullptr || dladdr(site, &info) == 0 || info.dli_fname == nullptr) {
        return "";
    }
    char command[512];
    snprintf(command, sizeof command, "addr2line -i -s -e '%s' %#zx 2>/dev/null", info.dli_fname,
             static_cast<size_t>(static_cast<const char*>(site) - static_cast<const char*>(info.dli_fbase)) - 1);
    std::string line;
    if (FILE* pipe = popen(command, "r")) {
        // from the innermost inlined function outwards: the first line of a kernel's own source is what a reader looks for
        char text[256];
        while (line.find(".cu:") == std::string::npos && fgets(text, sizeof text, pipe) != nullptr) {
            line = text;
            line.erase(line.find_first_of(" \n"));
        }
        pclose(pipe);
    }
    return line.empty() ? "" : " at " + line;
}

[[noreturn]] void fault(Fault code, const std::string& what, const void* address, size_t bytes, const void* site) {
    fail(code, what + ": " + std::to_string(bytes) + " bytes at " + hex(address) + " by thread " + std::to_string(execution.thread)
                 + " of block (" + std::to_string(block_index.x) + "," + std::to_string(block_index.y) + "," + std::to_string(block_index.z)
                 + ")" + where(site));
}

bool in(const void* address, const void* low, const void* high) { return address >= low && address < high; }

// Two accesses of which one writes are ordered by a barrier between them, or by being one thread's.
bool ordered(int thread, uint64_t block_epoch, uint64_t warp_epoch) {
    if (thread == execution.thread || block_epoch != execution.block_epoch) {
        return true;
    }
    return thread / 32 == execution.warp && warp_epoch != execution.warp_epoch;
}

void check_shared(const unsigned char* address, size_t bytes, bool write, const void* site) {
    size_t offset = address - shared;
    if (offset + bytes > shared_size) {
        fault(illegal_address, "out of bounds of " + std::to_string(shared_size) + " bytes of shared memory", address, bytes, site);
    }
    if (!hooked) {
        return;
    }
    for (size_t i = offset; i < offset + bytes; i++) {
        SharedByte& state = shared_state[i];
        bool ours = state.written_in_block == execution.block_serial;
        if (state.pending >= 0) {
            fault(launch_failed, "race: access to shared memory that an asynchronous copy still writes", address, bytes, site);
        }
        if (!write && !ours) {
            fault(launch_failed, "read of shared memory that nothing wrote", address, bytes, site);
        }
        if (ours && !ordered(state.writer, state.write_block_epoch, state.write_warp_epoch)) {
            fault(launch_failed, "race: shared memory that thread " + std::to_string(state.writer) + " wrote since the last barrier",
                  address, bytes, site);
        }
        if (write) {
            bool read_before = state.reader >= 0 && !ordered(state.reader, state.read_block_epoch, state.read_warp_epoch);
            bool other_before = state.other_reader >= 0 && state.read_block_epoch == execution.block_epoch
                                && state.other_reader / 32 != execution.warp;
            if (read_before || other_before) {
                fault(launch_failed, "race: write to shared memory that thread "
                                         + std::to_string(read_before ? state.reader : state.other_reader)
                                         + " read since the last barrier", address, bytes, site);
            }
            state.written_in_block = execution.block_serial;
            state.writer = execution.thread;
            state.write_block_epoch = execution.block_epoch;
            state.write_warp_epoch = execution.warp_epoch;
        } else {
            if (state.reader >= 0 && state.read_block_epoch == execution.block_epoch) {
                if (state.reader / 32 != execution.warp) {
                    state.other_reader = state.reader;
                }
            } else {
                state.other_reader = -1;
            }
            state.reader = execution.thread;
            state.read_block_epoch = execution.block_epoch;
            state.read_warp_epoch = execution.warp_epoch;
        }
    }
}

void check(const void* address, size_t bytes, bool write, const void* site) {
    if (execution.thread < 0) {
        return;
    }
    bool ours = in(address, arena, arena + arena_bytes) || in(address, shared, shared + sizeof shared);
    if (!ours) {
        if (in(address, execution.stack_low, execution.stack_high) || in(address, __ehdr_start, _end)) {
            return;
        }
        fault(illegal_address, write ? "write outside device memory" : "read outside device memory", address, bytes, site);
    }
    if (reinterpret_cast<uintptr_t>(address) % bytes != 0) {
        fault(misaligned_address, "misaligned access", address, bytes, site);
    }
    if (in(address, shared, shared + sizeof shared)) {
        check_shared(static_cast<const unsigned char*>(address), bytes, write, site);
        return;
    }
    uint8_t* states = shadow + (static_cast<const char*>(address) - arena);
    for (size_t i = 0; i < bytes; i++) {
        if (states[i] == unallocated) {
            fault(illegal_address, write ? "write out of bounds" : "read out of bounds", address, bytes, site);
        }
        if (write) {
            states[i] = written;
        } else if (hooked && states[i] != written) {
            fault(launch_failed, "read of device memory that nothing wrote", address, bytes, site);
        }
    }
}

void finish(const Copy& copy, const void* site) {
    size_t offset = copy.target - shared;
    for (int i = 0; i < copy.bytes; i++) {
        shared_state[offset + i].pending = -1;
    }
    check_shared(copy.target, copy.bytes, true, site);
    memset(copy.target, 0, copy.bytes);
    memcpy(copy.target, copy.source, copy.valid);
}

}  // namespace

void* allocate(size_t bytes) {
    reserve();
    size_t size = std::max<size_t>(bytes, 1);
    if (used + size > limit) {
        return nullptr;
    }
    // first gap that is large enough, guards included
    char* start = arena + guard_bytes;
    for (auto& [address, length] : allocations) {
        if (start + size + guard_bytes <= address) {
            break;
        }
        size_t end = address + length + guard_bytes - arena;
        start = arena + (end + allocation_alignment - 1) / allocation_alignment * allocation_alignment;
    }
    if (start + size + guard_bytes > arena + arena_bytes) {
        return nullptr;
    }
    allocations[start] = size;
    used += size;
    memset(start, 0xFF, size);
    memset(shadow + (start - arena), allocated, size);
    return start;
}

bool release(void* address) {
    auto found = allocations.find(static_cast<char*>(address));
    if (found == allocations.end()) {
        return false;
    }
    memset(shadow + (found->first - arena), unallocated, found->second);
    constexpr uintptr_t page = 4096;
    uintptr_t first = (reinterpret_cast<uintptr_t>(found->first) + page - 1) / page * page;
    uintptr_t end = (reinterpret_cast<uintptr_t>(found->first) + found->second) / page * page;
    if (end > first) {
        madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);
    }
    used -= found->second;
    allocations.erase(found);
    return true;
}

void release_all() {
    while (!allocations.empty()) {
        release(allocations.begin()->first);
    }
}

bool is_allocated(const void* address, size_t bytes) {
    auto next = allocations.upper_bound(const_cast<char*>(static_cast<const char*>(address)));
    if (next == allocations.begin()) {
        return false;
    }
    auto& [start, length] = *std::prev(next);
    return static_cast<const char*>(address) + bytes <= start + length;
}

void mark_written(const void* address, size_t bytes) { memset(shadow + (static_cast<const char*>(address) - arena), written, bytes); }

size_t total_memory() { return limit; }
size_t free_memory() { return limit - used; }
void limit_memory(size_t bytes) { limit = bytes; }

void begin_block(unsigned bytes) {
    shared_size = bytes;
    memset(shared, 0xFF, bytes);
    for (unsigned i = 0; i < bytes; i++) {
        shared_state[i].reader = shared_state[i].other_reader = shared_state[i].pending = -1;
    }
    copies.assign(block_size.x * block_size.y * block_size.z, Copies{});
}

unsigned char* shared_memory() { return shared; }

void check_read(const void* address, size_t bytes, const void* site) { check(address, bytes, false, site); }
void check_write(const void* address, size_t bytes, const void* site) { check(address, bytes, true, site); }

uint4 load_128(const void* from) {
    check(from, 16, false, __builtin_return_address(0));
    uint4 value;
    memcpy(&value, from, 16);
    return value;
}

void store_128(void* to, uint4 value) {
    check(to, 16, true, __builtin_return_address(0));
    memcpy(to, &value, 16);
}

void cp_async(void* target, const void* source, int bytes, int valid) {
    const void* site = __builtin_return_address(0);
    unsigned char* to = static_cast<unsigned char*>(target);
    if (reinterpret_cast<uintptr_t>(target) % bytes != 0 || (valid > 0 && reinterpret_cast<uintptr_t>(source) % bytes != 0)) {
        fault(misaligned_address, "misaligned asynchronous copy", valid > 0 ? source : target, bytes, site);
    }
    if (!in(target, shared, shared + shared_size) || to + bytes > shared + shared_size) {
        fault(illegal_address, "asynchronous copy out of bounds of shared memory", target, bytes, site);
    }
    if (valid > 0) {
        check(source, valid, false, site);
    }
    check_shared(to, bytes, true, site);
    for (int i = 0; i < bytes; i++) {
        shared_state[to - shared + i].pending = execution.thread;
    }
    copies[execution.thread].open.push_back({to, static_cast<const char*>(source), bytes, valid});
}

void cp_async_commit() {
    Copies& mine = copies[execution.thread];
    mine.committed.push_back(std::move(mine.open));
    mine.open.clear();
}

void cp_async_wait(int pending) {
    const void* site = __builtin_return_address(0);
    Copies& mine = copies[execution.thread];
    while ((int)mine.committed.size() > pending) {
        for (const Copy& copy : mine.committed.front()) {
            finish(copy, site);
        }
        mine.committed.erase(mine.committed.begin());
    }
}

void count_ldmatrix(const void* const* rows, int matrices) {
    for (int m = 0; m < matrices; m++) {
        // a matrix is read in one wavefront where its eight 16-byte rows lie in different groups of four banks
        int rows_in_group[8] = {};
        int most = 0;
        for (int r = 0; r < 8; r++) {
            int group = reinterpret_cast<uintptr_t>(rows[m * 8 + r]) / 16 % 8;
            most = std::max(most, ++rows_in_group[group]);
        }
        wavefronts += most;
        ideal_wavefronts++;
    }
}

uint64_t ldmatrix_wavefronts() { return wavefronts; }
uint64_t ldmatrix_ideal() { return ideal_wavefronts; }
void reset_counters() { wavefronts = ideal_wavefronts = 0; }

}  // namespace emulation

// The compiler calls these for every access of code built with -fsanitize=thread; the sanitizer's own library is not linked.
extern "C" {
#define GENOPS_HOOK(bytes)                                                                                                       \
    void __tsan_read##bytes(void* address) { emulation::check_read(address, bytes, __builtin_return_address(0)); }               \
    void __tsan_write##bytes(void* address) { emulation::check_write(address, bytes, __builtin_return_address(0)); }             \
    void __tsan_unaligned_read##bytes(void* address) { emulation::check_read(address, bytes, __builtin_return_address(0)); }     \
    void __tsan_unaligned_write##bytes(void* address) { emulation::check_write(address, bytes, __builtin_return_address(0)); }
GENOPS_HOOK(1)
GENOPS_HOOK(2)
GENOPS_HOOK(4)
GENOPS_HOOK(8)
GENOPS_HOOK(16)
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_read_range(void* address, size_t bytes) { emulation::check_read(address, bytes, __builtin_return_address(0)); }
void __tsan_write_range(void* address, size_t bytes) { emulation::check_write(address, bytes, __builtin_return_address(0)); }
void __tsan_vptr_update(void**, void*) {}
void __tsan_vptr_read(void**) {}
}
