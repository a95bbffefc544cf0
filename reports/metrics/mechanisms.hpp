#pragma once

#include "sim/observe/recorder.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weft::reports {

/// What a mesh or a cluster may do under stress, one by one, in a fixed order:
///
/// - a change of state, "circuit_opened", where it has causes with the cause:
///   "limit_reached.pending", "host_ejected.success_rate";
/// - "flag.UO": a call that ended with this response flag, for its caller or at the pod;
/// - "retry.connection_failure", "retry.5xx", "retry.other_status": why an attempt was made again;
/// - "hedge": an attempt was sent while an earlier one was out.
const std::vector<std::string>& mechanisms();

/// The mechanism that a change is: "circuit_opened", "limit_reached.pending".
std::string mechanism_of(const sim::observe::Change& change);

/// Looks which mechanisms a run exercises, and hands every fact on. Retries and hedges are seen of
/// sampled requests only.
class MechanismRecorder final : public sim::observe::Recorder {
public:
    /// `next` outlives this.
    explicit MechanismRecorder(sim::observe::Recorder& next) : next_(&next) {}

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override {
        next_->named(kind, number, name);
    }
    void workload(std::uint32_t number, const sim::observe::Workload& labels) override {
        next_->workload(number, labels);
    }
    void host(std::uint32_t service, std::string_view host) override { next_->host(service, host); }
    bool wants_inbound() const override { return true; }  ///< Some flags are seen there alone.
    void pod(std::uint32_t number, std::uint32_t workload) override {
        next_->pod(number, workload);
    }
    void inbound(std::span<const sim::observe::InboundEnd> ended) override;
    void requests(std::span<const sim::observe::RequestEnd> ended) override {
        next_->requests(ended);
    }
    void calls(std::span<const sim::observe::CallEnd> ended) override;
    bool wants_marks() const override { return true; }
    void marks(std::span<const sim::observe::Mark> marks) override;
    void spans(std::span<const sim::observe::Span> spans) override { next_->spans(spans); }
    void decisions(std::span<const sim::observe::Decision> decisions) override;
    void changes(std::span<const sim::observe::Change> changes) override;
    void interval(const sim::observe::IntervalEnd& interval) override { next_->interval(interval); }
    void open_requests(std::span<const sim::observe::OpenRequest> open) override {
        next_->open_requests(open);
    }

    /// Names of mechanisms(), of the run so far.
    std::set<std::string> seen() const;

private:
    sim::observe::Recorder* next_;
    std::uint32_t flags_ = 0;  ///< Of all calls, at either end.
    bool hedged_ = false;
    std::map<std::uint32_t, std::uint32_t> attempts_out_;  ///< By the span of a sampled call.
    std::set<std::string> retried_;
    std::set<std::pair<sim::observe::Change::Kind, std::uint64_t>> changes_;  ///< With the cause.
};

}  // namespace weft::reports
