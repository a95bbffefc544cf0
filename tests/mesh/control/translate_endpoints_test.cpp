#include "mesh/control/translate_endpoints.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace translate_endpoints_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

/// What answers for the first port of the only host.
Endpoints endpoints(Registry& registry, const Labels& subset = {}, bool fall_back = false) {
    const Catalogue catalogue{registry};
    REQUIRE(catalogue.hosts().size() == 1);
    const KnownHost& host = catalogue.hosts().front();
    return translate_endpoints(registry, host, host.ports.front(), subset, fall_back);
}

std::vector<std::string> addresses(const Endpoints& endpoints) {
    std::vector<std::string> found;
    for (const Endpoint& endpoint : endpoints) {
        found.push_back(endpoint.address);
    }
    return found;
}

using Addresses = std::vector<std::string>;

ServiceEntry entry(ServiceEntry::Resolution resolution) {
    ServiceEntry made;
    made.meta.name = "bank";
    made.hosts = {"bank.example.com"};
    made.ports = {make::port(443, "https")};
    made.resolution = resolution;
    return made;
}

ServiceEntry::WorkloadAddress listed(const std::string& address) {
    ServiceEntry::WorkloadAddress made;
    made.address = address;
    return made;
}

}  // namespace

TEST_CASE("addresses are ordered as numbers") {
    CHECK(address_before("10.0.0.9:80", "10.0.0.10:80"));
    CHECK_FALSE(address_before("10.0.0.10:80", "10.0.0.9:80"));
    CHECK(address_before("10.0.0.9:80", "10.0.0.9:8080"));
    CHECK(address_before("pod-2", "pod-10"));
    CHECK_FALSE(address_before("a", "a"));
    CHECK(address_before("a", "a1"));
    CHECK(address_before("a01", "a1"));  // The same number: the text decides.
    CHECK_FALSE(address_before("a1", "a01"));
}

TEST_CASE("addresses of every form stand in one order") {
    Registry registry;
    ServiceEntry made = entry(ServiceEntry::Resolution::static_list);
    for (const char* const address :
         {"10.0.0.10", "10.0.0.9", "db.example.com", "9.255.0.1", "10.0.0.09", "10.0.0.256",
          "10.0.1.0", "fd00::1", "10.0.0.1000000", "10.0.0"}) {
        made.endpoints.push_back(listed(address));
    }
    registry.apply(made);
    const Addresses found = addresses(endpoints(registry));
    CHECK(found.size() == 10);
    CHECK(std::ranges::is_sorted(found, address_before));
}

TEST_CASE("pods that end answer only where none is ready, to those who fall back on them") {
    Registry registry;
    registry.apply(make::service("web"));
    Pod stays = make::pod("web", "v1", "10.0.0.1");
    Pod ends = make::pod("web", "v1", "10.0.0.2");
    ends.is_terminating = true;
    const auto listed_with = [&](bool fall_back) {
        registry.apply(stays);
        registry.apply(ends);
        return endpoints(registry, {}, fall_back);
    };
    CHECK(addresses(listed_with(false)) == Addresses{"10.0.0.1:9080"});
    CHECK(addresses(listed_with(true)) == Addresses{"10.0.0.1:9080"});
    stays.ready = false;
    CHECK(listed_with(false).empty());
    CHECK(addresses(listed_with(true)) == Addresses{"10.0.0.2:9080"});
    ends.ready = false;  // It serves no more.
    CHECK(listed_with(true).empty());
}

TEST_CASE("a Service that publishes pods lists them ready or not, and while they end") {
    Registry registry;
    Service all = make::service("web");
    all.publishes_not_ready = true;
    registry.apply(all);
    registry.apply(make::pod("web", "v1", "10.0.0.1", false));
    Pod ends = make::pod("web", "v1", "10.0.0.2");
    ends.is_terminating = true;
    registry.apply(ends);
    CHECK(addresses(endpoints(registry)) == Addresses{"10.0.0.1:9080", "10.0.0.2:9080"});
}

TEST_CASE("the pods of a selector answer, in the order of their addresses") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.10"));
    registry.apply(make::pod("reviews", "v2", "10.0.0.9"));
    registry.apply(make::pod("ratings", "v1", "10.0.0.1"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.2", true, "prod"));
    CHECK(addresses(endpoints(registry)) == Addresses{"10.0.0.9:9080", "10.0.0.10:9080"});
    CHECK(addresses(endpoints(registry, {{"version", "v1"}})) == Addresses{"10.0.0.10:9080"});
    CHECK(endpoints(registry, {{"version", "v3"}}).empty());
}

TEST_CASE("a subset may ask where a pod is, whatever the pod's own labels say of it") {
    Registry registry;
    registry.apply(make::service("reviews"));
    Pod here = make::pod("reviews", "v1", "10.0.0.1");
    here.zone = "eu/a";
    here.node = "node-1";
    Pod there = make::pod("reviews", "v1", "10.0.0.2");
    there.zone = "eu/b";
    there.meta.labels["topology.kubernetes.io/zone"] = "a";
    registry.apply(here);
    registry.apply(there);
    const auto found = [&](const Labels& subset) { return addresses(endpoints(registry, subset)); };
    const Addresses both{"10.0.0.1:9080", "10.0.0.2:9080"};
    CHECK(found({{"topology.kubernetes.io/region", "eu"}}) == both);
    CHECK(found({{"topology.kubernetes.io/zone", "a"}}) == Addresses{"10.0.0.1:9080"});
    CHECK(found({{"topology.kubernetes.io/zone", "b"}}) == Addresses{"10.0.0.2:9080"});
    CHECK(found({{"kubernetes.io/hostname", "node-1"}}) == Addresses{"10.0.0.1:9080"});
    CHECK(found({{"topology.kubernetes.io/zone", "a"}, {"version", "v2"}}).empty());
}

TEST_CASE("a subset may ask for the cluster, which has the name that Istio gives to the only one") {
    Registry registry;
    registry.apply(make::service("reviews"));
    Pod pod = make::pod("reviews", "v1", "10.0.0.1");
    pod.meta.labels["topology.istio.io/cluster"] = "west";
    registry.apply(pod);
    CHECK(endpoints(registry, {{"topology.istio.io/cluster", "Kubernetes"}}).size() == 1);
    CHECK(endpoints(registry, {{"topology.istio.io/cluster", "west"}}).empty());
}

TEST_CASE("a subset may ask where an address of a ServiceEntry is") {
    Registry registry;
    ServiceEntry made = entry(ServiceEntry::Resolution::static_list);
    made.endpoints = {listed("192.0.2.1"), listed("192.0.2.2")};
    made.endpoints[1].locality = "eu/b";
    registry.apply(made);
    CHECK(addresses(endpoints(registry, {{"topology.kubernetes.io/zone", "b"}})) ==
          Addresses{"192.0.2.2:443"});
}

TEST_CASE("neither a pod that is not ready is listed nor one without an address") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.1"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.2", false));
    registry.apply(make::pod("reviews", "v2", ""));
    const Endpoints found = endpoints(registry);
    REQUIRE(found.size() == 1);
    CHECK(found.front().ready);
    CHECK(registry.owner(found.front().id).pod == "reviews-v1-10.0.0.1");
    CHECK(registry.owner(found.front().id).ns == "default");
}

