#include "mesh/proxy/config_check.hpp"

#include "mesh/proxy/sidecar.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

namespace config_check_test {

using namespace weft::mesh;

namespace {

ClusterConfig hashed(const std::string& balancer, const std::string& key, const std::string& size) {
    ClusterConfig config;
    config.name = "cart";
    config.balancer = {balancer, {{key, size}}};
    return config;
}

ProxyConfig with(ClusterConfig config, Endpoints endpoints = {}) {
    ProxyConfig made;
    made.version = 7;
    made.clusters[ClusterId{0}] = {
        .config = std::make_shared<const ClusterConfig>(std::move(config)),
        .endpoints = std::make_shared<const Endpoints>(std::move(endpoints))};
    made.routes = std::make_shared<const RouteTable>(std::vector<VirtualHost>{});
    return made;
}

std::string said(const ProxyConfig& config) {
    return mistake_in(config).value_or("");
}

Endpoint weighing(std::uint32_t number, std::uint32_t weight, const std::string& zone) {
    return {.id = EndpointId{number}, .address = "a", .weight = weight, .zone = zone};
}

}  // namespace

TEST_SUITE("what proxies refuse") {
    TEST_CASE("a Maglev table has a prime number of slots, at most 5000011") {
        CHECK(said(with(hashed("maglev", "table_size", "65537"))) == "");
        CHECK(said(with(hashed("maglev", "table_size", "5000011"))) == "");
        CHECK(said(with(hashed("maglev", "table_size", "65536"))) ==
              "cluster cart: the size of its Maglev table is no prime");
        CHECK(said(with(hashed("maglev", "table_size", "5000077"))) ==
              "cluster cart: its Maglev table has more than 5000011 slots");
    }

    TEST_CASE("a hash ring has at most 8388608 points") {
        CHECK(said(with(hashed("ring_hash", "minimum_ring_size", "8388608"))) == "");
        const std::string too_many = "cluster cart: its hash ring has more than 8388608 points";
        CHECK(said(with(hashed("ring_hash", "minimum_ring_size", "8388609"))) == too_many);
        CHECK(said(with(hashed("ring_hash", "minimum_ring_size", "99999999999999999999"))) ==
              too_many);
        CHECK(said(with(hashed("random", "minimum_ring_size", "8388609"))) == "");
    }

    TEST_CASE("weights of hosts are summed by locality") {
        constexpr std::uint32_t half = 2'147'483'648;
        CHECK(said(with({}, {weighing(0, half, "a"), weighing(1, half, "b")})) == "");
        CHECK(said(with({}, {weighing(0, half, "a"), weighing(1, half - 1, "a")})) == "");
        CHECK(said(with({}, {weighing(0, half, "a"), weighing(1, half, "a")})) ==
              "cluster : the weights in a locality are above 4294967295");
    }

    TEST_CASE("a proxy refuses the whole of what has a mistake and keeps what it had") {
        const BalancerRegistry balancers = built_in_balancers();
        Shapes shapes;
        Sidecar sidecar{"client", {balancers, shapes, 1}};
        Draws draws{1};
        const auto push = [&](std::uint64_t version, bool is_bad) {
            ProxyConfig config = with(hashed("random", "hash", "xx"));
            config.version = version;
            if (is_bad) config.mistake = std::make_shared<const std::string>("bad");
            Actions out;
            sidecar.handle(input::ConfigPushed{std::make_shared<const ProxyConfig>(config)}, {},
                           draws, out);
            REQUIRE(out.size() == 1);
            CHECK(out.front().value == version);
            return out.front().kind;
        };
        CHECK(push(1, true) == Action::Kind::nack);
        CHECK(sidecar.config_version() == 0);
        CHECK(push(2, false) == Action::Kind::ack);
        CHECK(push(3, true) == Action::Kind::nack);
        CHECK(sidecar.config_version() == 2);
        CHECK(push(4, false) == Action::Kind::ack);
        CHECK(sidecar.config_version() == 4);
    }
}

}  // namespace config_check_test
