#include "scenarios/play/config_text.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>

namespace config_text_test {

using namespace weft;
using namespace std::chrono_literals;
using scenarios::config_text;
using scenarios::line_diff;

namespace {

mesh::ProxyConfig two_hosts(std::uint32_t weight) {
    auto cluster = std::make_shared<mesh::ClusterConfig>();
    cluster->name = "outbound|80||cart";
    cluster->balancer = {.name = "least_request", .parameters = {{"choices", "3"}}};
    cluster->limits.requests = 7;
    mesh::Route route;
    route.name = "cart.default/http[0]";
    route.clusters = {{.cluster = mesh::ClusterId{0}, .weight = 1}};
    route.timeout = 2s;
    mesh::ProxyConfig config;
    config.routes = std::make_shared<mesh::RouteTable>(std::vector<mesh::VirtualHost>{
        {.name = "cart", .domains = {"cart", "cart.default"}, .routes = {route}}});
    config.clusters[mesh::ClusterId{0}] = {
        cluster, std::make_shared<mesh::Endpoints>(mesh::Endpoints{
                     {.id = mesh::EndpointId{0}, .address = "10.0.0.1:80", .weight = weight},
                     {.id = mesh::EndpointId{1}, .address = "10.0.0.2:80", .ready = false}})};
    return config;
}

}  // namespace

TEST_SUITE("configuration as text") {
    TEST_CASE("a route, its cluster and the cluster's hosts are lines below each other") {
        CHECK(config_text(two_hosts(1)) ==
              "virtual host cart\n"
              "  names cart, cart.default\n"
              "  route cart.default/http[0]\n"
              "    to 100% outbound|80||cart\n"
              "    timeout 2s\n"
              "    retries none\n"
              "cluster outbound|80||cart\n"
              "  balancer least_request choices=3\n"
              "  limits 7 requests, unlimited retries\n"
              "  panic below 50% healthy\n"
              "  host 10.0.0.1:80\n"
              "  host 10.0.0.2:80, not ready\n");
    }

    TEST_CASE("two versions that say the same do not differ") {
        mesh::ProxyConfig later = two_hosts(1);
        later.version = 9;
        CHECK(line_diff(config_text(two_hosts(1)), config_text(later)).empty());
    }

    TEST_CASE("a difference names what it stands below") {
        CHECK(line_diff(config_text(two_hosts(1)), config_text(two_hosts(5))) ==
              "  cluster outbound|80||cart\n"
              "-   host 10.0.0.1:80\n"
              "+   host 10.0.0.1:80, weight 5\n");
    }

    TEST_CASE("lines that come, go and stay are told apart") {
        CHECK(line_diff("a\nb\nc\n", "a\nb\nc\n").empty());
        CHECK(line_diff("", "a\n b\n") == "+ a\n+  b\n");
        CHECK(line_diff("a\n b\n", "") == "- a\n-  b\n");
        CHECK(line_diff("a\n 1\n 2\nb\n 1\n", "a\n 2\nb\n 1\n 3\n") == "  a\n-  1\n  b\n+  3\n");
        CHECK(line_diff("a\n 1\n 2\n", "a\n 2\n 1\n") == "  a\n-  1\n+  1\n");
    }
}

}  // namespace config_text_test
