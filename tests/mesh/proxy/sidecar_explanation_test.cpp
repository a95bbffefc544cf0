#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>

namespace sidecar_explanation_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Fact::Kind;
using tests::SingleSidecar;

namespace {

SingleSidecar sidecar_with(const std::string& balancer) {
    mesh::ClusterConfig config;
    config.balancer.name = balancer;
    return SingleSidecar{config, 4};
}

/// How many facts of this kind the last step has.
std::size_t facts(const SingleSidecar& sidecar, Kind kind) {
    return static_cast<std::size_t>(std::ranges::count_if(sidecar.actions, [&](const auto& action) {
        return action.kind == mesh::Action::Kind::fact && action.what == kind;
    }));
}

}  // namespace

TEST_SUITE("explanations of a sidecar") {
    TEST_CASE("a request that asks for it has the hosts compared and the one chosen") {
        auto sidecar = sidecar_with("join_shortest_queue");
        const std::uint32_t number = sidecar.ask(true);
        CHECK(facts(sidecar, Kind::considered) == 4);
        CHECK(facts(sidecar, Kind::chosen) == 1);
        CHECK(sidecar.count(mesh::Action::Kind::send_attempt) == 1);
        for (const mesh::Action& action : sidecar.actions) {
            if (action.kind == mesh::Action::Kind::fact) CHECK(action.stream.number() == number);
        }
    }

    TEST_CASE("one that does not ask has none, before or after one that does") {
        auto sidecar = sidecar_with("join_shortest_queue");
        for (const bool explained : {false, true, false}) {
            sidecar.ask(explained);
            CHECK(facts(sidecar, Kind::considered) == (explained ? 4 : 0));
            CHECK(facts(sidecar, Kind::chosen) == (explained ? 1 : 0));
        }
    }

    TEST_CASE(
        "each attempt is explained for itself, and a balancer that compares nothing says so") {
        auto sidecar = sidecar_with("round_robin");
        sidecar.retry.retries = 1;
        sidecar.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
        sidecar.push();
        const std::uint32_t number = sidecar.ask(true);
        CHECK(facts(sidecar, Kind::considered) == 0);
        CHECK(facts(sidecar, Kind::chosen) == 1);
        sidecar.answer(number, 500);
        CHECK(facts(sidecar, Kind::retry) == 1);
        sidecar.expire(number, mesh::TimerKind::backoff);
        CHECK(facts(sidecar, Kind::chosen) == 1);
        sidecar.answer(number, 200);
        CHECK(sidecar.replied()->status == 200);
    }
}

}  // namespace sidecar_explanation_test
