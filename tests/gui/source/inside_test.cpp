#include "gui/source/inside.hpp"

#include <doctest/doctest.h>

namespace inside_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

/// A proxy that sends to one cluster of two hosts, one of which it has ejected.
scenarios::Inspection seen_proxy() {
    scenarios::Inspection seen;
    mesh::ClusterView cluster;
    cluster.name = "outbound|80||cart";
    cluster.measure = "cost, ns";
    cluster.use.limits = {.connections = 10, .pending = 4, .requests = 8};
    cluster.use.connections = 5;
    cluster.use.pending = 4;
    cluster.use.requests = 2;
    mesh::HostView well{.host = mesh::HostId{1}, .address = "10.0.0.1:80", .zone = {}};
    well.in_flight = 2;
    well.standing.measure = 50;
    mesh::HostView ejected{.host = mesh::HostId{2}, .address = "10.0.0.2:80", .zone = {}};
    ejected.outlier = mesh::OutlierDetector::Record{.ejected_until = mesh::Instant{35s}};
    cluster.hosts = {well, ejected};
    seen.pod.proxy.clusters = {cluster};
    seen.pod.host_pods.emplace(mesh::HostId{2}, "cart-1");
    return seen;
}

}  // namespace

TEST_SUITE("inside of a proxy") {
    TEST_CASE("hosts have the names of their pods, or their addresses") {
        const auto rows = gui::host_rows(seen_proxy());
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].host == "10.0.0.1:80");
        CHECK(rows[0].state == "healthy");
        CHECK(rows[0].in_flight == 2);
        CHECK(rows[0].measure == 50);
        CHECK(rows[0].measure_of == "cost, ns");
        CHECK(rows[1].host == "cart-1");
        CHECK(rows[1].state == "ejected until 35s");
        CHECK_FALSE(rows[1].measure);
    }

    TEST_CASE("the limit of which least is left comes first, what has none last") {
        const auto rows = gui::use_rows(seen_proxy());
        REQUIRE(rows.size() == 4);
        CHECK(rows[0].resource == "waiting");
        CHECK(rows[0].used == 4);
        CHECK(rows[0].limit == 4U);
        CHECK(rows[1].resource == "connections");
        CHECK(rows[2].resource == "requests");
        CHECK(rows[3].resource == "retries");
        CHECK_FALSE(rows[3].limit);
    }

    TEST_CASE("a service is told of by its first pod that is there, a load by its client") {
        gui::Topology topology;
        topology.services = {{"ingress", "", {}}, {"cart", "", {0, 1}}};
        topology.pods = {{"cart-0", 1}, {"cart-1", 1}};
        topology.loads = {"web"};
        gui::Snapshot snapshot;
        snapshot.pods.resize(2);
        CHECK(gui::proxy_of_service(topology, snapshot, 1) == "cart-0");
        snapshot.pods[0].life = gui::PodState::Life::gone;
        CHECK(gui::proxy_of_service(topology, snapshot, 1) == "cart-1");
        CHECK(gui::proxy_of_service(topology, snapshot, 0) == "ingress-web");
    }
}

}  // namespace inside_test