TEST_CASE("a target port is a number or the name of a container's port") {
    Registry registry;
    registry.apply(make::service("reviews", "default", {make::port(80, "http", "8080")}));
    Pod pod = make::pod("reviews", "v1", "10.0.0.1");
    registry.apply(pod);
    CHECK(addresses(endpoints(registry)) == Addresses{"10.0.0.1:8080"});

    registry.apply(make::service("reviews", "default", {make::port(80, "http", "web")}));
    CHECK(endpoints(registry).empty());  // The pod has no port of that name.
    pod.ports.push_back({"web", 5000});
    registry.apply(pod);
    CHECK(addresses(endpoints(registry)) == Addresses{"10.0.0.1:5000"});

    registry.apply(make::service("reviews", "default", {make::port(80, "http", "65536")}));
    CHECK(endpoints(registry).empty());
}

TEST_CASE("a service without a selector has nobody behind it") {
    Registry registry;
    Service service = make::service("reviews");
    service.selector.clear();
    registry.apply(service);
    registry.apply(make::pod("reviews", "v1", "10.0.0.1"));
    CHECK(endpoints(registry).empty());
}

TEST_CASE("one address has one number in every list") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::pod("reviews", "v1", "10.0.0.1"));
    const EndpointId whole = endpoints(registry).front().id;
    CHECK(endpoints(registry, {{"version", "v1"}}).front().id == whole);
    CHECK(registry.endpoints() == 1);
}

TEST_CASE("a ServiceEntry lists its addresses, or stands for its host") {
    Registry registry;
    registry.apply(entry(ServiceEntry::Resolution::dns));
    const Endpoints by_name = endpoints(registry);
    CHECK(addresses(by_name) == Addresses{"bank.example.com:443"});
    CHECK(registry.owner(by_name.front().id).host == "bank.example.com");
    CHECK(registry.owner(by_name.front().id).pod.empty());

    ServiceEntry of_list = entry(ServiceEntry::Resolution::static_list);
    registry.apply(of_list);
    CHECK(endpoints(registry).empty());
    of_list.endpoints = {listed("192.0.2.10"), listed("192.0.2.9")};
    of_list.endpoints[0].ports = {{"https", 8443}};
    registry.apply(of_list);
    of_list.endpoints[0].weight = 3;
    registry.apply(of_list);
    CHECK(addresses(endpoints(registry)) == Addresses{"192.0.2.9:443", "192.0.2.10:8443"});
    CHECK(endpoints(registry).front().weight == 1);
    CHECK(endpoints(registry).back().weight == 3);
}

TEST_CASE("a ServiceEntry may select pods") {
    Registry registry;
    ServiceEntry selecting = entry(ServiceEntry::Resolution::static_list);
    selecting.workload_selector = {{"app", "bank"}};
    registry.apply(selecting);
    registry.apply(make::pod("bank", "v1", "10.0.0.1"));
    CHECK(addresses(endpoints(registry)) == Addresses{"10.0.0.1:443"});
}

TEST_CASE("of two with one address the pod answers, once, or nobody if it is not ready") {
    Registry registry;
    ServiceEntry both = entry(ServiceEntry::Resolution::static_list);
    both.workload_selector = {{"app", "bank"}};
    both.endpoints = {listed("10.0.0.1")};
    registry.apply(both);
    registry.apply(make::pod("bank", "v1", "10.0.0.1"));
    const Endpoints found = endpoints(registry);
    REQUIRE(found.size() == 1);
    CHECK_FALSE(registry.owner(found.front().id).pod.empty());
    registry.apply(make::pod("bank", "v1", "10.0.0.1", false));
    CHECK(endpoints(registry).empty());
}

TEST_CASE("an ExternalName leads outside, whatever pods its selector names") {
    Registry registry;
    Service service = make::service("bank");
    service.external_name = "bank.example.com";
    registry.apply(service);
    registry.apply(make::pod("bank", "v1", "10.0.0.1"));
    CHECK(addresses(endpoints(registry)) == Addresses{"bank.example.com:9080"});
}

}  // namespace translate_endpoints_test
