// What every fault must keep, asked of all there are.
#include "tests/sim/failure/recording_environment.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <stdexcept>

namespace fault_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Ratio;
using sim::FaultKind;
using sim::PodId;
using tests::after_start;
using tests::fault_id;
using tests::fault_scope;
using tests::make_fault;
using tests::RecordingEnvironment;

namespace {

void check_untouched(const sim::EnvironmentState& state) {
    CHECK(state.quiet());
    CHECK_FALSE(state.control_down());
    CHECK_FALSE(state.authority_down());
    CHECK_FALSE(state.authorizers_silent());
    CHECK_FALSE(state.key_servers_silent());
    CHECK(state.roots() == std::vector{mesh::RootId{0}});
    CHECK(state.push_work(1s) == 1s);
    CHECK_FALSE(state.names_frozen());
    CHECK(state.lookup_delay(mesh::Draws{1}) == 0s);
    CHECK_FALSE(state.lookup_fails(mesh::Draws{1}));
    CHECK_FALSE(state.node_down(sim::NodeId{2}));
    CHECK(state.loads_are_calm());
    CHECK_FALSE(state.marks_any());
    for (std::uint32_t number = 0; number < 6; ++number) {
        const PodId pod{number};
        CHECK_FALSE(state.down(pod));
        CHECK_FALSE(state.exits(pod));
        CHECK(state.factor(pod) == 1);
        CHECK(state.failure(pod) == sim::Failure{});
        CHECK_FALSE(state.degraded(pod));
        CHECK_FALSE(state.frozen(pod));
        CHECK_FALSE(state.grows_memory(pod));
        CHECK(state.clock_of(pod, mesh::Instant{1s}) == mesh::Instant{1s});
        CHECK(state.cpu_lost(pod).is_zero());
        CHECK(state.sleep_factor(pod) == 1);
        CHECK_FALSE(state.picks_requests(pod));
        CHECK(state.link(PodId{1}, pod) == sim::LinkEffect{});
    }
}

/// Whether anything in reach of the scope is other than without faults. A rule that does nothing is
/// nothing.
bool differs_from_none(const sim::EnvironmentState& state) {
    const PodId pod{1};
    if (state.memory_of(pod, mesh::Instant{10s}, mesh::Instant{}) > 0) return true;
    if (state.clock_of(pod, mesh::Instant{1s}) != mesh::Instant{1s}) return true;
    const sim::LoadId load{1};
    const auto keys = state.keys(load);
    if (!keys.empty()) return !keys.front().what.share.is_zero();
    if (state.gap(load, 1s) != 1s) return true;
    if (state.picks_requests(pod)) {
        const sim::RequestFault& what = state.struck_requests(pod).front().what;
        const bool slows = what.kind == sim::RequestFault::Kind::slow;
        return !what.share.is_zero() && (!slows || what.factor != 1);
    }
    const sim::LinkEffect link = state.link(pod, PodId{4});
    if (link.impaired) return true;
    const auto delay = state.added_delay(pod, PodId{4}, mesh::Draws{1});
    if (!state.cpu_lost(pod).is_zero() || state.sleep_factor(pod) != 1) return true;
    return state.factor(pod) != 1 || !state.failure(pod).share.is_zero() || state.degraded(pod) ||
           state.down(pod) || state.exits(pod) || link.cut || !link.loss.is_zero() || delay > 0s ||
           state.push_work(1s) != 1s || state.lookup_fails(mesh::Draws{1}) ||
           state.lookup_delay(mesh::Draws{1}) > 0s || state.names_frozen();
}

}  // namespace

TEST_SUITE("contract of faults") {
    TEST_CASE("every kind says what it is and is found by its name") {
        const auto registry = sim::built_in_faults();
        CHECK(registry.kinds().size() >= 6);
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            CHECK(kind.name == name);
            CHECK_FALSE(kind.summary.empty());
            CHECK(registry.find(name) == &kind);
        }
        CHECK(registry.find("no_such_fault") == nullptr);
    }

    TEST_CASE("a name is given once") {
        auto registry = sim::built_in_faults();
        CHECK_THROWS_AS(registry.add(*registry.find("crash")), std::invalid_argument);
    }

    TEST_CASE("every fault acts when it starts and leaves nothing behind when it stops") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            RecordingEnvironment environment;
            const auto fault = make_fault(kind, {});
            for (int round = 0; round < 2; ++round) {
                fault->start(fault_id, fault_scope, environment, 1);
                CHECK_FALSE(environment.actions.empty());
                fault->stop(fault_id, fault_scope, environment);
                check_untouched(environment.state);
            }
        }
    }

    TEST_CASE("a fault leaves alone what its kind does not act on") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            const auto environment = after_start(name, {});
            if (kind.acts != FaultKind::Acts::on_links) CHECK(environment.state.quiet());
            if (kind.acts != FaultKind::Acts::on_pods) {
                CHECK(environment.state.factor(PodId{1}) == 1);
                CHECK_FALSE(environment.state.down(PodId{1}));
            }
            CHECK(environment.state.loads_are_calm() == (kind.acts != FaultKind::Acts::on_loads));
            const bool is_on_nodes = kind.acts == FaultKind::Acts::on_nodes;
            CHECK(environment.state.node_down(sim::NodeId{2}) == is_on_nodes);
            if (kind.acts != FaultKind::Acts::on_control) {
                CHECK_FALSE(environment.state.authority_down());
                CHECK(environment.state.push_work(1s) == 1s);
            }
            if (kind.acts != FaultKind::Acts::on_names)
                CHECK_FALSE(environment.state.lookup_fails(mesh::Draws{1}));
        }
    }

    TEST_CASE("a fault that scales is nothing at strength zero, and is so again after all of it") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            if (!kind.scales) continue;
            CAPTURE(name);
            RecordingEnvironment environment;
            const auto fault = make_fault(kind, {});
            for (const double strength : {0.0, 1.0, 0.0}) {
                fault->start(fault_id, fault_scope, environment, strength);
                const bool is_something = strength > 0;
                CHECK(differs_from_none(environment.state) == is_something);
            }
            fault->stop(fault_id, fault_scope, environment);
            check_untouched(environment.state);
        }
    }

    TEST_CASE("a fault that is started again replaces what it did, and one end is enough") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            RecordingEnvironment environment;
            const auto fault = make_fault(kind, {});
            fault->start(fault_id, fault_scope, environment, 1);
            fault->start(fault_id, fault_scope, environment, 1);
            fault->stop(fault_id, fault_scope, environment);
            check_untouched(environment.state);
        }
    }

    TEST_CASE("a fault that strikes nobody does nothing to anybody") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            RecordingEnvironment environment;
            const auto fault = make_fault(kind, {});
            fault->start(fault_id, {}, environment, 1);
            CHECK_FALSE(environment.state.link(PodId{1}, PodId{4}).cut);
            fault->stop(fault_id, {}, environment);
            check_untouched(environment.state);
        }
    }
}

}  // namespace fault_test
