#include "mesh/proxy/sidecar.hpp"

#include "tests/mesh/proxy/loopback.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <set>

namespace sidecar_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Flag;
using mesh::ResetReason;

namespace {

constexpr mesh::ClusterId reviews{0};

mesh::Endpoints three_endpoints() {
    return {{.id = mesh::EndpointId{0}, .address = "10.0.0.1:80"},
            {.id = mesh::EndpointId{1}, .address = "10.0.0.2:80"},
            {.id = mesh::EndpointId{2}, .address = "10.0.0.3:80"}};
}

mesh::RetryPolicy retry_twice() {
    mesh::RetryPolicy policy;
    policy.retries = 2;
    policy.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    policy.backoff = {.base = 25ms, .max = 250ms};
    return policy;
}

/// One service of three hosts behind one route that a test may change.
struct Setting {
    mesh::Route route;
    mesh::ClusterConfig cluster;
    mesh::Endpoints endpoints = three_endpoints();

    Setting() {
        route.clusters = {{.cluster = reviews, .weight = 1}};
        cluster.id = reviews;
        cluster.name = "outbound|80||reviews";
        cluster.balancer.name = "least_request";
        cluster.selection.priority.panic_percent = 0;
    }

    mesh::ProxyConfig config(std::uint64_t version = 1) const {
        mesh::ProxyConfig config;
        config.version = version;
        config.routes = std::make_shared<mesh::RouteTable>(std::vector<mesh::VirtualHost>{
            {.name = "reviews", .domains = {"reviews"}, .routes = {route}}});
        config.clusters[reviews] = {std::make_shared<mesh::ClusterConfig>(cluster),
                                    std::make_shared<mesh::Endpoints>(endpoints)};
        return config;
    }
};

const mesh::RequestHead request{
    .method = "GET", .authority = "reviews", .path = "/", .headers = {}};

mesh::AttemptOutcome answered(std::uint16_t status) {
    return {.status = status};
}
mesh::AttemptOutcome reset(ResetReason reason) {
    return {.status = 0, .reset = reason};
}

std::set<mesh::HostId> hosts_of(const std::vector<mesh::Action>& sent) {
    std::set<mesh::HostId> hosts;
    for (const mesh::Action& attempt : sent)
        hosts.insert(attempt.host);
    return hosts;
}

tests::Loopback loopback(const Setting& setting, std::deque<mesh::AttemptOutcome> answers) {
    tests::Loopback loop{setting.config()};
    loop.answers = std::move(answers);
    loop.think = 10ms;
    return loop;
}

}  // namespace

