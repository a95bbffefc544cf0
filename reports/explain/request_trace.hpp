#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace weft::reports {

/// All that was taken down of one request, in order of time.
struct RequestTrace {
    using Mark = sim::observe::Mark;

    std::uint32_t load = sim::observe::nobody;
    std::uint64_t request = 0;
    std::uint32_t root = sim::observe::nobody;         ///< The span of its first call.
    std::map<std::uint32_t, std::vector<Mark>> spans;  ///< By number.
    std::vector<sim::observe::Decision> decisions;
    std::vector<sim::observe::Span> ends;  ///< Of calls and works that ended; with flags.

    /// Whether its first call has ended.
    bool is_complete() const {
        const auto first = spans.find(root);
        return first != spans.end() && first->second.back().kind == Mark::Kind::ended;
    }

    /// Number of the service that a call was for; of one that a gateway forwards, it is known at
    /// its end.
    std::uint32_t service_of(std::uint32_t call) const {
        const std::vector<Mark>& marks = spans.at(call);
        if (marks.front().name != sim::observe::nobody) return marks.front().name;
        const bool has_ended = marks.back().kind == Mark::Kind::ended;
        return has_ended ? marks.back().name : sim::observe::nobody;
    }
    mesh::Instant sent() const { return spans.at(root).front().at; }
    mesh::Instant ended() const { return spans.at(root).back().at; }
};

}  // namespace weft::reports
