// A block as a set of fibers that switch at barriers and warp collectives.
#include "block.h"

#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "memory.h"

namespace emulation {

uint3 thread_index, block_index, block_size, grid_size;
Execution execution{-1, -1, 0, 0, 0, nullptr, nullptr};

namespace {

constexpr size_t stack_bytes = 256 * 1024;
constexpr int warp_size = 32;

enum class State { ready, at_block_barrier, at_warp_barrier, done };

struct Fiber {
    uint3 index;
    int linear;
    State state;
    bool started;
    jmp_buf resume;
    ucontext_t entry;
    char* stack;
};

struct Warp {
    int lanes;
    int arrived;
    uint64_t epoch;
    // what a collective exchanges between its lanes
    uint32_t values[warp_size];
    float a[16][16];
    float b[16][8];
    const void* rows[warp_size];
};

std::vector<Fiber> fibers;
std::vector<Warp> warps;
std::vector<char*> stacks;
std::vector<int> order;
jmp_buf scheduler;
Fiber* current;
Invoker current_invoker;
void** current_arguments;
Schedule schedule = Schedule::forward;
std::mt19937_64 random_order;
Fault fault;
std::string reason;
uint64_t epochs = 1;

void fiber_main() {
    current_invoker(current_arguments);
    current->state = State::done;
    _longjmp(scheduler, 1);
}

void resume(Fiber& fiber) {
    current = &fiber;
    thread_index = fiber.index;
    execution.thread = fiber.linear;
    execution.warp = fiber.linear / warp_size;
    execution.warp_epoch = warps[execution.warp].epoch;
    execution.stack_low = fiber.stack;
    execution.stack_high = fiber.stack + stack_bytes;
    if (_setjmp(scheduler) == 0) {
        if (fiber.started) {
            _longjmp(fiber.resume, 1);
        }
        fiber.started = true;
        setcontext(&fiber.entry);
    }
    execution.thread = -1;
}

void wait(State state) {
    Fiber* self = current;
    self->state = state;
    if (_setjmp(self->resume) == 0) {
        _longjmp(scheduler, 1);
    }
}

// Waits until all lanes of the warp are here. Orders no memory by itself: a shuffle or matrix instruction does not either.
void converge() {
    Warp& warp = warps[current->linear / warp_size];
    if (++warp.arrived == warp.lanes) {
        // the last to arrive frees the others and goes on
        warp.arrived = 0;
        int first = current->linear / warp_size * warp_size;
        for (int i = first; i < first + warp.lanes; i++) {
            if (fibers[i].state == State::at_warp_barrier) {
                fibers[i].state = State::ready;
            }
        }
    } else {
        wait(State::at_warp_barrier);
    }
}

void prepare(uint3 threads) {
    int count = threads.x * threads.y * threads.z;
    while ((int)stacks.size() < count) {
        void* stack = mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        stacks.push_back(static_cast<char*>(stack));
    }
    fibers.resize(count);
    warps.assign((count + warp_size - 1) / warp_size, Warp{});
    for (int i = 0; i < count; i++) {
        Fiber& fiber = fibers[i];
        fiber.index = {i % threads.x, i / threads.x % threads.y, i / (threads.x * threads.y)};
        fiber.linear = i;
        fiber.state = State::ready;
        fiber.started = false;
        fiber.stack = stacks[i];
        getcontext(&fiber.entry);
        fiber.entry.uc_stack.ss_sp = fiber.stack;
        fiber.entry.uc_stack.ss_size = stack_bytes;
        fiber.entry.uc_link = nullptr;
        makecontext(&fiber.entry, fiber_main, 0);
        Warp& warp = warps[i / warp_size];
        warp.lanes++;
        warp.epoch = ++epochs;
    }
    order.resize(count);
    for (int i = 0; i < count; i++) {
        order[i] = schedule == Schedule::backward ? count - 1 - i : i;
    }
}

// One pass over the threads that can run; false where none can.
bool pass() {
    if (schedule == Schedule::random) {
        std::shuffle(order.begin(), order.end(), random_order);
    }
    bool progress = false;
    for (size_t i = 0; i < order.size() && fault == none; i++) {
        Fiber& fiber = fibers[order[i]];
        if (fiber.state != State::ready) {
            continue;
        }
        progress = true;
        if (schedule == Schedule::greedy_warp) {
            // one warp as far ahead of the others as barriers allow
            int first = fiber.linear / warp_size * warp_size;
            int last = std::min(first + warp_size, (int)fibers.size());
            for (bool ran = true; ran && fault == none;) {
                ran = false;
                for (int j = first; j < last && fault == none; j++) {
                    if (fibers[j].state == State::ready) {
                        resume(fibers[j]);
                        ran = true;
                    }
                }
            }
        } else {
            resume(fiber);
        }
    }
    return progress;
}

void release_block_barrier() {
    size_t waiting = 0;
    size_t done = 0;
    for (Fiber& fiber : fibers) {
        waiting += fiber.state == State::at_block_barrier;
        done += fiber.state == State::done;
    }
    if (waiting == fibers.size()) {
        for (Fiber& fiber : fibers) {
            fiber.state = State::ready;
        }
        execution.block_epoch = ++epochs;
        return;
    }
    fault = launch_failed;
    reason = "deadlock: " + std::to_string(waiting) + " of " + std::to_string(fibers.size()) + " threads wait at the block's barrier, "
            + std::to_string(done) + " have ended, " + std::to_string(fibers.size() - waiting - done) + " wait for their warp";
}

}  // namespace

void set_schedule(Schedule value, uint64_t seed) {
    schedule = value;
    random_order.seed(seed);
}

Fault run_block(Invoker invoker, void** arguments, uint3 block, uint3 threads, unsigned shared_bytes) {
    current_invoker = invoker;
    current_arguments = arguments;
    block_index = block;
    block_size = threads;
    fault = none;
    execution.block_serial++;
    execution.block_epoch = ++epochs;
    begin_block(shared_bytes);
    prepare(threads);
    while (fault == none) {
        if (!pass()) {
            bool all_done = std::all_of(fibers.begin(), fibers.end(), [](const Fiber& f) { return f.state == State::done; });
            if (all_done) {
                break;
            }
            release_block_barrier();
        }
    }
    execution.thread = -1;
    return fault;
}

void fail(Fault value, const std::string& text) {
    if (fault == none) {
        fault = value;
        reason = text;
    }
    _longjmp(scheduler, 1);
}

const std::string& failure_reason() { return reason; }
void clear_failure() { reason.clear(); }

int lane() { return current->linear % warp_size; }

void sync_threads() { wait(State::at_block_barrier); }

void sync_warp() {
    Warp& warp = warps[current->linear / warp_size];
    uint64_t before = warp.epoch;
    converge();
    if (warp.epoch == before) {
        warp.epoch = ++epochs;
    }
    execution.warp_epoch = warp.epoch;
    converge();
}

uint32_t shuffle(uint32_t value, int source) {
    Warp& warp = warps[current->linear / warp_size];
    warp.values[lane()] = value;
    converge();
    uint32_t result = warp.values[source];
    // no lane may write its next value before all have read this one
    converge();
    return result;
}

void mma_m16n8k16(float (&d)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
    Warp& warp = warps[current->linear / warp_size];
    int group = lane() / 4;
    int column = lane() % 4 * 2;
    for (int i = 0; i < 4; i++) {
        half pair[2];
        memcpy(pair, &a[i], 4);
        int row = group + (i & 1) * 8;
        int k = column + (i >> 1) * 8;
        warp.a[row][k] = (float)pair[0];
        warp.a[row][k + 1] = (float)pair[1];
    }
    for (int i = 0; i < 2; i++) {
        half pair[2];
        memcpy(pair, &b[i], 4);
        warp.b[column + i * 8][group] = (float)pair[0];
        warp.b[column + i * 8 + 1][group] = (float)pair[1];
    }
    converge();
    for (int i = 0; i < 4; i++) {
        int row = group + (i >> 1) * 8;
        int n = column + (i & 1);
        float sum = d[i];
        for (int k = 0; k < 16; k++) {
            sum += warp.a[row][k] * warp.b[k][n];
        }
        d[i] = sum;
    }
    converge();
}

void ldmatrix(uint32_t* registers, const void* row, int matrices, bool transposed) {
    Warp& warp = warps[current->linear / warp_size];
    if (lane() < matrices * 8 && reinterpret_cast<uintptr_t>(row) % 16 != 0) {
        fail(misaligned_address, "ldmatrix row is not 16-byte aligned");
    }
    warp.rows[lane()] = row;
    converge();
    if (lane() == 0) {
        count_ldmatrix(warp.rows, matrices);
    }
    for (int m = 0; m < matrices; m++) {
        half pair[2];
        if (transposed) {
            for (int i = 0; i < 2; i++) {
                const half* source = static_cast<const half*>(warp.rows[m * 8 + lane() % 4 * 2 + i]) + lane() / 4;
                check_read(source, sizeof(half), source);
                pair[i] = *source;
            }
        } else {
            const half* source = static_cast<const half*>(warp.rows[m * 8 + lane() / 4]) + lane() % 4 * 2;
            check_read(source, 2 * sizeof(half), source);
            pair[0] = source[0];
            pair[1] = source[1];
        }
        memcpy(&registers[m], pair, 4);
    }
    converge();
}

}  // namespace emulation
