#pragma once

#include "reports/explain/request_trace.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"
#include "sim/observe/recorder.hpp"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace weft::reports {

/// Takes down the sampled requests of a run, one trace each, and what changed meanwhile. What still
/// happens for a request after it has ended is left out.
class Tracing final : public sim::observe::Recorder {
public:
    /// `also` is told as much as this is, and may be null.
    explicit Tracing(sim::observe::Recorder* also = nullptr) : also_(also) {}

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override {
        names_.add(kind, number, name);
        if (also_ != nullptr) also_->named(kind, number, name);
    }
    void requests(std::span<const sim::observe::RequestEnd> ended) override;
    void calls(std::span<const sim::observe::CallEnd>) override {}
    void spans(std::span<const sim::observe::Span> spans) override;
    void decisions(std::span<const sim::observe::Decision> decisions) override;
    bool wants_marks() const override { return true; }
    void marks(std::span<const sim::observe::Mark> marks) override;
    void changes(std::span<const sim::observe::Change> changes) override;
    void interval(const sim::observe::IntervalEnd& interval) override {
        if (also_ != nullptr) also_->interval(interval);
    }

    const Names& names() const { return names_; }

    /// How every root request ended, sampled or not, since the last call.
    std::vector<sim::observe::RequestEnd> take_ends() { return std::exchange(ends_, {}); }

    /// Those that are complete, by load and number, since the last call.
    std::vector<RequestTrace> take_complete();

    const std::vector<sim::observe::Change>& all_changes() const { return changes_; }

private:
    RequestTrace* find(std::uint32_t load, std::uint64_t request);

    sim::observe::Recorder* also_;
    Names names_;
    std::map<std::pair<std::uint32_t, std::uint64_t>, RequestTrace> traces_;
    std::vector<sim::observe::RequestEnd> ends_;
    std::vector<sim::observe::Change> changes_;
};

}  // namespace weft::reports
