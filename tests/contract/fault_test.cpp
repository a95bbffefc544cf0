// What every fault must keep, asked of all there are.
#include "sim/failure/fault.hpp"

#include "sim/failure/environment_state.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace fault_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Ratio;
using sim::Distribution;
using sim::Environment;
using sim::FaultId;
using sim::FaultKind;
using sim::FaultScope;
using sim::PodId;
using sim::RequestFault;

namespace {

constexpr FaultId fault_id{7};

/// Writes down what a fault does, and keeps what is left of it.
class RecordingEnvironment final : public Environment {
public:
    void crash(FaultId fault, PodId pod) override {
        note("crash", fault, pod);
        state.crash(fault, pod);
    }
    void restart(FaultId fault, PodId pod) override {
        note("restart", fault, pod);
        state.restart(fault, pod);
    }
    void exit(FaultId fault, PodId pod) override {
        note("exit", fault, pod);
        state.exit(fault, pod);
    }
    void stop_node(FaultId fault, sim::NodeId node) override {
        note("stop_node", fault);
        state.stop_node(fault, node);
    }
    void slow(FaultId fault, PodId pod, double factor) override {
        note("slow", fault, pod);
        state.slow(fault, pod, factor);
    }
    void fail(FaultId fault, PodId pod, Ratio share, std::uint16_t status) override {
        note("fail", fault, pod);
        state.fail(fault, pod, share, status);
    }
    void strike(FaultId fault, PodId pod, const sim::RequestFault& what) override {
        note("strike", fault, pod);
        state.strike(fault, pod, what);
    }
    void degrade(FaultId fault, PodId pod) override {
        note("degrade", fault, pod);
        state.degrade(fault, pod);
    }
    void delay(FaultId fault, const Link& link, const Distribution& added) override {
        note("delay", fault);
        state.delay(fault, link, added);
    }
    void lose(FaultId fault, const Link& link, Ratio share) override {
        note("lose", fault);
        state.lose(fault, link, share);
    }
    void cut(FaultId fault, const Link& link) override {
        note("cut", fault);
        state.cut(fault, link);
    }
    void stop_control(FaultId fault) override {
        note("stop_control", fault);
        state.stop_control(fault);
    }
    void slow_control(FaultId fault, double factor) override {
        note("slow_control", fault);
        state.slow_control(fault, factor);
    }
    void stop_authority(FaultId fault) override {
        note("stop_authority", fault);
        state.stop_authority(fault);
    }
    void change_root(FaultId fault, bool overlap) override {
        note("change_root", fault);
        state.change_root(fault, overlap);
    }
    void spoil_config(FaultId fault) override {
        note("spoil_config", fault);
        state.spoil_config(fault);
    }
    void silence_authorizers(FaultId fault) override {
        note("silence_authorizers", fault);
        state.silence_authorizers(fault);
    }
    void silence_key_servers(FaultId fault) override {
        note("silence_key_servers", fault);
        state.silence_key_servers(fault);
    }
    void fail_names(FaultId fault, Ratio share) override {
        note("fail_names", fault);
        state.fail_names(fault, share);
    }
    void delay_names(FaultId fault, const Distribution& added) override {
        note("delay_names", fault);
        state.delay_names(fault, added);
    }
    void freeze_names(FaultId fault) override {
        note("freeze_names", fault);
        state.freeze_names(fault);
    }
    void heal(FaultId fault) override {
        note("heal", fault);
        state.heal(fault);
    }

    sim::EnvironmentState state;
    std::vector<std::string> actions;

private:
    void note(const std::string& action, FaultId fault) {
        CHECK(fault == fault_id);
        actions.push_back(action);
    }
    void note(const std::string& action, FaultId fault, PodId pod) {
        note(action + " " + std::to_string(pod.number()), fault);
    }
};

const FaultScope scope{
    .pods = {PodId{1}, PodId{4}},
    .link = {.a = {PodId{1}}, .b = {PodId{4}}, .one_way = false},
    .nodes = {sim::NodeId{2}},
};

using Values = mesh::TextSettings::Values;

std::unique_ptr<sim::Fault> make(const FaultKind& kind, const Values& values) {
    mesh::TextSettings settings{values};
    return kind.make(settings);
}

/// The environment after the fault of that name has started.
RecordingEnvironment started(const std::string& name, const Values& values) {
    const auto registry = sim::built_in_faults();
    RecordingEnvironment environment;
    make(*registry.find(name), values)->start(fault_id, scope, environment, 1);
    return environment;
}

/// What the fault of that name does with single requests.
sim::RequestFault struck(const std::string& name, const Values& values) {
    const auto state = started(name, values).state;
    REQUIRE(state.picks_requests(PodId{4}));
    return state.struck_requests(PodId{4}).front().what;
}

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
    for (std::uint32_t number = 0; number < 6; ++number) {
        const PodId pod{number};
        CHECK_FALSE(state.down(pod));
        CHECK_FALSE(state.exits(pod));
        CHECK(state.factor(pod) == 1);
        CHECK(state.failure(pod) == sim::Failure{});
        CHECK_FALSE(state.degraded(pod));
        CHECK_FALSE(state.picks_requests(pod));
        CHECK(state.link(PodId{1}, pod) == sim::LinkEffect{});
    }
}

