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

    /// So do the labels of a workload, and the host whose service has this number.
    virtual void workload(std::uint32_t /*number*/, const Workload& /*labels*/) {}
    virtual void host(std::uint32_t /*service*/, std::string_view /*host*/) {}

    /// Whether inbound() is wanted, and pod() for what it tells of; asked before the run.
    virtual bool wants_inbound() const { return false; }
    virtual void pod(std::uint32_t /*number*/, std::uint32_t /*workload*/) {}
    virtual void inbound(std::span<const InboundEnd> /*ended*/) {}

    virtual void requests(std::span<const RequestEnd> ended) = 0;
    virtual void calls(std::span<const CallEnd> ended) = 0;

    /// Of sampled requests, before their spans and decisions, if wanted, which is asked before the
    /// run.
    virtual bool wants_marks() const { return false; }
    virtual void marks(std::span<const Mark> /*marks*/) {}

    virtual void spans(std::span<const Span> spans) = 0;
    virtual void decisions(std::span<const Decision> decisions) = 0;
    virtual void changes(std::span<const Change> changes) = 0;
    virtual void interval(const IntervalEnd& interval) = 0;

    /// Comes before the last interval's end.
    virtual void open_requests(std::span<const OpenRequest> /*open*/) {}
};

}  // namespace weft::sim::observe
