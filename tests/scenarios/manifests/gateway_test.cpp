#include "scenarios/manifests/add_gateways.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::gateway_test {
namespace {

using namespace mesh::control;
using Lines = std::vector<std::string>;

std::string istio(const std::string& spec, const std::string& name = "front") {
    return "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: " + name +
           "}\nspec: " + spec + "\n---\n";
}

std::string of_api(const std::string& spec, const std::string& ns = "shop") {
    return "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n"
           "metadata: {name: side, namespace: " +
           ns + "}\nspec: " + spec + "\n---\n";
}

const std::string ingress = istio(
    "{selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: "
    "HTTP}, hosts: ['*']}]}");

const std::string door =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: door}\nspec: {selector: "
    "{matchLabels: {istio: ingressgateway}}, template: {metadata: {labels: {istio: "
    "ingressgateway}}, spec: {containers: [{name: a}]}}}\n";

/// With the gateways that a mesh with these ports runs.
std::vector<Resource> with_gateways(const std::string& text) {
    Reading reading = read(text);
    CHECK(reading.said() == Lines{});
    add_gateways(reading.resources, {.replicas = 2, .ports = {{80, 8080}, {443, 8443}}});
    return std::move(reading.resources);
}

template <class Kind>
std::vector<Kind> all(const std::vector<Resource>& resources) {
    std::vector<Kind> found;
    for (const Resource& resource : resources) {
        if (const auto* const object = std::get_if<Kind>(&resource)) found.push_back(*object);
    }
    return found;
}

/// "80:8080"
Lines ports(const Service& service) {
    Lines lines;
    for (const ServicePort& port : service.ports)
        lines.push_back(std::to_string(port.port) + ":" + port.target);
    return lines;
}

}  // namespace

