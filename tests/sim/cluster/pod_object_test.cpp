#include "sim/cluster/pod_object.hpp"

#include <doctest/doctest.h>

namespace pod_object_test {

using namespace weft::sim;

TEST_SUITE("pod object") {
    TEST_CASE("a pod is named by its ordinal, has its number's address, and is on no node yet") {
        weft::mesh::control::Workload workload;
        workload.meta.name = "web";
        workload.meta.ns = "shop";
        workload.pod.labels = {{"app", "web"}};
        const weft::mesh::control::Pod pod = pod_object(workload, 3, 0x010203);
        CHECK(pod.meta.name == "web-3");
        CHECK(pod.meta.ns == "shop");
        CHECK(pod.meta.labels == workload.pod.labels);
        CHECK(pod.workload == "web");
        CHECK(pod.ip == "10.1.2.3");
        CHECK(pod.ready);
        CHECK(pod.node.empty());
        CHECK(pod.zone.empty());
    }
}

}  // namespace pod_object_test
