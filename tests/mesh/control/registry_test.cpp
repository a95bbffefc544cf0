#include "mesh/control/registry.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

namespace registry_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

TEST_CASE("an address and a cluster's name keep their numbers") {
    Registry registry;
    const EndpointId first = registry.endpoint("10.0.0.1:80", {"10.0.0.1:80", "a", "default", ""});
    const EndpointId second = registry.endpoint("10.0.0.2:80", {"10.0.0.2:80", "b", "default", ""});
    CHECK(first != second);
    CHECK(registry.endpoint("10.0.0.1:80", {"10.0.0.1:80", "c", "default", ""}) == first);
    CHECK(registry.owner(first).pod == "c");  // The address went to another pod.
    CHECK(registry.endpoints() == 2);

    const ClusterId cluster = registry.cluster("outbound|80||a");
    CHECK(registry.cluster("outbound|80||b") != cluster);
    CHECK(registry.cluster("outbound|80||a") == cluster);
    CHECK(registry.cluster_name(cluster) == "outbound|80||a");
}

TEST_CASE("a pod owns its address even if a ServiceEntry lists it") {
    Registry registry;
    const EndpointOwner outside{"10.0.0.1:80", "", "", "legacy.example.com"};
    const EndpointId id = registry.endpoint("10.0.0.1:80", outside);
    CHECK(registry.owner(id).host == "legacy.example.com");
    registry.endpoint("10.0.0.1:80", {"10.0.0.1:80", "a", "default", ""});
    registry.endpoint("10.0.0.1:80", outside);
    CHECK(registry.owner(id).pod == "a");
}

TEST_CASE("pods are found by all of their labels and only in their namespace") {
    Registry registry;
    registry.apply(make::pod("reviews", "v2", "10.0.0.2"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.1"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.3", true, "prod"));

    const auto all = registry.pods("default", {{"app", "reviews"}});
    REQUIRE(all.size() == 2);
    CHECK(all[0]->ip == "10.0.0.1");  // By name, not in order of arrival.
    CHECK(registry.pods("default", {{"app", "reviews"}, {"version", "v2"}}).size() == 1);
    CHECK(registry.pods("default", {{"app", "reviews"}, {"version", "v3"}}).empty());
    CHECK(registry.pods("default", {}).empty());
}

TEST_CASE("a pod whose labels change or that goes is no longer found by them") {
    Registry registry;
    Pod pod = make::pod("reviews", "v1", "10.0.0.1");
    registry.apply(pod);
    pod.meta.labels["version"] = "v2";
    registry.apply(pod);
    CHECK(registry.pods("default", {{"version", "v1"}}).empty());
    CHECK(registry.pods("default", {{"version", "v2"}}).size() == 1);
    registry.remove(key_of(pod));
    CHECK(registry.pods("default", {{"version", "v2"}}).empty());
    registry.remove(key_of(pod));
}

TEST_CASE("an object keeps its age when it is written again, and loses it when it is removed") {
    Registry registry;
    const Service older = make::service("b");
    const Service younger = make::service("a");
    registry.apply(older);
    registry.apply(younger);
    registry.apply(older);
    REQUIRE(registry.oldest_first<Service>().size() == 2);
    CHECK(registry.oldest_first<Service>().front()->meta.name == "b");

    registry.remove(key_of(older));
    registry.apply(older);
    CHECK(registry.oldest_first<Service>().front()->meta.name == "a");
    CHECK(registry.oldest_first<VirtualService>().empty());
}

}  // namespace registry_test
