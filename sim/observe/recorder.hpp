#pragma once

#include "sim/observe/facts.hpp"

#include <span>
#include <string_view>

namespace weft::sim::observe {

/// Takes down what happens. The world hands facts over in batches, in order of time within each
/// kind, so that the hot path makes no virtual call. All that belongs to an interval has been
/// handed over when its interval() is called. A recorder has no say in what happens.
class Recorder {
public:
    virtual ~Recorder() = default;

    /// A name got the next number of its kind. Comes before the first fact that uses it.
    virtual void named(NameKind kind, std::uint32_t number, std::string_view name) = 0;

    virtual void requests(std::span<const RequestEnd> ended) = 0;
    virtual void calls(std::span<const CallEnd> ended) = 0;
    virtual void spans(std::span<const Span> spans) = 0;
    virtual void decisions(std::span<const Decision> decisions) = 0;
    virtual void changes(std::span<const Change> changes) = 0;
    virtual void interval(const IntervalEnd& interval) = 0;
};

}  // namespace weft::sim::observe
