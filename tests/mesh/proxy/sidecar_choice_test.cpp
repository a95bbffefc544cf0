#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sidecar_choice_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::HostRules;
using tests::SingleSidecar;
using Kind = mesh::Action::Kind;

namespace {

using Ids = std::vector<std::uint32_t>;

struct Setting {
    HostRules rules;
    std::string balancer = "round_robin";
    mesh::Endpoints hosts;
};

mesh::Endpoint host(std::uint32_t number, mesh::SubsetLabels labels, std::uint32_t priority = 0) {
    return {.id = mesh::EndpointId{number},
            .address = "10.0.0." + std::to_string(number) + ":80",
            .priority = priority,
            .labels = std::move(labels)};
}

const mesh::Endpoints two_versions{host(0, {{"version", "v1"}}), host(1, {{"version", "v1"}}),
                                   host(2, {{"version", "v2"}})};

/// Retries of 5xx, as often as it takes. Without a host there is none: panic is off.
SingleSidecar sidecar_of(const Setting& setting) {
    mesh::ClusterConfig config;
    config.balancer.name = setting.balancer;
    config.selection.priority.panic_percent = 0;
    config.limits.retries = 10;
    config.host_rules = std::make_shared<HostRules>(setting.rules);
    mesh::RetryPolicy retry;
    retry.retries = 9;
    retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    SingleSidecar sidecar{config, 1, retry};
    sidecar.set_endpoints(setting.hosts);
    sidecar.push();
    return sidecar;
}

/// Where the attempt of the last step went; -1 for nowhere.
int sent(const SingleSidecar& sidecar) {
    const auto attempt = sidecar.only(Kind::send_attempt);
    return attempt ? static_cast<int>(attempt->host.number()) : -1;
}

/// Where a request and its retries go, each but the last of so many attempts failing.
Ids attempts(SingleSidecar& sidecar, std::size_t count) {
    const std::uint32_t number = sidecar.ask();
    Ids hosts{static_cast<std::uint32_t>(sent(sidecar))};
    while (hosts.size() < count) {
        sidecar.answer(number, 503);
        sidecar.expire(number, mesh::TimerKind::backoff);
        hosts.push_back(static_cast<std::uint32_t>(sent(sidecar)));
    }
    sidecar.answer(number, 200);
    return hosts;
}

Ids facts(const SingleSidecar& sidecar, mesh::Fact::Kind kind) {
    Ids hosts;
    for (const mesh::Action& action : sidecar.actions) {
        if (action.kind == Kind::fact && action.what == kind) hosts.push_back(action.host.number());
    }
    std::ranges::sort(hosts);
    return hosts;
}

mesh::SubsetPolicy by_version() {
    return {.rules = {.selectors = {{.keys = {"version"}}}},
            .from_headers = {{"x-version", "version"}}};
}

}  // namespace

