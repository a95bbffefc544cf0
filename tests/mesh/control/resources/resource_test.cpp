#include "mesh/control/resources/resource.hpp"

#include <doctest/doctest.h>

namespace resource_test {

using namespace weft::mesh::control;

TEST_CASE("a workload's kind is what its manifest says") {
    Workload workload;
    workload.meta.name = "reviews";
    CHECK(kind_of(workload) == "Deployment");
    workload.kind = Workload::Kind::stateful_set;
    CHECK(kind_of(workload) == "StatefulSet");
    CHECK(kind_of(ServiceEntry{}) == "ServiceEntry");
    CHECK(kind_of(PeerAuthentication{}) == "PeerAuthentication");
    CHECK(kind_of(AuthorizationPolicy{}) == "AuthorizationPolicy");
    CHECK(kind_of(RequestAuthentication{}) == "RequestAuthentication");
}

TEST_CASE("kind, namespace and name make an object the one it is") {
    Service service;
    service.meta.name = "reviews";
    service.meta.ns = "prod";
    CHECK(key_of(service) == ResourceKey{"Service", "prod", "reviews"});
    CHECK(&metadata_of(Resource{service}) != &service.meta);

    VirtualService rules;
    rules.meta = service.meta;
    CHECK(key_of(rules) != key_of(service));
}

TEST_CASE("a namespace lies in no namespace") {
    Namespace prod;
    prod.meta.name = "prod";
    CHECK(key_of(prod) == ResourceKey{"Namespace", "", "prod"});
}

}  // namespace resource_test
