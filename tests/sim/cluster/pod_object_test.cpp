#include "sim/cluster/pod_object.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace pod_object_test {

using namespace weft::sim;

namespace {

weft::mesh::control::Pod placed(std::uint32_t ordinal, const ClusterPlan& cluster) {
    weft::mesh::control::Workload workload;
    workload.meta.name = "web";
    weft::mesh::control::Pod pod = pod_object(workload, ordinal, ordinal + 1);
    place_pod(pod, ordinal, cluster);
    return pod;
}

}  // namespace

TEST_SUITE("pod object") {
    TEST_CASE("replicas go from zone to zone, and there from node to node") {
        const ClusterPlan cluster{.zones = {{"a", 2}, {"b", 2}, {"c", 1}}};
        std::set<std::string> zones;
        for (std::uint32_t ordinal = 0; ordinal < 3; ++ordinal)
            zones.insert(placed(ordinal, cluster).zone);
        CHECK(zones == std::set<std::string>{"a", "b", "c"});
        CHECK(placed(3, cluster).zone == placed(0, cluster).zone);
        const ClusterPlan one{.zones = {{"a", 2}}};
        CHECK(placed(0, one).node == "a-node-0");
        CHECK(placed(1, one).node == "a-node-1");
        CHECK(placed(2, one).node == "a-node-0");
    }
}

}  // namespace pod_object_test
