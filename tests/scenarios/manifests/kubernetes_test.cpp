#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::kubernetes_test {
namespace {

using namespace mesh::control;

std::string service(const std::string& spec) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: cart, namespace: shop}\nspec: " + spec;
}

std::string deployment(const std::string& pod_spec, const std::string& more = "") {
    return "apiVersion: apps/v1\n"
           "kind: Deployment\n"
           "metadata: {name: cart-v1}\n"
           "spec:\n"
           "  replicas: 3\n"
           "  selector: {matchLabels: {app: cart}}\n"
           "  template:\n"
           "    metadata: {labels: {app: cart, version: v1}}\n"
           "    spec: " +
           pod_spec + "\n" + more;
}

}  // namespace

TEST_SUITE("Kubernetes manifests") {
    TEST_CASE("a Service has its ports, their targets and a selector") {
        const auto read =
            read_one<Service>(service("{selector: {app: cart}, ports: [{name: http, port: 80, "
                                      "targetPort: web, protocol: TCP},"
                                      " {name: admin, port: 65535, appProtocol: http}]}"));
        CHECK(read.meta.name == "cart");
        CHECK(read.meta.ns == "shop");
        CHECK(read.selector == Labels{{"app", "cart"}});
        REQUIRE(read.ports.size() == 2);
        CHECK(read.ports[0].name == "http");
        CHECK(read.ports[0].port == 80);
        CHECK(read.ports[0].target == "web");
        CHECK(read.ports[1].port == 65535);
        CHECK(read.ports[1].app_protocol == "http");
        CHECK_FALSE(read.headless);
    }

    TEST_CASE("a target of 0 is none") {
        CHECK(read_one<Service>(service("{ports: [{port: 80, targetPort: 0}]}"))
                  .ports[0]
                  .target.empty());
    }

    TEST_CASE("a port outside 1 to 65535 is an error at its place") {
        CHECK(read(service("{ports: [{port: 65535}]}")).said().empty());
        CHECK(read(service("{ports: [{port: 65536}]}")).said() ==
              std::vector<std::string>{"a.yaml:4:23: error: port must be between 1 and 65535"});
        CHECK(read(service("{ports: [{port: 0}]}")).diagnostics.has_errors());
        CHECK(read(service("{ports: [{name: http}]}")).count("error: port is missing") == 1);
    }

    TEST_CASE("one port may go without a name, several may not") {
        CHECK(read(service("{ports: [{port: 80}]}")).said().empty());
        CHECK(read(service("{ports: [{port: 80}, {port: 81, name: b}]}")).count("needs a name") ==
              1);
        CHECK(read(service("{ports: [{port: 80, name: b}, {port: 81, name: b}]}"))
                  .count("two ports are named 'b'") == 1);
        CHECK(read(service("{ports: [{port: 80, name: a}, {port: 80, name: b}]}"))
                  .count("error: port 80 is there twice") == 1);
        CHECK(read(service("{ports: [{port: 80, name: a}, {port: 80, name: b, protocol: UDP}]}"))
                  .count("twice") == 0);
    }

    TEST_CASE("headless and external Services are told apart") {
        const auto headless = read_one<Service>(
            service("{clusterIP: None, publishNotReadyAddresses: true, ports: [{port: 80}]}"));
        CHECK(headless.headless);
        CHECK(headless.publishes_not_ready);
        CHECK_FALSE(read_one<Service>(service("{clusterIP: 10.0.0.9}")).headless);
        CHECK(read_one<Service>(service("{type: ExternalName, externalName: db.example.com}"))
                  .external_name == "db.example.com");
        CHECK(read(service("{type: NodePrt}")).count("did you mean 'NodePort'?") == 1);
    }

    TEST_CASE("what does not run over TCP is left out with a warning") {
        const Reading reading = read(
            service("{ports: [{name: dns, port: 53, protocol: UDP}, {name: http, port: 80}]}"));
        CHECK(reading.count("warning: a port of UDP is not honoured and left out") == 1);
        REQUIRE(reading.resources.size() == 1);
        CHECK(std::get<Service>(reading.resources[0]).ports.size() == 1);
    }

    TEST_CASE("a port that speaks no HTTP is warned of, by its appProtocol or its name") {
        CHECK(read(service("{ports: [{name: tcp-redis, port: 6379}]}")).said() ==
              std::vector<std::string>{"a.yaml:4:16: warning: port 6379 speaks tcp, which "
                                       "AuthorizationPolicies alone honour: it is played as "
                                       "HTTP"});
        CHECK(read(service("{ports: [{name: web, port: 443, appProtocol: HTTPS}]}"))
                  .count("port 443 speaks https") == 1);
        CHECK(read(service("{ports: [{name: tcp, port: 80, appProtocol: grpc}]}")).said().empty());
        CHECK(read(service("{ports: [{name: tcpish, port: 80}]}")).said().empty());
    }

    TEST_CASE("labels and annotations that speak to the mesh are warned of") {
        const auto labelled = [](const std::string& meta) {
            return read("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, " + meta + "}");
        };
        CHECK(labelled("labels: {istio-injection: enabled, istio.io/rev: stable}").said().empty());
        CHECK(labelled("labels: {istio-injection: disabled}").said().empty());
        CHECK(labelled("labels: {istio-injection: 'on'}")
                  .count("label 'istio-injection' is neither enabled nor disabled") == 1);
        CHECK(labelled("labels: {istio.io/dataplane-mode: ambient}").said().size() == 1);
        CHECK(labelled("annotations: {networking.istio.io/exportTo: .}")
                  .count("annotation 'networking.istio.io/exportTo' is not honoured") == 1);
    }

    TEST_CASE("a Service may prefer what is near, by its field or the annotation before it") {
        const auto of_spec = [](const std::string& word) {
            return read_one<Service>(service("{trafficDistribution: " + word + "}")).distribution;
        };
        CHECK(of_spec("PreferClose") == TrafficDistribution::same_zone);
        CHECK(of_spec("PreferSameZone") == TrafficDistribution::same_zone);
        CHECK(of_spec("PreferSameNode") == TrafficDistribution::same_node);
        CHECK(read(service("{trafficDistribution: Near}")).diagnostics.has_errors());
        const auto annotated = [](const std::string& word) {
            return read(
                "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: "
                "{networking.istio.io/traffic-distribution: " +
                word + "}}\nspec: {}");
        };
        const auto near = annotated("PreferClose");
        CHECK(near.said().empty());
        CHECK(std::get<Service>(near.resources.front()).distribution ==
              TrafficDistribution::same_zone);
        CHECK(annotated("Any").said().empty());
        CHECK(annotated("Somewhere").count("traffic-distribution: Somewhere' is not honoured") ==
              1);
    }

    TEST_CASE("a Deployment says how many pods there are and what they carry") {
        const auto read = read_one<Workload>(
            deployment("{serviceAccountName: cart, containers: [{name: app, image: x, ports: "
                       "[{name: web, containerPort: 8080}]}, {name: log}]}"));
        CHECK(read.kind == Workload::Kind::deployment);
        CHECK(read.replicas == 3);
        CHECK(read.selector == Labels{{"app", "cart"}});
        CHECK(read.pod.labels == Labels{{"app", "cart"}, {"version", "v1"}});
        CHECK(read.pod.service_account == "cart");
        REQUIRE(read.pod.ports.size() == 1);
        CHECK(read.pod.ports[0].name == "web");
        CHECK(read.pod.ports[0].port == 8080);
    }

    TEST_CASE(
        "what could change a run is warned of at each place, what describes the image is not") {
        const Reading reading =
            read(deployment("{ephemeralContainers: [], containers: [{image: a, env: [], resources: "
                            "{requests: {cpu: 1}}, "
                            "livenessProbe: {}}, {image: b, command: [x], livenessProbe: {}, "
                            "resources: {claims: []}}]}"));
        CHECK(reading.said() ==
              std::vector<std::string>{
                  "a.yaml:9:12: warning: spec.template.spec.ephemeralContainers is not honoured",
                  "a.yaml:9:179: warning: spec.template.spec.containers.resources.claims is not "
                  "honoured"});
    }

    TEST_CASE("a selector that the pods do not fit is an error") {
        const std::string text =
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n"
            "  serviceName: db\n"
            "  selector: {matchLabels: {app: dv}}\n"
            "  template: {metadata: {labels: {app: db}}, spec: {containers: []}}\n";
        CHECK(read(text).said() ==
              std::vector<std::string>{"a.yaml:6:13: error: selector wants the label app=dv, which "
                                       "the template's pods do not carry"});
    }

    TEST_CASE("no replicas are allowed, less are not") {
        CHECK(
            read_one<Workload>("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n"
                               "spec: {replicas: 0, selector: {matchLabels: {app: db}}, template: "
                               "{metadata: {labels: {app: db}}, spec: {containers: []}}}")
                .replicas == 0);
        CHECK(read("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db}\n"
                   "spec: {replicas: -1, selector: {}, template: {spec: {containers: []}}}")
                  .said() ==
              std::vector<std::string>{"a.yaml:4:18: error: replicas must be a whole number"});
    }

    TEST_CASE("annotations of a pod that speak to the mesh are warned of") {
        const std::string text =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db}\nspec:\n"
            "  selector: {}\n"
            "  template:\n"
            "    metadata: {labels: {sidecar.istio.io/inject: \"false\"}, annotations: "
            "{sidecar.istio.io/inject: \"false\", sidecar.istio.io/proxyCPU: 1, note: hello}}\n"
            "    spec: {containers: []}\n";
        const Reading reading = read(text);
        CHECK(reading.said().size() == 1);
        CHECK(reading.count("annotation 'sidecar.istio.io/proxyCPU' is not honoured") == 1);
    }

    TEST_CASE("names and labels are printed, and hold nothing that steers a terminal") {
        const std::string head = "apiVersion: v1\nkind: Namespace\nmetadata: ";
        const auto refused = [&](const std::string& meta) {
            return read(head + meta).count("must hold no control character");
        };
        CHECK(refused(R"({name: "a\e[31m"})") == 1);
        CHECK(refused(R"({name: "a\x7F"})") == 1);
        CHECK(refused(R"({name: a, namespace: "b\n"})") == 1);
        CHECK(refused(R"({name: a, labels: {version: "v\e1"}})") == 1);
        CHECK(refused(R"({name: a, annotations: {note: "one\ntwo"}})") == 0);
        CHECK(refused(R"({name: "über", labels: {version: "~"}})") == 0);
    }

    TEST_CASE("a name is required, and the namespace is default") {
        CHECK(read("apiVersion: v1\nkind: Namespace\nmetadata: {labels: {a: b}}").said() ==
              std::vector<std::string>{"a.yaml:3:11: error: name is missing"});
        CHECK(read("apiVersion: v1\nkind: ServiceAccount").count("metadata is missing") == 1);
        CHECK(read_one<ServiceAccount>("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}")
                  .meta.ns == "default");
        CHECK(read_one<mesh::control::Namespace>(
                  "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}")
                  .meta.name == "shop");
    }
}

}  // namespace weft::scenarios::samples::kubernetes_test