TEST_SUITE("choice of a host by rules") {
    TEST_CASE("a header leads to the hosts of its subset") {
        auto sidecar = sidecar_of({.rules = {.subsets = by_version()}, .hosts = two_versions});
        sidecar.headers = {{"x-version", "v2"}, {"x-version", "v1"}};
        for (int request = 0; request < 3; ++request) {
            sidecar.ask();
            CHECK(sent(sidecar) == 2);
        }
        sidecar.headers = {{"x-version", "v3"}};
        sidecar.ask();
        CHECK(sent(sidecar) == -1);
        CHECK(sidecar.replied()->status == 503);
        CHECK(sidecar.replied()->flags == mesh::Flag::UH);
    }

    TEST_CASE("without the header it is what every request wants") {
        mesh::SubsetPolicy policy = by_version();
        policy.wanted = {{"version", "v1"}};
        auto sidecar = sidecar_of({.rules = {.subsets = policy}, .hosts = two_versions});
        for (int request = 0; request < 4; ++request) {
            sidecar.ask();
            CHECK((sent(sidecar) == 0 || sent(sidecar) == 1));
        }
        sidecar.headers = {{"x-version", "v2"}};
        sidecar.ask();
        CHECK(sent(sidecar) == 2);
    }

    TEST_CASE("what requests of a shape get is found anew when hosts change") {
        auto sidecar = sidecar_of({.rules = {.subsets = by_version()}, .hosts = two_versions});
        sidecar.headers = {{"x-version", "v2"}};
        sidecar.ask();
        CHECK(sent(sidecar) == 2);
        sidecar.set_endpoints({host(0, {{"version", "v2"}}), host(2, {{"version", "v1"}})});
        sidecar.push();
        sidecar.ask();
        CHECK(sent(sidecar) == 0);
        sidecar.answer(0, 200);  // It began before the change.
        sidecar.answer(1, 200);
    }

    TEST_CASE("a pick within a subset says whom it compared, and whom it chose") {
        auto sidecar = sidecar_of({.rules = {.subsets = by_version()},
                                   .balancer = "join_shortest_queue",
                                   .hosts = two_versions});
        sidecar.headers = {{"x-version", "v1"}};
        sidecar.ask(true);
        CHECK(facts(sidecar, mesh::Fact::Kind::considered) == Ids{0, 1});
        CHECK(facts(sidecar, mesh::Fact::Kind::chosen).size() == 1);
    }

    TEST_CASE("the shortest queue of a subset is told of requests, and of their ends") {
        auto sidecar = sidecar_of({.rules = {.subsets = by_version()},
                                   .balancer = "join_shortest_queue",
                                   .hosts = two_versions});
        sidecar.headers = {{"x-version", "v1"}};
        const std::uint32_t first = sidecar.ask();
        const int one = sent(sidecar);
        sidecar.ask();
        const int other = sent(sidecar);
        CHECK(one + other == 1);
        sidecar.answer(first, 200);
        sidecar.ask();
        CHECK(sent(sidecar) == one);
    }

    TEST_CASE("each attempt goes to the next host that the request names, then by the balancer") {
        auto sidecar = sidecar_of({.rules = {.override_header = "x-host"}, .hosts = two_versions});
        sidecar.headers = {{"x-host", "10.0.0.2:80, 10.0.0.9:80,10.0.0.0:80"},
                           {"x-host", "10.0.0.1:80"}};
        for (int request = 0; request < 3; ++request) {
            const Ids hosts = attempts(sidecar, 2);
            CHECK(hosts == Ids{2, 0});
        }
        std::vector<bool> reached(3, false);
        for (int request = 0; request < 3; ++request)
            reached[attempts(sidecar, 3).back()] = true;
        CHECK(reached == std::vector<bool>(3, true));
    }

    TEST_CASE("a named host is taken whatever its health, and explained by its choice alone") {
        mesh::Endpoints hosts = two_versions;
        hosts[2].ready = false;
        auto sidecar = sidecar_of({.rules = {.override_header = "x-host"},
                                   .balancer = "join_shortest_queue",
                                   .hosts = hosts});
        sidecar.headers = {{"x-host", "10.0.0.2:80"}};
        sidecar.ask(true);
        CHECK(sent(sidecar) == 2);
        CHECK(facts(sidecar, mesh::Fact::Kind::considered) == Ids{});
        CHECK(facts(sidecar, mesh::Fact::Kind::chosen) == Ids{2});
        sidecar.headers = {{"x-host", ""}};
        sidecar.ask(true);
        CHECK(sent(sidecar) != 2);
        CHECK(facts(sidecar, mesh::Fact::Kind::considered) == Ids{0, 1});
    }

    TEST_CASE("a request that names no host falls to its subset") {
        HostRules rules{.subsets = by_version(), .override_header = "x-host"};
        auto sidecar = sidecar_of({.rules = rules, .hosts = two_versions});
        sidecar.headers = {{"x-version", "v2"}, {"x-host", "10.0.0.0:80"}};
        CHECK(attempts(sidecar, 3) == Ids{0, 2, 2});
    }

    TEST_CASE("retries avoid hosts that were tried, instead of what the route says") {
        const HostRules rules{.retry_hosts =
                                  mesh::RetryHostRules{.omit_previous = true, .more_picks = 50}};
        auto sidecar = sidecar_of({.rules = rules, .balancer = "random", .hosts = two_versions});
        for (int request = 0; request < 10; ++request) {
            Ids hosts = attempts(sidecar, 3);
            std::ranges::sort(hosts);
            CHECK(hosts == Ids{0, 1, 2});
        }
    }

    TEST_CASE("retries avoid hosts by their labels, first attempts do not") {
        const HostRules rules{.retry_hosts = mesh::RetryHostRules{
                                  .omit_labels = {{"version", "v1"}}, .more_picks = 50}};
        auto sidecar = sidecar_of({.rules = rules, .hosts = two_versions});
        Ids first;
        for (int request = 0; request < 6; ++request) {
            const Ids hosts = attempts(sidecar, 3);
            first.push_back(hosts.front());
            CHECK(hosts[1] == 2);
            CHECK(hosts[2] == 2);
        }
        CHECK(std::ranges::count(first, 2U) < 6);
    }

    TEST_CASE("without rules of its own for retries a subset keeps those of the route") {
        auto sidecar = sidecar_of(
            {.rules = {.subsets = by_version()}, .balancer = "random", .hosts = two_versions});
        sidecar.retry.host_selection_attempts = 50;
        sidecar.push();
        sidecar.headers = {{"x-version", "v1"}};
        for (int request = 0; request < 10; ++request) {
            const Ids hosts = attempts(sidecar, 2);
            CHECK(hosts[0] != hosts[1]);
        }
    }

    TEST_CASE("retries go to the priority that was not tried, then to all again") {
        const mesh::Endpoints hosts{host(0, {}, 0), host(1, {}, 1)};
        auto often = sidecar_of({.rules = {.retry_priorities = 1}, .hosts = hosts});
        CHECK(attempts(often, 4) == Ids{0, 1, 0, 1});
        CHECK(attempts(often, 1) == Ids{0});  // The next request knows nothing of it.
        auto seldom = sidecar_of({.rules = {.retry_priorities = 2}, .hosts = hosts});
        CHECK(attempts(seldom, 4) == Ids{0, 0, 1, 1});
    }

    TEST_CASE("a hedge is a retry for them: it avoids the host that is at it") {
        mesh::ClusterConfig config;
        config.balancer.name = "random";
        config.hedge = mesh::HedgePolicy{.after = 10ms};
        config.host_rules = std::make_shared<HostRules>(HostRules{
            .retry_hosts = mesh::RetryHostRules{.omit_previous = true, .more_picks = 50}});
        SingleSidecar sidecar{config, 3};
        for (int request = 0; request < 10; ++request) {
            const std::uint32_t number = sidecar.ask();
            const int first = sent(sidecar);
            sidecar.expire(number, mesh::TimerKind::hedge);
            CHECK(sent(sidecar) != first);
        }
    }
}

}  // namespace sidecar_choice_test