/// Whether anything in reach of `scope` is other than without faults. A rule that does nothing is
/// nothing.
bool differs_from_none(const sim::EnvironmentState& state) {
    const PodId pod{1};
    if (state.picks_requests(pod)) {
        const sim::RequestFault& what = state.struck_requests(pod).front().what;
        const bool slows = what.kind == sim::RequestFault::Kind::slow;
        return !what.share.is_zero() && (!slows || what.factor != 1);
    }
    const sim::LinkEffect link = state.link(pod, PodId{4});
    const auto delay = state.added_delay(pod, PodId{4}, mesh::Draws{1});
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
            const auto fault = make(kind, {});
            for (int round = 0; round < 2; ++round) {
                fault->start(fault_id, scope, environment, 1);
                CHECK_FALSE(environment.actions.empty());
                fault->stop(fault_id, scope, environment);
                check_untouched(environment.state);
            }
        }
    }

    TEST_CASE("a fault leaves alone what its kind does not act on") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            const auto environment = started(name, {});
            CHECK(environment.state.quiet() == (kind.acts != FaultKind::Acts::on_links));
            if (kind.acts != FaultKind::Acts::on_pods) {
                CHECK(environment.state.factor(PodId{1}) == 1);
                CHECK_FALSE(environment.state.down(PodId{1}));
            }
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
            const auto fault = make(kind, {});
            for (const double strength : {0.0, 1.0, 0.0}) {
                fault->start(fault_id, scope, environment, strength);
                const bool is_something = strength > 0;
                CHECK(differs_from_none(environment.state) == is_something);
            }
            fault->stop(fault_id, scope, environment);
            check_untouched(environment.state);
        }
    }

    TEST_CASE("a fault that is started again replaces what it did, and one end is enough") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            RecordingEnvironment environment;
            const auto fault = make(kind, {});
            fault->start(fault_id, scope, environment, 1);
            fault->start(fault_id, scope, environment, 1);
            fault->stop(fault_id, scope, environment);
            check_untouched(environment.state);
        }
    }

    TEST_CASE("a fault that strikes nobody does nothing to anybody") {
        const auto registry = sim::built_in_faults();
        for (const auto& [name, kind] : registry.kinds()) {
            CAPTURE(name);
            RecordingEnvironment environment;
            const auto fault = make(kind, {});
            fault->start(fault_id, {}, environment, 1);
            CHECK_FALSE(environment.state.link(PodId{1}, PodId{4}).cut);
            fault->stop(fault_id, {}, environment);
            check_untouched(environment.state);
        }
    }
}

