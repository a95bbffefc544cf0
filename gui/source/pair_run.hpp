#pragma once

#include "gui/source/run_source.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weft::gui {

/// Two runs at the same moment: what is shown is B, and of every edge what it was in A. Who is only
/// in one of them stays without a figure in the other. Names say who is the same.
class PairRun final : public RunSource {
public:
    PairRun(std::unique_ptr<RunSource> a, std::unique_ptr<RunSource> b);

    const reports::RunLabel& label() const override { return b_->label(); }
    const Topology& topology() const override { return topology_; }
    const std::vector<reports::Interval>& intervals() const override { return b_->intervals(); }
    Snapshot snapshot(mesh::Instant at) override;
    Played played(mesh::Instant at) const override { return b_->played(at); }
    std::vector<Flow> curve(CurveOf what) override;
    std::vector<Flow> edges(std::size_t from, std::size_t to) override;
    const std::vector<Event>& events() const override { return b_->events(); }
    std::size_t limits_by_blocks_to() const override { return b_->limits_by_blocks_to(); }
    std::vector<reports::SampledRequest> requests(mesh::Instant from,
                                                  mesh::Instant to,
                                                  std::size_t most) override {
        return b_->requests(from, to, most);
    }
    std::vector<reports::RecordedSpan> spans(const std::string& load,
                                             std::uint64_t request) override {
        return b_->spans(load, request);
    }
    std::vector<reports::PodPoint> pods(std::size_t from,
                                        std::size_t to,
                                        std::size_t each) override {
        return b_->pods(from, to, each);
    }
    void tell_failures_to(std::function<void(const std::string& why)> told) override {
        a_->tell_failures_to(told);
        b_->tell_failures_to(std::move(told));
    }
    std::vector<reports::BrokenExpectation> broken_expectations() override {
        return b_->broken_expectations();
    }
    std::string file() const override { return b_->file(); }

    RunSource& a() { return *a_; }
    RunSource& b() { return *b_; }
    /// A's curve of what has this number here; of what only B has, one without any flow.
    std::vector<Flow> curve_of_a(CurveOf what);
    /// Of each edge here what passed in these of A's intervals.
    std::vector<Flow> edges_of_a(std::size_t from, std::size_t to);

    /// Where they begin to differ: in the first interval in which not the same was played, or at
    /// the first event that is not the same, whichever is earlier; where the shorter one ends, if
    /// they are the same until then; nothing if both are the same. It is looked for once.
    ///
    /// What was played has a fingerprint, which tells at once. Only versions of weft that are not
    /// the same may give the same events others; then an interval is another one if an edge did
    /// anything else in it, which takes its time.
    std::optional<mesh::Instant> first_divergence();
    /// Looks on for it, in so many intervals at most; false if there is no more to be looked at.
    bool look_on(std::size_t most_intervals);

private:
    bool is_same_flow(std::size_t interval);
    std::optional<mesh::Instant> end_of_shorter(std::size_t common) const;
    std::optional<mesh::Instant> first_other_event() const;

    std::unique_ptr<RunSource> a_;
    std::unique_ptr<RunSource> b_;
    Topology topology_;                  ///< B's, and after it what only A has.
    std::vector<std::uint32_t> a_edge_;  ///< Of each edge, its number in A.
    std::vector<std::uint32_t> a_service_;
    std::optional<mesh::Instant> divergence_;
    bool is_compared_ = false;
    std::size_t looked_at_ = 0;  ///< So many intervals are the same.
};

}  // namespace weft::gui