TEST_SUITE("Gateway manifests") {
    TEST_CASE("a Gateway listens on ports for hosts") {
        const auto gateway = read_one<Gateway>(
            istio("{selector: {istio: ingress}, servers: [{port: {number: 80, name: http,"
                  " protocol: HTTP}, hosts: ['*', shop/a.b]}]}"));
        CHECK(gateway.selector == Labels{{"istio", "ingress"}});
        REQUIRE(gateway.servers.size() == 1);
        CHECK(gateway.servers[0].port == 80);
        CHECK(gateway.servers[0].protocol == "HTTP");
        CHECK(gateway.servers[0].forwards);
        CHECK(gateway.servers[0].hosts == Lines{"*", "shop/a.b"});
    }

    TEST_CASE("a Gateway's protocol may be written in any case") {
        const auto gateway = read_one<Gateway>(
            istio("{servers: [{port: {number: 80, name: http, protocol: http}, hosts: ['*']},"
                  " {port: {number: 443, name: https, protocol: Https}, hosts: ['*'],"
                  " tls: {mode: SIMPLE, credentialName: a}}]}"));
        REQUIRE(gateway.servers.size() == 2);
        CHECK(gateway.servers[0].protocol == "HTTP");
        CHECK(gateway.servers[0].forwards);
        CHECK(gateway.servers[1].protocol == "HTTPS");
        CHECK(gateway.servers[1].forwards);
    }

    TEST_CASE("a Gateway's server needs a port and a host") {
        CHECK(read(istio("{servers: [{hosts: [a]}]}")).count("port is missing") == 1);
        CHECK(read(istio("{servers: [{port: {number: 80, protocol: HTTP}}]}"))
                  .count("hosts must name at least one") == 1);
    }

    TEST_CASE("TLS that a gateway ends is HTTP to it; what it cannot look into is warned of") {
        const auto server = [](const std::string& protocol, const std::string& tls) {
            return istio("{servers: [{port: {number: 443, protocol: " + protocol +
                         "}, hosts: [a], tls: " + tls + "}]}");
        };
        CHECK(read_one<Gateway>(server("HTTPS", "{mode: SIMPLE, credentialName: c}"))
                  .servers[0]
                  .forwards);
        CHECK(read_one<Gateway>(server("HTTP", "{httpsRedirect: true}"))
                  .servers[0]
                  .redirects_to_https);
        CHECK(read(server("HTTPS", "{mode: SIMPLE, credentialName: c}")).said() == Lines{});
        CHECK(read(server("HTTPS", "{mode: MUTUAL, credentialName: c}"))
                  .count("MUTUAL is not honoured: the gateway asks no client for a certificate") ==
              1);
        const Reading passed = read(server("HTTPS", "{mode: PASSTHROUGH}"));
        CHECK(passed.count("warning: a gateway's port of HTTPS that passes TLS through") == 1);
        CHECK_FALSE(std::get<Gateway>(passed.resources[0]).servers[0].forwards);
        CHECK(read(server("TCP", "{}")).count("a gateway's port of TCP is not honoured") == 1);
    }

    TEST_CASE("a listener takes routes of its own namespace unless it says otherwise") {
        const auto listener = [](const std::string& more) {
            return read_one<Gateway>(
                of_api("{gatewayClassName: istio, listeners: [{name: web, "
                       "port: 80, protocol: HTTP" +
                       more + "}]}"));
        };
        const Gateway plain = listener("");
        CHECK(plain.kind == Gateway::Kind::gateway_api);
        CHECK(plain.selector == Labels{{"gateway.networking.k8s.io/gateway-name", "side"}});
        CHECK(plain.servers[0].name == "web");
        CHECK(plain.servers[0].hosts == Lines{"*"});
        CHECK(plain.servers[0].namespaces == Labels{{"kubernetes.io/metadata.name", "shop"}});
        CHECK_FALSE(listener(", allowedRoutes: {namespaces: {from: All}}").servers[0].namespaces);
        const Gateway chosen = listener(
            ", hostname: a.b, allowedRoutes: {kinds: [{kind: HTTPRoute}], namespaces: {from: "
            "Selector, selector: {matchLabels: {open: 'yes'}}}}");
        CHECK(chosen.servers[0].hosts == Lines{"a.b"});
        CHECK(chosen.servers[0].namespaces == Labels{{"open", "yes"}});
        CHECK(chosen.servers[0].route_kinds == Lines{"HTTPRoute"});
    }

    TEST_CASE("gateways of both APIs may have one name") {
        CHECK(read(ingress + "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n"
                             "metadata: {name: front}\nspec: {gatewayClassName: i}\n")
                  .resources.size() == 2);
    }

    TEST_CASE("a Gateway without pods gets those of an installation, once") {
        const auto resources = with_gateways(
            ingress + istio("{selector: {istio: ingressgateway}, servers: [{port: {number: 8080, "
                            "name: a, protocol: HTTP}, hosts: [a]}, {port: {number: 9090, name: b, "
                            "protocol: HTTP}, hosts: [a]}]}",
                            "other"));
        const auto workloads = all<Workload>(resources);
        REQUIRE(workloads.size() == 1);
        CHECK(workloads[0].meta.name == "istio-ingressgateway");
        CHECK(workloads[0].meta.ns == "istio-system");
        CHECK(workloads[0].replicas == 2);
        CHECK(workloads[0].pod.is_gateway);
        CHECK(workloads[0].pod.labels ==
              Labels{{"app", "istio-ingressgateway"}, {"istio", "ingressgateway"}});
        const auto services = all<Service>(resources);
        REQUIRE(services.size() == 1);
        CHECK(services[0].meta.ns == "istio-system");
        CHECK(ports(services[0]) == Lines{"80:8080", "443:8443", "9090:9090"});
    }

    TEST_CASE("one of the Gateway API gets pods and a Service beside it") {
        const auto resources = with_gateways(of_api(
            "{gatewayClassName: istio, listeners: [{name: web, port: 8000, protocol: HTTP}]}"));
        const auto workloads = all<Workload>(resources);
        REQUIRE(workloads.size() == 1);
        CHECK(workloads[0].meta.name == "side-istio");
        CHECK(workloads[0].meta.ns == "shop");
        CHECK(ports(all<Service>(resources).at(0)) == Lines{"8000:8000"});
    }

    TEST_CASE("those of one name in two namespaces have pods and a Service each") {
        const auto resources = with_gateways(
            of_api("{gatewayClassName: istio, listeners: [{name: web, port: 8000, protocol: "
                   "HTTP}]}") +
            of_api("{gatewayClassName: istio, listeners: [{name: web, port: 9000, protocol: "
                   "HTTP}]}",
                   "mall"));
        const auto workloads = all<Workload>(resources);
        REQUIRE(workloads.size() == 2);
        CHECK(workloads[0].meta.ns == "shop");
        CHECK(workloads[1].meta.ns == "mall");
        const auto services = all<Service>(resources);
        REQUIRE(services.size() == 2);
        CHECK(ports(services[0]) == Lines{"8000:8000"});
        CHECK(ports(services[1]) == Lines{"9000:9000"});
    }

    TEST_CASE("a Gateway and its pods may come one after the other, in either order") {
        const GatewayDefaults defaults{.replicas = 2, .ports = {{80, 8080}}};
        for (const bool gateway_first : {true, false}) {
            CAPTURE(gateway_first);
            auto first = read(gateway_first ? ingress : door).resources;
            auto second = read(gateway_first ? door : ingress).resources;
            std::vector<Resource> start;
            const std::vector<std::vector<Resource>*> earlier{&start, &first};
            add_gateways(second, defaults, earlier);
            const auto workloads = all<Workload>(gateway_first ? second : first);
            REQUIRE(workloads.size() == 1);
            CHECK(workloads[0].pod.is_gateway);
            CHECK(all<Service>(second).empty());
        }
    }

    TEST_CASE("pods of the manifests that a Gateway selects are the gateway") {
        const auto resources = with_gateways(ingress + door);
        const auto workloads = all<Workload>(resources);
        REQUIRE(workloads.size() == 1);
        CHECK(workloads[0].meta.name == "door");
        CHECK(workloads[0].pod.is_gateway);
        CHECK(all<Service>(resources).empty());
    }

    TEST_CASE("a selector that no installation knows stays without pods") {
        CHECK(all<Workload>(with_gateways(istio("{selector: {app: door}, servers: []}"))).empty());
    }

    TEST_CASE("annotations make a gateway, and let an app wait for its proxy") {
        const auto pod = [](const std::string& annotations) {
            const Reading reading = read(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {selector: "
                "{matchLabels: {a: b}}, template: {metadata: {labels: {a: b}, annotations: " +
                annotations + "}, spec: {containers: [{name: a}]}}}\n");
            CHECK(reading.said() == Lines{});
            return std::get<Workload>(reading.resources.at(0)).pod;
        };
        CHECK_FALSE(pod("{}").is_gateway);
        CHECK(pod("{inject.istio.io/templates: gateway}").is_gateway);
        CHECK_FALSE(pod("{}").holds_app);
        CHECK(pod("{proxy.istio.io/config: 'holdApplicationUntilProxyStarts: true'}").holds_app ==
              true);
        CHECK(
            pod("{proxy.istio.io/config: '{holdApplicationUntilProxyStarts: false}'}").holds_app ==
            false);
    }

    TEST_CASE("what else a proxy's annotation says is warned of") {
        const Reading reading = read(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {selector: "
            "{matchLabels: {a: b}}, template: {metadata: {labels: {a: b}, annotations: "
            "{proxy.istio.io/config: 'concurrency: 2', sidecar.istio.io/inject: 'no'}}, spec: "
            "{containers: [{name: a}]}}}\n");
        CHECK(reading.count("annotation 'proxy.istio.io/config': concurrency is not honoured") ==
              1);
        CHECK(reading.count("annotation 'sidecar.istio.io/inject' is not honoured") == 1);
    }
}

}  // namespace weft::scenarios::samples::gateway_test
