// What faults do to pods, where few of them are struck and nobody asks often.
#include "sim/failure/environment_state.hpp"

#include <algorithm>

namespace weft::sim {

/// What a fault says again of the same pod replaces what it said before.
template <class What>
void EnvironmentState::say(std::vector<PodFault<What>>& all, const PodFault<What>& one) {
    const auto said = std::ranges::find_if(all, [&](const PodFault<What>& earlier) {
        return earlier.fault == one.fault && earlier.pod == one.pod;
    });
    if (said == all.end()) {
        all.push_back(one);
    } else {
        said->what = one.what;
    }
}

/// What goes on has begun when it was said first.
template <class What>
What EnvironmentState::since_begin(const std::vector<PodFault<What>>& all,
                                   const PodFault<What>& one) {
    What what = one.what;
    for (const PodFault<What>& earlier : all) {
        if (earlier.fault == one.fault && earlier.pod == one.pod) what.since = earlier.what.since;
    }
    return what;
}

void EnvironmentState::mark(FaultId fault, PodId pod, PodMark what) {
    say(marks_, {fault, pod, what});
}

bool EnvironmentState::is(PodMark what, PodId pod) const {
    return std::ranges::any_of(marks_, [&](const PodFault<PodMark>& mark) {
        return mark.what == what && mark.pod == pod;
    });
}

void EnvironmentState::skew_clock(FaultId fault, PodId pod, const ClockFault& what) {
    say(clocks_, {fault, pod, since_begin(clocks_, {fault, pod, what})});
}

mesh::Instant EnvironmentState::clock_of(PodId pod, mesh::Instant now) const {
    mesh::Instant shown = now;
    for (const PodFault<ClockFault>& clock : clocks_) {
        if (clock.pod == pod) shown += clock.what.at(now);
    }
    return shown;
}

void EnvironmentState::grow_memory(FaultId fault, PodId pod, const MemoryFault& what) {
    say(memory_, {fault, pod, since_begin(memory_, {fault, pod, what})});
}

std::uint64_t EnvironmentState::memory_of(PodId pod,
                                          mesh::Instant now,
                                          mesh::Instant up_since) const {
    std::uint64_t bytes = 0;
    for (const PodFault<MemoryFault>& memory : memory_) {
        if (memory.pod == pod) bytes += memory.what.at(now, up_since);
    }
    return bytes;
}

bool EnvironmentState::grows_memory(PodId pod) const {
    return std::ranges::find(memory_, pod, &PodFault<MemoryFault>::pod) != memory_.end();
}

double EnvironmentState::leak_of(PodId pod) const {
    double rate = 0;
    for (const PodFault<MemoryFault>& memory : memory_) {
        if (memory.pod == pod) rate += memory.what.bytes_per_second;
    }
    return rate;
}

}  // namespace weft::sim
