#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/resilience/fail_fast.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace weft::mesh {

/// The requests that wait until their cluster has a host, first in, first out.
class HostQueue {
public:
    struct Waiting {
        Stream* stream;
        StreamId id;
        Draws draws;  ///< Those of the request.
    };

    explicit HostQueue(const FailFastSettings& settings) : settings_(settings) {}

    const FailFastSettings& settings() const { return settings_; }
    bool empty() const { return waiting_.empty(); }
    std::size_t size() const { return waiting_.size(); }
    bool is_full() const { return waiting_.size() >= settings_.queue; }

    void push(const Waiting& request) { waiting_.push_back(request); }

    std::deque<Waiting> take_all() { return std::exchange(waiting_, {}); }

    /// The request does not wait any more.
    void remove(const Stream& stream) {
        std::erase_if(waiting_, [&](const Waiting& each) { return each.stream == &stream; });
    }

    bool fails = false;             ///< Requests fail at once.
    std::uint64_t timer_value = 0;  ///< Of the timer that counts.

private:
    FailFastSettings settings_;
    std::deque<Waiting> waiting_;
};

}  // namespace weft::mesh