TEST_SUITE("faults") {
    TEST_CASE("a crash takes every pod of its scope down, and its end lets them restart") {
        const auto registry = sim::built_in_faults();
        RecordingEnvironment environment;
        const auto crash = make(*registry.find("crash"), {});
        crash->start(fault_id, scope, environment, 1);
        CHECK(environment.state.down(PodId{4}));
        crash->stop(fault_id, scope, environment);
        const std::vector<std::string> expected{"crash 1", "crash 4", "restart 1", "restart 4"};
        CHECK(environment.actions == expected);
    }

    TEST_CASE("parameters arrive where they belong") {
        CHECK(started("slow", {{"factor", "8"}}).state.factor(PodId{4}) == 8);
        const auto error = started("error", {{"rate", "30%"}, {"status", "503"}});
        CHECK(error.state.failure(PodId{1}) == sim::Failure{Ratio{300'000}, 503});
        const auto loss = started("loss", {{"rate", "0.5%"}});
        CHECK(loss.state.link(PodId{1}, PodId{4}).loss == Ratio{5'000});
        const auto delay = started("delay", {{"delay", "250us"}});
        CHECK(delay.state.added_delay(PodId{4}, PodId{1}, mesh::Draws{1}) == 250us);
        CHECK(struck("error", {{"path", "/a"}, {"latency", "2ms"}}) ==
              RequestFault{.path = "/a", .latency = 2ms});
        CHECK(struck("slow", {{"method", "PUT"}}) ==
              RequestFault{.kind = RequestFault::Kind::slow, .method = "PUT", .factor = 2});
        CHECK(struck("black_hole", {{"rate", "5%"}}) ==
              RequestFault{.kind = RequestFault::Kind::swallow, .share = Ratio{50'000}});
        CHECK(struck("corrupt", {}) ==
              RequestFault{.kind = RequestFault::Kind::corrupt, .share = Ratio{100'000}});
        CHECK(struck("poison", {{"effect", "kill"}}).kind == RequestFault::Kind::kill);
        CHECK(started("degraded", {}).state.degraded(PodId{4}));
        CHECK(started("partition", {}).state.link(PodId{4}, PodId{1}).cut);
        CHECK(started("exit", {}).state.exits(PodId{4}));
        CHECK_FALSE(started("exit", {}).state.down(PodId{4}));
        CHECK(started("node_down", {}).state.node_down(sim::NodeId{2}));
        CHECK_FALSE(started("node_down", {}).state.node_down(sim::NodeId{1}));
        CHECK(started("control_outage", {}).state.control_down());
        CHECK(started("ca_outage", {}).state.authority_down());
        CHECK_FALSE(started("ca_outage", {}).state.control_down());
        CHECK(started("root_change", {}).state.roots().size() == 1);
        CHECK(started("root_change", {{"trusted", "both"}}).state.roots().size() == 2);
        CHECK(started("bad_push", {}).state.config_spoilt());
        CHECK(started("authorizer_down", {}).state.authorizers_silent());
        CHECK(started("jwks_down", {}).state.key_servers_silent());
        CHECK(started("slow_push", {{"factor", "3"}}).state.push_work(2s) == 6s);
    }

    TEST_CASE("half of a fault is half of what it adds to nothing at all") {
        const auto half = [](const std::string& name, const Values& values) {
            const auto registry = sim::built_in_faults();
            RecordingEnvironment environment;
            const auto fault = make(*registry.find(name), values);
            fault->start(fault_id, scope, environment, 1);
            fault->start(fault_id, scope, environment, 0.5);
            return environment.state;
        };
        CHECK(half("slow", {{"factor", "8"}}).factor(PodId{4}) == 4.5);
        CHECK(half("slow", {{"factor", "0.5"}}).factor(PodId{4}) == 0.75);
        CHECK(half("error", {{"rate", "30%"}}).failure(PodId{1}).share == Ratio{150'000});
        CHECK(half("loss", {{"rate", "1%"}}).link(PodId{1}, PodId{4}).loss == Ratio{5'000});
        const auto delayed = half("delay", {{"delay", "250us"}});
        CHECK(delayed.added_delay(PodId{1}, PodId{4}, mesh::Draws{1}) == 125us);
        CHECK(half("slow_push", {{"factor", "3"}}).push_work(2s) == 4s);
        const auto late = half("dns", {{"answers", "late"}, {"delay", "3s"}});
        CHECK(late.lookup_delay(mesh::Draws{1}) == 1500ms);
    }

    TEST_CASE("a delay may be drawn around its mean") {
        const auto delay = started("delay", {{"delay", "1ms"}, {"law", "exponential"}});
        mesh::Duration sum{};
        for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
            sum += delay.state.added_delay(PodId{1}, PodId{4}, mesh::Draws{seed});
        }
        CHECK(sum / 10'000 > 960us);
        CHECK(sum / 10'000 < 1040us);
    }

    TEST_CASE("parameters are checked at both ends of their range") {
        const auto registry = sim::built_in_faults();
        const auto check = [&](const std::string& name, const Values& good, const Values& bad) {
            CAPTURE(name);
            CHECK_NOTHROW(make(*registry.find(name), good));
            CHECK_THROWS_AS(make(*registry.find(name), bad), std::invalid_argument);
        };
        check("slow", {{"factor", "0.01"}}, {{"factor", "0.009"}});
        check("slow", {{"factor", "1000"}}, {{"factor", "1001"}});
        check("error", {{"status", "400"}}, {{"status", "399"}});
        check("error", {{"status", "599"}}, {{"status", "600"}});
        check("delay", {{"delay", "1ns"}}, {{"delay", "0ns"}});
        check("delay", {{"delay", "1h"}}, {{"delay", "3601s"}});
        check("delay", {{"law", "constant"}}, {{"law", "pareto"}});
        check("loss", {{"rate", "100%"}}, {{"rate", "101%"}});
        check("black_hole", {{"rate", "0%"}}, {{"rate", "101%"}});
        check("poison", {{"factor", "1"}}, {{"factor", "0.9"}});
        check("poison", {{"effect", "slow"}}, {{"effect", "sleep"}});
        check("error", {{"latency", "1h"}}, {{"latency", "3601s"}});
        check("root_change", {{"trusted", "new"}}, {{"trusted", "old"}});
    }

    TEST_CASE("a parameter that the other parameters leave without effect is unknown") {
        const auto registry = sim::built_in_faults();
        const auto knows = [&](const Values& values) {
            mesh::TextSettings settings{values};
            registry.find("dns")->make(settings);
            try {
                settings.reject_unknown_keys();
            } catch (const std::invalid_argument&) {
                return false;
            }
            return true;
        };
        CHECK(knows({{"rate", "30%"}}));
        CHECK_FALSE(knows({{"delay", "2s"}}));
        CHECK(knows({{"answers", "late"}, {"delay", "2s"}}));
        CHECK_FALSE(knows({{"answers", "late"}, {"rate", "30%"}}));
        CHECK_FALSE(knows({{"answers", "stale"}, {"rate", "30%"}}));
        CHECK_FALSE(knows({{"answers", "stale"}, {"delay", "2s"}}));
    }
}

}  // namespace fault_test
