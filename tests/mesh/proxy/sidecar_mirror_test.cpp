// Where copies of requests go.
#include "mesh/proxy/sidecar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace sidecar_mirror_test {

using namespace weft;
using Kind = mesh::Action::Kind;

namespace {

constexpr mesh::ClusterId primary{0};
constexpr mesh::ClusterId shadow{1};
constexpr mesh::HostId meant{9};

mesh::ClusterEntry cluster_of(mesh::ClusterId id, bool app_chooses) {
    mesh::ClusterConfig config;
    config.id = id;
    config.name = "outbound|80||web";
    config.balancer.name = "round_robin";
    config.to_original_destination = app_chooses;
    return {std::make_shared<mesh::ClusterConfig>(config),
            std::make_shared<mesh::Endpoints>(
                mesh::Endpoints{{.id = mesh::EndpointId{5}, .address = ""}})};
}

std::optional<mesh::HostId> host_of_attempt(const mesh::Actions& actions) {
    const auto sent = std::ranges::find(actions, Kind::send_attempt, &mesh::Action::kind);
    return sent == actions.end() ? std::nullopt : std::optional{sent->host};
}

/// Where a request for host 9 and its copy go; the cluster of the copy leaves the choice to the
/// app.
std::vector<std::optional<mesh::HostId>> hosts(bool app_chooses_for_primary) {
    const mesh::BalancerRegistry balancers = mesh::built_in_balancers();
    mesh::Shapes shapes;
    mesh::Sidecar sidecar{"client", {balancers, shapes, 1}};
    mesh::Actions out;
    mesh::Draws draws{mesh::RequestKey{.root = 1}};
    const auto tell = [&](const mesh::Input& input) {
        out.clear();
        sidecar.handle(input, {}, draws, out);
    };

    mesh::Route route;
    route.clusters = {{.cluster = primary, .weight = 1}};
    route.mirrors = {{.cluster = shadow, .share = {mesh::Ratio::whole}}};
    auto config = std::make_shared<mesh::ProxyConfig>();
    config->version = 1;
    config->routes = std::make_shared<mesh::RouteTable>(
        std::vector<mesh::VirtualHost>{{.name = "web", .domains = {"web"}, .routes = {route}}});
    config->clusters[primary] = cluster_of(primary, app_chooses_for_primary);
    config->clusters[shadow] = cluster_of(shadow, true);
    tell(mesh::input::ConfigPushed{config});

    mesh::Stream original;
    const mesh::ShapeId shape =
        shapes.intern({.method = "GET", .authority = "web", .path = "/", .headers = {}});
    tell(mesh::input::RequestStarted{original, mesh::StreamId{0}, shape, false, meant});
    std::vector<std::optional<mesh::HostId>> found{host_of_attempt(out)};
    REQUIRE(std::ranges::count(out, Kind::mirror, &mesh::Action::kind) == 1);
    mesh::Stream copy;
    tell(mesh::input::MirrorStarted{copy, mesh::StreamId{1}, original, shadow});
    found.push_back(host_of_attempt(out));
    return found;
}

}  // namespace

TEST_SUITE("copies of requests") {
    TEST_CASE("a copy goes where the app sends the request, not where a balancer does") {
        using Hosts = std::vector<std::optional<mesh::HostId>>;
        CHECK(hosts(true) == Hosts{meant, meant});
        CHECK(hosts(false) == Hosts{mesh::HostId{5}, std::nullopt});
    }
}

}  // namespace sidecar_mirror_test
