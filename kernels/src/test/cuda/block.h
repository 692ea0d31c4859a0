// Execution of one block as fibers, and the state that memory checks need about who runs.
#pragma once

#include <cstdint>
#include <string>

#include "emulation.h"

namespace emulation {

// CUresult values that a launch can end in
enum Fault : int {
    none = 0,
    illegal_address = 700,
    launch_out_of_resources = 701,
    launch_timeout = 702,
    misaligned_address = 716,
    launch_failed = 719,
};

enum class Schedule : int { forward = 0, backward = 1, random = 2, greedy_warp = 3 };

// Who executes now. Epochs grow at barriers, so that equal epochs mean: not ordered by a barrier.
struct Execution {
    int thread;           // linear index in the block; -1 outside a kernel
    int warp;
    uint64_t block_epoch;
    uint64_t warp_epoch;
    uint64_t block_serial;  // differs from block to block
    const char* stack_low;
    const char* stack_high;
};
extern Execution execution;

void set_schedule(Schedule schedule, uint64_t seed);

// Runs one block to its end; returns the first fault.
Fault run_block(Invoker invoker, void** arguments, uint3 block, uint3 threads, unsigned shared_bytes);

// Stops the running kernel: does not return. The first reason given is kept.
[[noreturn]] void fail(Fault fault, const std::string& reason);
const std::string& failure_reason();
void clear_failure();

}  // namespace emulation
