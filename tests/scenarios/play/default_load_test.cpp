#include "scenarios/play/default_load.hpp"

#include "scenarios/play/input.hpp"
#include "tests/folder.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace weft::scenarios::samples::default_load_test {
namespace {

using Hosts = std::vector<std::string>;

std::string app(const std::string& name, const std::string& labels) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name +
           "}\nspec: {selector: " + labels +
           ", ports: [{name: http, port: 80}]}\n---\n"
           "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " +
           name + "}\nspec: {selector: {matchLabels: " + labels +
           "}, template: {metadata: {labels: " + labels +
           "}, spec: {containers: [{name: a}]}}}\n---\n";
}

const std::string two_apps = app("web", "{app: web}") + app("cart", "{app: cart}");

std::string route_to_web(const std::string& parent) {
    return "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\n"
           "spec: {parentRefs: [" +
           parent + "], rules: [{backendRefs: [{name: web, port: 80}]}]}\n---\n";
}

}  // namespace

TEST_SUITE("default load") {
    TEST_CASE("requests enter where rules of a gateway lead, of either API, or else everywhere") {
        const auto entries = [](const std::string& rules) {
            return entry_points(read(two_apps + rules).resources);
        };
        CHECK_FALSE(entries("").are_known);
        CHECK(entries("").hosts == Hosts{"web", "cart"});
        CHECK(entries(route_to_web("{name: front}")).are_known);
        CHECK(entries(route_to_web("{name: front}")).hosts == Hosts{"web"});
        CHECK_FALSE(entries(route_to_web("{kind: Service, group: '', name: web}")).are_known);
        const std::string of_istio =
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: cart}\n"
            "spec: {hosts: [a.example], gateways: [front], http: [{route: [{destination: {host: "
            "cart}}]}]}\n";
        CHECK(entries(of_istio).hosts == Hosts{"cart"});
    }

    TEST_CASE("a gateway among the manifests gets no load of its own") {
        const weft::tests::Folder folder;
        PlayOptions options;
        options.manifests = {folder.write(
            "a.yaml", two_apps + app("door", "{istio: front}") +
                          "apiVersion: networking.istio.io/v1\nkind: Gateway\n"
                          "metadata: {name: front}\nspec: {selector: {istio: front}, servers: "
                          "[{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}\n")};
        Diagnostics diagnostics;
        const auto scenario = read_input(options, diagnostics);
        REQUIRE(scenario);
        Hosts asked;
        for (const auto& load : scenario->loads)
            asked.push_back(load.to);
        CHECK(asked == Hosts{"web", "cart"});
    }
}

}  // namespace weft::scenarios::samples::default_load_test
