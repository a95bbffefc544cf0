// What each fault makes of its parameters.
#include "tests/sim/failure/recording_environment.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace fault_parameters_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Ratio;
using sim::FaultKind;
using sim::LinkFault;
using sim::PodId;
using sim::RequestFault;
using tests::after_start;
using tests::fault_id;
using tests::fault_scope;
using tests::make_fault;
using tests::RecordingEnvironment;
using tests::Values;

namespace {

/// What the fault of that name does with single requests.
sim::RequestFault struck(const std::string& name, const Values& values) {
    const auto state = after_start(name, values).state;
    REQUIRE(state.picks_requests(PodId{4}));
    return state.struck_requests(PodId{4}).front().what;
}

/// What the fault of that name does to its link, whichever kind that is.
LinkFault impaired(const std::string& name, const Values& values) {
    const auto state = after_start(name, values).state;
    for (int kind = 0; kind <= static_cast<int>(LinkFault::Kind::dead); ++kind) {
        const auto* const found =
            state.impairment(static_cast<LinkFault::Kind>(kind), PodId{1}, PodId{4});
        if (found != nullptr) return *found;
    }
    FAIL("nothing is done to the link");
    return {};
}

}  // namespace

TEST_SUITE("faults") {
    TEST_CASE("a crash takes every pod of its scope down, and its end lets them restart") {
        const auto registry = sim::built_in_faults();
        RecordingEnvironment environment;
        const auto crash = make_fault(*registry.find("crash"), {});
        crash->start(fault_id, fault_scope, environment, 1);
        CHECK(environment.state.down(PodId{4}));
        crash->stop(fault_id, fault_scope, environment);
        const std::vector<std::string> expected{"crash 1", "crash 4", "restart 1", "restart 4"};
        CHECK(environment.actions == expected);
    }

    TEST_CASE("parameters arrive where they belong") {
        CHECK(after_start("slow", {{"factor", "8"}}).state.factor(PodId{4}) == 8);
        CHECK(after_start("cpu_share", {{"lost", "30%"}}).state.cpu_lost(PodId{4}) ==
              Ratio{300'000});
        CHECK(after_start("stall", {{"factor", "3"}}).state.sleep_factor(PodId{1}) == 3);
        CHECK(after_start("pause", {}).state.frozen(PodId{4}));
        using sim::PodMark;
        CHECK(after_start("lying_probe", {}).state.is(PodMark::says_ready, PodId{4}));
        CHECK(after_start("lying_probe", {{"says", "unready"}})
                  .state.is(PodMark::says_unready, PodId{4}));
        CHECK(after_start("metrics", {}).state.is(PodMark::metrics_stale, PodId{1}));
        CHECK(after_start("metrics", {{"are", "lost"}}).state.is(PodMark::metrics_lost, PodId{1}));
        CHECK(after_start("control_cut", {}).state.is(PodMark::control_cut, PodId{1}));
        CHECK_FALSE(after_start("control_cut", {}).state.is(PodMark::control_cut, PodId{2}));
        CHECK(after_start("stale_config", {}).state.is(PodMark::config_held, PodId{1}));
        const mesh::Instant noon{12h};
        const auto clock = after_start("clock", {{"offset", "1h"}, {"drift", "500"}});
        CHECK(clock.state.clock_of(PodId{4}, noon) == noon + 1h + 21'600ms);
        const auto behind = after_start("clock", {{"offset", "1h"}, {"direction", "behind"}});
        CHECK(behind.state.clock_of(PodId{4}, noon) == noon - 1h);
        const auto memory = after_start("memory", {{"jump", "5KB"}, {"leak", "2KB"}});
        CHECK(memory.state.memory_of(PodId{4}, mesh::Instant{3s}, {}) == 11'000);
        CHECK(memory.state.memory_of(PodId{4}, mesh::Instant{3s}, mesh::Instant{2s}) == 7'000);
        const std::string largest = "18446744073709551615B";
        const auto endless = after_start("memory", {{"jump", largest}, {"leak", largest}});
        CHECK(endless.state.memory_of(PodId{4}, mesh::Instant{3s}, {}) == 2'000'000'000'000'000);
        const sim::LoadId load{1};
        CHECK(after_start("load", {{"factor", "4"}}).state.gap(load, 1s) == 250ms);
        CHECK(after_start("load", {}).state.gap(sim::LoadId{0}, 1s) == 1s);
        const mesh::Instant late{1700ms};
        CHECK(after_start("synchronise", {{"period", "500ms"}}).state.sent(load, late) ==
              mesh::Instant{2s});
        const auto hot = after_start("hot_key", {{"header", "X-User"}, {"value", "ann"}});
        REQUIRE(hot.state.keys(load).size() == 1);
        CHECK(hot.state.keys(load).front().what == sim::LoadFault{.kind = sim::LoadFault::Kind::key,
                                                                  .share = {500'000},
                                                                  .header = "x-user",
                                                                  .value = "ann"});
        const auto error = after_start("error", {{"rate", "30%"}, {"status", "503"}});
        CHECK(error.state.failure(PodId{1}) == sim::Failure{Ratio{300'000}, 503});
        const auto loss = after_start("loss", {{"rate", "0.5%"}});
        CHECK(loss.state.link(PodId{1}, PodId{4}).loss == Ratio{5'000});
        const auto delay = after_start("delay", {{"delay", "250us"}});
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
        CHECK(impaired("burst_loss", {{"to_good", "50%"}, {"good", "1%"}}) ==
              LinkFault{.kind = LinkFault::Kind::bursts,
                        .to_bad = {10'000},
                        .to_good = {500'000},
                        .loss_good = {10'000},
                        .loss_bad = {Ratio::whole}});
        CHECK(impaired("reorder", {{"rate", "5%"}, {"gap", "2ms"}}) ==
              LinkFault{.kind = LinkFault::Kind::late, .share = {50'000}, .gap = 2ms});
        CHECK(impaired("duplicate", {}) ==
              LinkFault{.kind = LinkFault::Kind::copies, .share = {100'000}});
        CHECK(
            impaired("bandwidth", {{"rate", "1MB"}, {"buffer", "2KB"}, {"head", "0B"}}) ==
            LinkFault{.kind = LinkFault::Kind::bandwidth, .bytes_per_second = 1e6, .buffer = 2000});
        CHECK(impaired("clog", {}) == LinkFault{.kind = LinkFault::Kind::hold});
        CHECK(impaired("mtu", {{"size", "9KB"}}) ==
              LinkFault{.kind = LinkFault::Kind::big, .head = 500, .largest = 9000});
        CHECK(impaired("idle_timeout", {{"limit", "300s"}, {"answer", "reset"}}) ==
              LinkFault{.kind = LinkFault::Kind::idle, .limit = 300s, .resets = true});
        CHECK(impaired("half_open", {}) == LinkFault{.kind = LinkFault::Kind::dead});
        CHECK(after_start("degraded", {}).state.degraded(PodId{4}));
        CHECK(after_start("partition", {}).state.link(PodId{4}, PodId{1}).cut);
        CHECK(after_start("exit", {}).state.exits(PodId{4}));
        CHECK_FALSE(after_start("exit", {}).state.down(PodId{4}));
        CHECK(after_start("node_down", {}).state.node_down(sim::NodeId{2}));
        CHECK_FALSE(after_start("node_down", {}).state.node_down(sim::NodeId{1}));
        CHECK(after_start("control_outage", {}).state.control_down());
        CHECK(after_start("ca_outage", {}).state.authority_down());
        CHECK_FALSE(after_start("ca_outage", {}).state.control_down());
        CHECK(after_start("root_change", {}).state.roots().size() == 1);
        CHECK(after_start("root_change", {{"trusted", "both"}}).state.roots().size() == 2);
        CHECK(after_start("bad_push", {}).state.config_spoilt());
        CHECK(after_start("authorizer_down", {}).state.authorizers_silent());
        CHECK(after_start("jwks_down", {}).state.key_servers_silent());
        CHECK(after_start("slow_push", {{"factor", "3"}}).state.push_work(2s) == 6s);
    }

    TEST_CASE("half of a fault is half of what it adds to nothing at all") {
        const auto half = [](const std::string& name, const Values& values) {
            const auto registry = sim::built_in_faults();
            RecordingEnvironment environment;
            const auto fault = make_fault(*registry.find(name), values);
            fault->start(fault_id, fault_scope, environment, 1);
            fault->start(fault_id, fault_scope, environment, 0.5);
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
        const auto delay = after_start("delay", {{"delay", "1ms"}, {"law", "exponential"}});
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
            CHECK_NOTHROW(make_fault(*registry.find(name), good));
            CHECK_THROWS_AS(make_fault(*registry.find(name), bad), std::invalid_argument);
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
        check("burst_loss", {{"bad", "100%"}}, {{"bad", "101%"}});
        check("reorder", {{"gap", "1ns"}}, {{"gap", "0ns"}});
        check("idle_timeout", {{"answer", "none"}}, {{"answer", "fin"}});
        check("mtu", {{"size", "1KB"}}, {{"size", "big"}});
        check("cpu_share", {{"lost", "99.9%"}}, {{"lost", "100%"}});
        check("stall", {{"factor", "0.01"}}, {{"factor", "0"}});
        check("drop", {{"rate", "0%"}}, {{"rate", "101%"}});
        check("lying_probe", {{"says", "ready"}}, {{"says", "maybe"}});
        check("metrics", {{"are", "lost"}}, {{"are", "fresh"}});
        check("clock", {{"offset", "0s"}}, {{"direction", "sideways"}});
        check("memory", {{"leak", "1KB"}}, {{"leak", "fast"}});
        check("load", {{"factor", "0.001"}}, {{"factor", "0"}});
        check("synchronise", {{"period", "1us"}}, {{"period", "999ns"}});
        check("root_change", {{"trusted", "new"}}, {{"trusted", "old"}});
    }

    TEST_CASE("a parameter that the other parameters leave without effect is unknown") {
        const auto registry = sim::built_in_faults();
        const auto knows = [&](const std::string& name, const Values& values) {
            mesh::TextSettings settings{values};
            registry.find(name)->make(settings);
            try {
                settings.reject_unknown_keys();
            } catch (const std::invalid_argument&) {
                return false;
            }
            return true;
        };
        CHECK(knows("dns", {{"rate", "30%"}}));
        CHECK_FALSE(knows("dns", {{"delay", "2s"}}));
        CHECK(knows("dns", {{"answers", "late"}, {"delay", "2s"}}));
        CHECK_FALSE(knows("dns", {{"answers", "late"}, {"rate", "30%"}}));
        CHECK_FALSE(knows("dns", {{"answers", "stale"}, {"rate", "30%"}}));
        CHECK_FALSE(knows("dns", {{"answers", "stale"}, {"delay", "2s"}}));
        CHECK(knows("poison", {{"factor", "3"}}));
        CHECK_FALSE(knows("poison", {{"effect", "kill"}, {"factor", "3"}}));
    }
}

}  // namespace fault_parameters_test
