// Which pods serve requests, and which requests are still open when a run is over.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <map>

namespace served_requests_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::InboundEnd;
using sim::observe::OpenRequest;

namespace {

/// Notes of who served, and of what is left.
class ServiceNotes final : public sim::observe::Recorder {
public:
    std::map<std::uint32_t, std::uint32_t> workload_of_pod;
    std::vector<InboundEnd> served;
    std::vector<OpenRequest> open;
    std::uint64_t roots_sent = 0;
    std::uint64_t roots_ended = 0;

    void named(sim::observe::NameKind, std::uint32_t, std::string_view) override {}
    bool wants_inbound() const override { return true; }
    void pod(std::uint32_t number, std::uint32_t workload) override {
        CHECK(workload_of_pod.emplace(number, workload).second);
    }
    void inbound(std::span<const InboundEnd> ended) override {
        served.insert(served.end(), ended.begin(), ended.end());
    }
    void requests(std::span<const sim::observe::RequestEnd> ended) override {
        roots_ended += ended.size();
    }
    void calls(std::span<const sim::observe::CallEnd>) override {}
    void spans(std::span<const sim::observe::Span>) override {}
    void decisions(std::span<const sim::observe::Decision>) override {}
    void changes(std::span<const sim::observe::Change>) override {}
    void interval(const sim::observe::IntervalEnd&) override { CHECK(open.empty() != is_told_); }
    void open_requests(std::span<const OpenRequest> requests) override {
        open.insert(open.end(), requests.begin(), requests.end());
        is_told_ = true;
    }

private:
    bool is_told_ = false;  ///< Which is before the last interval alone.
};

/// A station of two pods, whose requests take this long; the load ends a second before the run.
sim::WorldPlan plan_of_requests(mesh::Duration length) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour station;
    station.workers = 1'000;
    station.script = {tests::compute(sim::Distribution::constant(length))};
    tests::add_service(plan, "station", 2, station);
    plan.loads = {tests::poisson("station", 50)};
    plan.loads.front().end = mesh::Instant{9s};
    plan.horizon = mesh::Instant{10s};
    return plan;
}

ServiceNotes notes_of(const sim::WorldPlan& plan) {
    ServiceNotes notes;
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    notes.roots_sent = world.root_requests();
    return notes;
}

}  // namespace

TEST_SUITE("served and open requests") {
    TEST_CASE("the pods of a workload are told, and which of them served a request") {
        const ServiceNotes notes = notes_of(plan_of_requests(10ms));
        REQUIRE(notes.workload_of_pod.size() == 2);
        std::map<std::uint32_t, std::size_t> served;
        for (const InboundEnd& end : notes.served) {
            CHECK(notes.workload_of_pod.at(end.pod) == end.workload);
            ++served[end.pod];
        }
        CHECK(served.size() == 2);
    }

    TEST_CASE("what has not ended when the run is over is told as open, and nothing else") {
        CHECK(notes_of(plan_of_requests(10ms)).open.empty());
        const ServiceNotes notes = notes_of(plan_of_requests(3s));
        CHECK(notes.open.size() == notes.roots_sent - notes.roots_ended);
        CHECK(notes.open.size() > 50);
        for (const OpenRequest& request : notes.open)
            CHECK(request.sent > mesh::Instant{6900ms});
    }
}

}  // namespace served_requests_test
