#pragma once

#include "gui/source/pair_run.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace weft::gui {

/// A of a pair as a run of its own, with the numbers of the pair, so that it can be shown beside B.
/// What A alone has besides services and edges (pods, clusters, steps) is left out. The pair must
/// outlive it.
class PairSide final : public RunSource {
public:
    explicit PairSide(PairRun& pair);

    const reports::RunLabel& label() const override { return pair_.a().label(); }
    const Topology& topology() const override { return pair_.topology(); }
    const std::vector<reports::Interval>& intervals() const override { return pair_.intervals(); }
    Snapshot snapshot(mesh::Instant at) override;
    Played played(mesh::Instant at) const override { return pair_.a().played(at); }
    std::vector<Flow> curve(CurveOf what) override;
    std::vector<Flow> edges(std::size_t from, std::size_t to) override {
        return pair_.edges_of_a(from, to);
    }
    const std::vector<Event>& events() const override { return pair_.a().events(); }
    std::vector<reports::SampledRequest> requests(mesh::Instant from,
                                                  mesh::Instant to,
                                                  std::size_t most) override {
        return pair_.a().requests(from, to, most);
    }
    std::vector<reports::RecordedSpan> spans(const std::string& load,
                                             std::uint64_t request) override {
        return pair_.a().spans(load, request);
    }
    std::vector<reports::PodPoint> pods(std::size_t from,
                                        std::size_t to,
                                        std::size_t each) override {
        return pair_.a().pods(from, to, each);
    }
    void tell_failures_to(std::function<void(const std::string& why)> told) override {
        pair_.a().tell_failures_to(std::move(told));
    }
    std::vector<reports::BrokenExpectation> broken_expectations() override {
        return pair_.a().broken_expectations();
    }
    std::string file() const override { return pair_.a().file(); }

private:
    PairRun& pair_;
    std::vector<std::uint32_t> pods_;  ///< Of each of the pair, its number in A, or none.
    std::vector<std::uint32_t> clusters_;
    std::vector<std::uint32_t> loads_;
    std::vector<std::uint32_t> steps_;  ///< Of each of A, its number in the pair, or none.
};

}  // namespace weft::gui