TEST_SUITE("sidecar") {
    TEST_CASE("a request is answered by the host that was chosen") {
        auto loop = loopback(Setting{}, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 200);
        CHECK(reply.flags == mesh::Flags{});
        CHECK(reply.at == mesh::Instant{10ms});
        CHECK(loop.sent.size() == 1);
    }

    TEST_CASE("a host that no route knows is answered 404 NR") {
        auto loop = loopback(Setting{}, {answered(200)});
        mesh::RequestHead other = request;
        other.authority = "ratings";
        const auto reply = loop.ask(other);
        CHECK(reply.status == 404);
        CHECK(reply.flags == Flag::NR);
        CHECK(loop.sent.empty());
    }

    TEST_CASE("a route to an unknown cluster is answered 503 NC") {
        Setting setting;
        setting.route.clusters = {{.cluster = mesh::ClusterId{7}, .weight = 1}};
        auto loop = loopback(setting, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 503);
        CHECK(reply.flags == Flag::NC);
    }

    TEST_CASE("a cluster without hosts is answered 503 UH") {
        Setting setting;
        setting.endpoints.clear();
        auto loop = loopback(setting, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 503);
        CHECK(reply.flags == Flag::UH);
    }

    TEST_CASE("hosts that are not ready get nothing while others are") {
        Setting setting;
        setting.endpoints[0].ready = false;
        setting.endpoints[2].ready = false;
        auto loop = loopback(setting, {answered(200)});
        for (int sent = 0; sent < 20; ++sent)
            loop.ask(request);
        CHECK(hosts_of(loop.sent) == std::set{mesh::HostId{1}});
    }

    TEST_CASE("in panic all hosts are used, ready or not") {
        Setting setting;
        setting.cluster.selection.priority.panic_percent = 50;
        setting.endpoints[0].ready = false;
        setting.endpoints[2].ready = false;
        auto loop = loopback(setting, {answered(200)});
        for (int sent = 0; sent < 50; ++sent)
            loop.ask(request);
        CHECK(hosts_of(loop.sent).size() == 3);
        CHECK(loop.facts.front().kind == mesh::Fact::Kind::panic_entered);
    }

    TEST_CASE("a failed answer is retried, and the retry's answer counts") {
        Setting setting;
        setting.route.retry = retry_twice();
        auto loop = loopback(setting, {answered(503), answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 200);
        CHECK(reply.flags == mesh::Flags{});
        CHECK(loop.sent.size() == 2);
        CHECK(reply.at < mesh::Instant{20ms + 25ms});
    }

    TEST_CASE("an answer whose status is listed is retried, however good it is") {
        Setting setting;
        setting.route.retry = retry_twice();
        setting.route.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::retriable_status_codes);
        setting.route.retry.status_codes = {202};
        auto listed = loopback(setting, {answered(202), answered(200)});
        CHECK(listed.ask(request).status == 200);
        CHECK(listed.sent.size() == 2);
        auto other = loopback(setting, {answered(203), answered(200)});
        CHECK(other.ask(request).status == 203);
        CHECK(other.sent.size() == 1);
    }

    TEST_CASE("when no retry is left the last status goes through with URX") {
        Setting setting;
        setting.route.retry = retry_twice();
        auto loop = loopback(setting, {answered(503)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 503);
        CHECK(reply.flags == Flag::URX);
        CHECK(loop.sent.size() == 3);
    }

    TEST_CASE("retries avoid the hosts that were tried") {
        Setting setting;
        setting.route.retry = retry_twice();
        setting.route.retry.host_selection_attempts = 20;
        auto loop = loopback(setting, {answered(503)});
        loop.ask(request);
        CHECK(hosts_of(loop.sent).size() == 3);
    }

    TEST_CASE("a retry over the limit is refused with UO and the answer goes through") {
        Setting setting;
        setting.route.retry = retry_twice();
        setting.cluster.limits.retries = 0;
        auto loop = loopback(setting, {answered(502)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 502);
        CHECK(reply.flags == Flag::UO);
        CHECK(loop.sent.size() == 1);
    }

    TEST_CASE("a lost connection is 503 UC, a refused one 503 UF") {
        auto lost = loopback(Setting{}, {reset(ResetReason::connection_termination)});
        CHECK(lost.ask(request).flags == Flag::UC);
        auto refused = loopback(Setting{}, {reset(ResetReason::connection_failure)});
        const auto reply = refused.ask(request);
        CHECK(reply.flags == Flag::UF);
        CHECK(reply.status == 503);
    }

    TEST_CASE("over the request limit the answer is 503 UO at once") {
        Setting setting;
        setting.cluster.limits.requests = 0;
        auto loop = loopback(setting, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 503);
        CHECK(reply.flags == Flag::UO);
        CHECK(reply.at == mesh::Instant{});
        CHECK(loop.facts.front().kind == mesh::Fact::Kind::limit_reached);
    }

    TEST_CASE("the route's timeout strikes in its last nanosecond and not before") {
        Setting setting;
        setting.route.timeout = 10ms;
        auto late = loopback(setting, {answered(200)});
        late.think = 10ms + 1ns;
        const auto reply = late.ask(request);
        CHECK(reply.status == 504);
        CHECK(reply.flags == Flag::UT);
        CHECK(reply.at == mesh::Instant{10ms});
        auto early = loopback(setting, {answered(200)});
        early.think = 10ms - 1ns;
        CHECK(early.ask(request).status == 200);
    }

    TEST_CASE("the route's timeout covers retries and their back-off") {
        Setting setting;
        setting.route.timeout = 25ms;
        setting.route.retry = retry_twice();
        setting.route.retry.retries = 200;
        auto loop = loopback(setting, {answered(503)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 504);
        CHECK(reply.at == mesh::Instant{25ms});
    }

    TEST_CASE("a per-try timeout gives the attempt up and is retried") {
        Setting setting;
        setting.route.retry = retry_twice();
        setting.route.retry.per_try_timeout = 5ms;
        auto loop = loopback(setting, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 504);
        CHECK(reply.flags ==
              mesh::Flags{mesh::Flags{Flag::UT}.bits() | mesh::Flags{Flag::URX}.bits()});
        CHECK(loop.sent.size() == 3);
    }

    TEST_CASE("an injected abort answers without asking anybody") {
        Setting setting;
        setting.route.abort = {.status = 555, .share = {mesh::Ratio::whole}};
        auto loop = loopback(setting, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 555);
        CHECK(reply.flags == Flag::FI);
        CHECK(loop.sent.empty());
    }

    TEST_CASE("an injected delay comes before the route's timeout begins") {
        Setting setting;
        setting.route.delay = {.delay = 7s, .share = {mesh::Ratio::whole}};
        setting.route.timeout = 1s;
        auto loop = loopback(setting, {answered(200)});
        const auto reply = loop.ask(request);
        CHECK(reply.status == 200);
        CHECK(reply.flags == Flag::DI);
        CHECK(reply.at == mesh::Instant{7s + 10ms});
    }

    TEST_CASE("a host that fails five times in a row is ejected and gets nothing more") {
        Setting setting;
        setting.cluster.outlier = mesh::OutlierSettings{.consecutive_5xx = 5,
                                                        .interval = 10s,
                                                        .base_ejection_time = 30s,
                                                        .max_ejection_time = 300s,
                                                        .max_ejection_percent = 100};
        setting.endpoints[1].ready = false;
        setting.endpoints[2].ready = false;
        auto loop = loopback(setting, {answered(500)});
        for (int sent = 0; sent < 4; ++sent)
            CHECK(loop.ask(request).status == 500);
        CHECK(loop.facts.empty());
        CHECK(loop.ask(request).status == 500);
        CHECK(loop.facts.back().kind == mesh::Fact::Kind::host_ejected);
        const auto reply = loop.ask(request);
        CHECK(reply.status == 503);
        CHECK(reply.flags == Flag::UH);
    }

    TEST_CASE("a route that rewrites sends the rewritten request") {
        Setting setting;
        setting.route.rewrite = mesh::Rewrite{.path = std::nullopt, .authority = "reviews.new"};
        auto loop = loopback(setting, {answered(200)});
        loop.ask(request);
        CHECK(loop.shapes.head(loop.sent.front().shape).authority == "reviews.new");
    }

    TEST_CASE("what is sent to one of several clusters has that cluster's edits") {
        for (const bool delayed : {false, true}) {
            Setting setting;
            setting.route.clusters = {
                {.cluster = reviews, .request_headers = {.set = {{"to", "reviews"}}}},
                {.cluster = mesh::ClusterId{99}, .weight = 0}};
            if (delayed) setting.route.delay = {.delay = 7s, .share = {100, 100}};
            auto loop = loopback(setting, {answered(200), answered(200)});
            loop.ask(request);
            loop.ask(request);
            REQUIRE(loop.sent.size() == 2);
            for (const mesh::Action& sent : loop.sent) {
                CHECK(loop.shapes.head(sent.shape).headers ==
                      std::vector<mesh::Header>{{"to", "reviews"}});
            }
        }
    }

    TEST_CASE("a redirect is answered by the proxy") {
        Setting setting;
        setting.route.redirect = mesh::Redirect{.status = 308};
        auto loop = loopback(setting, {});
        CHECK(loop.ask(request).status == 308);
    }

    TEST_CASE("a cluster that does not exist gets the route's status for it") {
        Setting setting;
        setting.route.clusters = {{.cluster = mesh::ClusterId{99}}};
        CHECK(loopback(setting, {}).ask(request).status == 503);
        setting.route.unknown_cluster_status = 500;
        const auto reply = loopback(setting, {}).ask(request);
        CHECK(reply.status == 500);
        CHECK(reply.flags == Flag::NC);
    }

    TEST_CASE("a mirrored request asks for one copy and is answered by the primary") {
        Setting setting;
        setting.route.mirrors = {{.cluster = reviews, .share = {mesh::Ratio::whole}}};
        auto loop = loopback(setting, {answered(200)});
        CHECK(loop.ask(request).status == 200);
        CHECK(loop.mirrored == 1);
    }
}

}  // namespace sidecar_test
