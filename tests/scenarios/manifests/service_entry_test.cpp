#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::service_entry_test {
namespace {

using namespace mesh::control;
using Lines = std::vector<std::string>;

std::string istio(const std::string& kind, const std::string& spec) {
    return "apiVersion: networking.istio.io/v1\nkind: " + kind +
           "\nmetadata: {name: a}\nspec: " + spec;
}

}  // namespace

TEST_SUITE("ServiceEntry manifests") {
    TEST_CASE("a ServiceEntry names hosts, ports and addresses outside") {
        const auto entry = read_one<ServiceEntry>(
            istio("ServiceEntry",
                  "{hosts: [db.example.com], location: MESH_EXTERNAL, resolution: STATIC,"
                  " ports: [{number: 443, name: web, protocol: HTTP2, targetPort: 8443}],"
                  " endpoints: [{address: 10.1.2.3, labels: {v: a}, ports: {web: 9443}}]}"));
        CHECK(entry.hosts == Lines{"db.example.com"});
        CHECK(entry.resolution == ServiceEntry::Resolution::static_list);
        REQUIRE(entry.ports.size() == 1);
        CHECK(entry.ports[0].port == 443);
        CHECK(entry.ports[0].app_protocol == "http2");
        CHECK(entry.ports[0].target == "8443");
        REQUIRE(entry.endpoints.size() == 1);
        CHECK(entry.endpoints[0].address == "10.1.2.3");
        CHECK(entry.endpoints[0].ports.at("web") == 9443);
    }

    TEST_CASE("a ServiceEntry's port that speaks no HTTP is warned of") {
        CHECK(read(istio("ServiceEntry",
                         "{hosts: [a.b], ports: [{number: 443, name: x, protocol: TLS}]}"))
                  .count("warning: port 443 speaks tls, which AuthorizationPolicies alone honour: "
                         "it is played as HTTP") == 1);
    }

    TEST_CASE("a ServiceEntry may select pods") {
        const auto entry = read_one<ServiceEntry>(
            istio("ServiceEntry", "{hosts: [a.b], workloadSelector: {labels: {app: a}}}"));
        CHECK(entry.workload_selector == Labels{{"app", "a"}});
        CHECK(entry.resolution == ServiceEntry::Resolution::none);
    }

    TEST_CASE("an address may say where it stands") {
        const auto entry =
            read_one<ServiceEntry>(istio("ServiceEntry",
                                         "{hosts: [a.b], resolution: STATIC, endpoints: [{address: "
                                         "1.2.3.4, locality: eu/a}]}"));
        CHECK(entry.endpoints.at(0).locality == "eu/a");
        CHECK(read(istio("ServiceEntry",
                         "{hosts: [a.b], resolution: STATIC, endpoints: "
                         "[{address: 1.2.3.4, locality: eu//a}]}"))
                  .count("must be region/zone/subzone") == 1);
    }

    TEST_CASE("an address may have a weight, which is 1 if it is left out or 0") {
        const auto entry = read_one<ServiceEntry>(
            istio("ServiceEntry",
                  "{hosts: [a.b], resolution: STATIC, endpoints: [{address: 1.2.3.4, weight: 7}, "
                  "{address: 1.2.3.5}, {address: 1.2.3.6, weight: 0}]}"));
        CHECK(entry.endpoints.at(0).weight == 7);
        CHECK(entry.endpoints.at(1).weight == 1);
        CHECK(entry.endpoints.at(2).weight == 1);
    }

    TEST_CASE("a ServiceEntry that nothing can be made of is an error") {
        CHECK(read(istio("ServiceEntry", "{ports: []}")).count("hosts must name at least one") ==
              1);
        CHECK(read(istio("ServiceEntry", "{hosts: [a], resolution: STATIK}"))
                  .count("did you mean 'STATIC'?") == 1);
        CHECK(read(istio("ServiceEntry", "{hosts: [a], endpoints: [{address: b}]}"))
                  .count("endpoints need a resolution") == 1);
        CHECK(read(istio("ServiceEntry", "{hosts: [a], addresses: [10.0.0.0/8]}"))
                  .count("warning: spec.addresses is not honoured") == 1);
    }
}

}  // namespace weft::scenarios::samples::service_entry_test
