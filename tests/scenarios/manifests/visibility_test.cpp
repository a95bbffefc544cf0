#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::visibility_test {
namespace {

using namespace mesh::control;
using Lines = std::vector<std::string>;

std::string sidecar(const std::string& spec) {
    return "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: a, namespace: "
           "shop}\n"
           "spec: " +
           spec;
}

std::string rule(const std::string& export_to) {
    return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
           "metadata: {name: a, namespace: shop}\nspec: {host: cart, exportTo: " +
           export_to + "}";
}

std::string service(const std::string& annotation) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: "
           "{networking.istio.io/exportTo: '" +
           annotation + "'}}\nspec: {ports: [{port: 80}]}";
}

}  // namespace

TEST_SUITE("manifests of who is told of what") {
    TEST_CASE("exportTo names namespaces, or has a sign alone") {
        CHECK(read_one<DestinationRule>(rule("[., prod]")).export_to == ExportTo{".", "prod"});
        CHECK(read_one<DestinationRule>(rule("['*']")).export_to == ExportTo{"*"});
        CHECK(read(rule("['*', prod]")).said() ==
              Lines{"a.yaml:4:30: error: exportTo has '*', beside which nothing else can stand "
                    "[IST0106]"});
        CHECK(read(rule("[., shop]")).count("exportTo names 'shop' twice") == 1);
        CHECK(read(rule("['~']")).count("exportTo cannot be '~' here") == 1);
        CHECK(
            read(rule("[Prod]")).count("exportTo must be of namespaces, '.' or '*', not 'Prod'") ==
            1);
    }

    TEST_CASE("VirtualServices and ServiceEntries have it, too") {
        const std::string head = "apiVersion: networking.istio.io/v1\nmetadata: {name: a}\nkind: ";
        CHECK(read_one<VirtualService>(head +
                                       "VirtualService\nspec: {hosts: [a], exportTo: [.], http: "
                                       "[{route: [{destination: {host: a}}]}]}")
                  .export_to == ExportTo{"."});
        CHECK(read_one<ServiceEntry>(head + "ServiceEntry\nspec: {hosts: [a.b], exportTo: ['~'], "
                                            "resolution: DNS, ports: [{number: 80, name: http}]}")
                  .export_to == ExportTo{"~"});
    }

    TEST_CASE("a Service says it by an annotation") {
        CHECK(read_one<Service>(service("a, b")).export_to == ExportTo{"a", "b"});
        CHECK(read_one<Service>(service("~")).export_to == ExportTo{"~"});
        CHECK(read(service("a,a"))
                  .count("error: annotation 'networking.istio.io/exportTo' names 'a' "
                         "twice") == 1);
    }

    TEST_CASE("a Sidecar imports hosts by namespace and name") {
        const auto read_sidecar = read_one<SidecarScope>(
            sidecar("{workloadSelector: {labels: {app: cart}}, egress: [{hosts: ['./*', "
                    "'prod/Pay.prod.svc.cluster.local']}, {hosts: ['~/*']}]}"));
        CHECK(read_sidecar.workload_selector == Labels{{"app", "cart"}});
        REQUIRE(read_sidecar.egress.size() == 3);
        CHECK(read_sidecar.egress[0].ns == ".");
        CHECK(read_sidecar.egress[1].ns == "prod");
        CHECK(read_sidecar.egress[1].host == "pay.prod.svc.cluster.local");
        CHECK(read_sidecar.egress[2].ns == "~");
        for (const char* const wrong : {"pay", "a/b/c", "/pay", "prod/", "Prod/*"}) {
            CAPTURE(wrong);
            CHECK(read(sidecar(std::string{"{egress: [{hosts: ['"} + wrong + "']}]}"))
                      .count("a host must be NAMESPACE/HOST, such as ./* or istio-system/*") == 1);
        }
        CHECK(read(sidecar("{egress: [{}]}")).count("hosts is missing") == 1);
    }

    TEST_CASE("what no proxy does of a Sidecar is warned of") {
        CHECK(read(sidecar("{ingress: []}")).count("warning: spec.ingress is not honoured") == 1);
        CHECK(read(sidecar("{egress: [{port: {number: 80}, hosts: ['*/*']}]}"))
                  .count("warning: spec.egress.port is not honoured") == 1);
        const auto closed = read(sidecar("{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}"));
        CHECK(closed.said().empty());
        CHECK(std::get<SidecarScope>(closed.resources[0]).registry_only == true);
    }

    TEST_CASE("rules for one host that different namespaces see do not hide each other") {
        const auto rules = [](const std::string& name, const std::string& more) {
            return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " +
                   name + "}\nspec: {hosts: [cart], " + more +
                   "http: [{route: [{destination: {host: cart}}]}]}\n---\n";
        };
        CHECK(read(rules("a", "") + rules("b", "")).said().size() == 1);
        CHECK(read(rules("a", "") + rules("b", "exportTo: [.], ")).said().empty());
        CHECK(read(rules("a", "exportTo: [x], ") + rules("b", "")).said().empty());
    }
}

}  // namespace weft::scenarios::samples::visibility_test
