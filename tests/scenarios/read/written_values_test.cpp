#include "scenarios/read/written_values.hpp"

#include "scenarios/manifests/read_manifests.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>
#include <string>
#include <vector>

namespace written_values_test {

namespace {

using namespace weft;
using mesh::control::ResourceKey;

constexpr const char* shop = R"(
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: of-cart}
spec: {host: cart}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: to-web, namespace: shop}
spec: {hosts: [web.shop.svc.cluster.local], http: [{route: [{destination: {host: web}}]}]}
)";

scenarios::Documents documents_of_text(const std::string& text) {
    std::vector<mesh::control::Resource> resources;
    scenarios::Diagnostics diagnostics;
    scenarios::Documents documents;
    scenarios::read_manifest_text(text, "a.yaml", resources, diagnostics, &documents);
    CHECK_FALSE(diagnostics.has_errors());
    return documents;
}

}  // namespace

TEST_SUITE("written values") {
    TEST_CASE("a rule is found by its name, and by the Service that it is for") {
        scenarios::WrittenValues values{YAML::Node{}, documents_of_text(shop)};
        const auto* const rule = values.rule_for("DestinationRule", {"cart", "default"});
        REQUIRE(rule != nullptr);
        CHECK(rule->first == ResourceKey{"DestinationRule", "default", "of-cart"});
        CHECK(values.rule_for("DestinationRule", {"cart", "shop"}) == nullptr);
        CHECK(values.rule_for("VirtualService", {"web", "shop"})->first.name == "to-web");
        CHECK(values.rule({"DestinationRule", "default", "of-cart"}) != nullptr);
        CHECK(values.rules().size() == 2);
    }

    TEST_CASE("one is made for a Service that has none, and for nobody else") {
        scenarios::WrittenValues values{YAML::Node{}, documents_of_text(shop)};
        CHECK(values.rule({"DestinationRule", "default", "cart"}) == nullptr);
        CHECK(values.rule({"VirtualService", "default", "crt"}) == nullptr);
        CHECK(values.rule({"Gateway", "default", "cart"}) == nullptr);
        YAML::Node* const made = values.rule({"DestinationRule", "shop", "web"});
        REQUIRE(made != nullptr);
        CHECK((*made)["spec"]["host"].Scalar() == "web");
        (*made)["spec"]["host"] = "web.shop.svc.cluster.local";
        CHECK(values.rule({"DestinationRule", "shop", "web"}) == made);
        CHECK(values.rules().size() == 3);
    }

    TEST_CASE("a rule that all callers obey comes before one for the callers of a namespace") {
        const auto of = [](const std::string& ns) {
            return documents_of_text(
                fmt::format("apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
                            "metadata: {{name: theirs, namespace: {}}}\n"
                            "spec: {{host: web.shop.svc.cluster.local}}\n",
                            ns));
        };
        const mesh::control::ServiceName service{"web", "shop"};
        const ResourceKey own{"DestinationRule", "shop", "web"};
        scenarios::WrittenValues values{YAML::Node{}, documents_of_text(shop)};
        values.apply(of("abroad"));
        CHECK(values.rule_for("DestinationRule", service)->first.ns == "abroad");
        CHECK(scenarios::WrittenValues{values}.rule(own) != nullptr);
        values.apply(of("istio-system"));
        CHECK(values.rule_for("DestinationRule", service)->first.ns == "istio-system");
        CHECK(values.rule(own) == nullptr);
        values.apply(of("shop"));
        CHECK(values.rule_for("DestinationRule", service)->first.ns == "shop");
        CHECK(values.rule(own) == nullptr);
    }

    TEST_CASE("one that is made says what the rule for the longest wildcard has said") {
        const auto wide = [](const char* name, const char* ns, const char* host, int seconds) {
            return documents_of_text(fmt::format(
                "apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
                "metadata: {{name: {}, namespace: {}}}\n"
                "spec: {{host: '{}', trafficPolicy: {{outlierDetection: {{interval: {}s}}}}}}\n",
                name, ns, host, seconds));
        };
        const ResourceKey own{"DestinationRule", "shop", "web"};
        scenarios::WrittenValues before{YAML::Node{}, documents_of_text(shop)};
        before.apply(wide("all", "istio-system", "*.local", 2));
        before.apply(wide("others", "default", "*.shop.svc.cluster.local", 3));
        const auto made_interval = [&] {
            scenarios::WrittenValues values{before};
            const YAML::Node* const made = values.rule(own);
            REQUIRE(made != nullptr);
            CHECK((*made)["spec"]["host"].Scalar() == "web");
            return (*made)["spec"]["trafficPolicy"]["outlierDetection"]["interval"].Scalar();
        };
        CHECK(made_interval() == "2s");
        before.apply(documents_of_text(
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
            "metadata: {name: a-few, namespace: istio-system}\n"
            "spec: {host: '*.svc.cluster.local', workloadSelector: {matchLabels: {app: other}}, "
            "trafficPolicy: {outlierDetection: {interval: 9s}}}\n"));
        CHECK(made_interval() == "2s");  // It is for others.
        before.apply(wide("more", "istio-system", "*.svc.cluster.local", 4));
        CHECK(made_interval() == "4s");
        before.apply(wide("ours", "shop", "*.local", 5));
        CHECK(made_interval() == "5s");
        CHECK(before.rules().at({"DestinationRule", "shop", "ours"})["spec"]["host"].Scalar() ==
              "*.local");
    }

    TEST_CASE("what is applied takes the place of what was there") {
        const scenarios::Documents written = documents_of_text(shop);
        scenarios::WrittenValues values{YAML::Load("{cart: {balancer: random}}"), written};
        CHECK(values.policies()["cart"]["balancer"].Scalar() == "random");
        YAML::Node* const rule = values.rule({"DestinationRule", "default", "of-cart"});
        (*rule)["spec"]["host"] = "web";
        CHECK(values.rule_for("DestinationRule", {"cart", "default"}) == nullptr);
        values.apply(written);
        CHECK(values.rule_for("DestinationRule", {"cart", "default"}) != nullptr);
    }
}

}  // namespace written_values_test
