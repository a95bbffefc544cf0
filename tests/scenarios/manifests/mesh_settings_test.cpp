// What an installation of the mesh says of itself and of its proxies.
#include "scenarios/manifests/mesh_settings.hpp"

#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios::samples::mesh_settings_test {

using mesh::control::MeshDefaults;
using mesh::control::UnknownHosts;
using mesh::control::Workload;
using namespace std::chrono_literals;

namespace {

struct Meshed : Reading {
    MeshDefaults defaults;
    MeshSettings settings;

    const mesh::control::PodTemplate& pod(std::size_t at) const {
        return std::get<Workload>(resources.at(at)).pod;
    }
};

Meshed play_under(const std::string& text) {
    Meshed meshed;
    meshed.defaults.security.automatic_mutual_tls = true;
    meshed.defaults.locality.mode = mesh::control::LocalityDefaults::Mode::failover;
    Documents documents;
    read_manifest_text(text, "a.yaml", meshed.resources, meshed.diagnostics, &documents);
    meshed.settings = read_mesh_settings(documents, meshed.defaults, meshed.diagnostics);
    fill(meshed.settings, meshed.resources);
    return meshed;
}

std::string config_map(const std::string& lines) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\n"
           "data:\n  meshNetworks: 'networks: {}'\n  mesh: |\n" +
           lines;
}

std::string istio_operator(const std::string& mesh) {
    return "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
           "spec: {hub: a, tag: b, meshConfig: {" +
           mesh + "}}\n";
}

std::string app(const std::string& name, const std::string& ns, const std::string& config = {}) {
    std::string meta = "{labels: {app: " + name + "}";
    if (!config.empty()) meta += ", annotations: {proxy.istio.io/config: \"" + config + "\"}";
    return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name +
           ", namespace: " + ns + "}\nspec:\n  selector: {matchLabels: {app: " + name +
           "}}\n  template:\n    metadata: " + meta + "}\n    spec: {containers: [{name: a}]}\n";
}

std::string proxy_config(const std::string& ns, const std::string& waits, const std::string& of) {
    std::string selector;
    if (!of.empty()) selector = "selector: {matchLabels: {app: " + of + "}}, ";
    return "---\napiVersion: networking.istio.io/v1beta1\nkind: ProxyConfig\nmetadata: {name: p-" +
           ns + of + ", namespace: " + ns + "}\nspec: {" + selector +
           "environmentVariables: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: '" + waits + "'}}\n";
}

}  // namespace

TEST_SUITE("settings of the mesh") {
    TEST_CASE("the mesh's own ConfigMap goes over the profile") {
        const Meshed mesh = play_under(config_map("    accessLogFile: /dev/stdout\n"
                                                  "    connectTimeout: 3s\n"
                                                  "    enableAutoMtls: false\n"
                                                  "    outboundTrafficPolicy:\n"
                                                  "      mode: REGISTRY_ONLY\n"
                                                  "    trustDomain: td1\n"
                                                  "    trustDomainAliases: [old]\n"
                                                  "    h2UpgradePolicy: UPGRADE\n"
                                                  "    localityLbSetting: {enabled: false}\n"
                                                  "    rootNamespace: istio-system\n") +
                                       app("web", "shop"));
        CHECK(mesh.said() == std::vector<std::string>{});
        CHECK(mesh.defaults.connect_timeout == 3s);
        CHECK_FALSE(mesh.defaults.security.automatic_mutual_tls);
        CHECK(mesh.defaults.unknown_hosts == UnknownHosts::refuse);
        CHECK(mesh.defaults.security.domains.own == "td1");
        CHECK(mesh.defaults.security.domains.aliases == std::vector<std::string>{"old"});
        CHECK(mesh.defaults.connections.upgrades_to_http2);
        CHECK(mesh.defaults.locality.mode == mesh::control::LocalityDefaults::Mode::none);
        CHECK_FALSE(mesh.defaults.http_retry);
    }

    TEST_CASE("an IstioOperator says the same, and what it leaves out is the profile's") {
        const Meshed mesh = play_under(
            istio_operator("connectTimeout: 4s, outboundTrafficPolicy: {mode: ALLOW_ANY}"));
        CHECK(mesh.said() == std::vector<std::string>{});
        CHECK(mesh.defaults.connect_timeout == 4s);
        CHECK(mesh.defaults.unknown_hosts == UnknownHosts::pass);
        CHECK(mesh.defaults.security.automatic_mutual_tls);
        CHECK(mesh.defaults.locality.mode == mesh::control::LocalityDefaults::Mode::failover);
    }

    TEST_CASE("the later of two versions of one ConfigMap counts, with a warning") {
        const Meshed mesh = play_under(config_map("    trustDomain: td1\n") + "---\n" +
                                       config_map("    connectTimeout: 3s\n"));
        CHECK(mesh.said() ==
              std::vector<std::string>{
                  "a.yaml:9:1: warning: ConfigMap 'istio' replaces the one at a.yaml:1"});
        CHECK(mesh.defaults.security.domains.own == MeshDefaults{}.security.domains.own);
        CHECK(mesh.defaults.connect_timeout == 3s);
    }

    TEST_CASE("retries of the mesh are no base for those of routes, and have no limit of a try") {
        const Meshed mesh = play_under(istio_operator(
            "defaultHttpRetryPolicy: {attempts: 5, retryOn: reset, perTryTimeout: 2s}"));
        REQUIRE(mesh.defaults.http_retry);
        CHECK(mesh.defaults.http_retry->attempts == 5);
        CHECK(mesh.defaults.http_retry->retry_on == "reset");
        CHECK_FALSE(mesh.defaults.http_retry->per_try_timeout);
        CHECK(mesh.defaults.retry.retries == MeshDefaults{}.retry.retries);
        CHECK(mesh.count("meshConfig.defaultHttpRetryPolicy.perTryTimeout is passed over") == 1);
    }

    TEST_CASE("retries of the mesh without attempts are none, with a warning") {
        const Meshed mesh = play_under(istio_operator("defaultHttpRetryPolicy: {retryOn: 5xx}"));
        REQUIRE(mesh.defaults.http_retry);
        CHECK_FALSE(mesh.defaults.http_retry->attempts);
        CHECK(mesh.count("meshConfig.defaultHttpRetryPolicy says no attempts") == 1);
        CHECK(mesh.said().size() == 1);
        CHECK(play_under(istio_operator("defaultHttpRetryPolicy: {attempts: 0, retryOn: 5xx}"))
                  .said()
                  .empty());
    }

    TEST_CASE("what a run does not honour is named, at its line of the text") {
        const Meshed text = play_under(config_map("    trustDomain: td1\n    tcpKeepalive: {}\n"));
        CHECK(text.count("a.yaml:6:") == 1);
        CHECK(text.count("line 2 of data.mesh: meshConfig.tcpKeepalive is not honoured") == 1);
        CHECK(text.said().size() == 1);

        const Meshed mesh = play_under(
            istio_operator("defaultConfig: {concurrency: 2, discoveryAddress: 'istiod:15012'}"));
        CHECK(mesh.said().size() == 1);
        CHECK(mesh.count("meshConfig.defaultConfig: concurrency is not honoured") == 1);
    }

    TEST_CASE("what cannot be meant is a mistake") {
        CHECK(play_under(istio_operator("connectTimeout: soon")).diagnostics.has_errors());
        CHECK(play_under(istio_operator("outboundTrafficPolicy: {mode: NONE}"))
                  .diagnostics.has_errors());
        CHECK(play_under(istio_operator("defaultConfig: none")).diagnostics.has_errors());
        CHECK(play_under(config_map("    trustDomain: [\n")).diagnostics.has_errors());
    }

    TEST_CASE("other ConfigMaps say nothing of the mesh") {
        for (const std::string name :
             {"istio, namespace: shop", "settings, namespace: istio-system"}) {
            const Meshed mesh =
                play_under("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name +
                           "}\ndata: {mesh: 'connectTimeout: 3s'}\n");
            CHECK(mesh.count("is not honoured") == 1);
            CHECK(mesh.defaults.connect_timeout == 0s);
        }
    }

    TEST_CASE("a pod goes before the mesh's defaultConfig") {
        const std::string config =
            "defaultConfig: {holdApplicationUntilProxyStarts: true, terminationDrainDuration: 20s}";
        const Meshed mesh =
            play_under(istio_operator(config) + app("web", "shop") +
                       app("own", "shop", "{holdApplicationUntilProxyStarts: false}"));
        CHECK(mesh.said() == std::vector<std::string>{});
        CHECK(mesh.pod(0).holds_app == true);
        CHECK(mesh.pod(0).proxy_drain == 20s);
        CHECK(mesh.pod(1).holds_app == false);
        CHECK(mesh.pod(1).proxy_drain == 20s);
        CHECK_FALSE(mesh.pod(1).proxy_outlives_requests);
    }

    TEST_CASE("the nearest ProxyConfig counts: for labels, the namespace, the root namespace") {
        const std::string all =
            "defaultConfig: {proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'false'}}";
        const std::string root = proxy_config("istio-system", "true", "");
        const std::string of_shop = proxy_config("shop", "false", "");
        const std::string of_web = proxy_config("shop", "true", "web");
        const auto waits = [&](const std::string& configs) {
            const Meshed mesh = play_under(
                istio_operator(all) + configs + app("web", "shop") + app("db", "shop") +
                app("web", "other") +
                app("own", "shop", "proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true'}"));
            CHECK(mesh.said() == std::vector<std::string>{});
            std::vector<bool> said;
            for (std::size_t at = 0; at < 4; ++at)
                said.push_back(mesh.pod(at).proxy_outlives_requests.value());
            return said;
        };
        CHECK(waits("") == std::vector<bool>{false, false, false, true});
        CHECK(waits(root) == std::vector<bool>{true, true, true, true});
        CHECK(waits(root + of_shop) == std::vector<bool>{false, false, true, true});
        CHECK(waits(root + of_shop + of_web) == std::vector<bool>{true, false, true, true});
    }

    TEST_CASE("a ProxyConfig for its labels goes before a pod's own annotation, one for all not") {
        const std::string config =
            "{terminationDrainDuration: 20s, proxyMetadata: {EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "
            "'true'}}";
        const auto pod_under = [&](const std::string& of) {
            return play_under(proxy_config("shop", "false", of) + app("web", "shop", config));
        };
        const Meshed selected = pod_under("web");
        CHECK(selected.said() == std::vector<std::string>{});
        CHECK(selected.pod(0).proxy_outlives_requests == false);
        CHECK(selected.pod(0).proxy_drain == 20s);
        CHECK(pod_under("").pod(0).proxy_outlives_requests == true);
        CHECK(pod_under("db").pod(0).proxy_outlives_requests == true);
    }

    TEST_CASE("a ProxyConfig's other fields are named") {
        const Meshed mesh = play_under(
            "apiVersion: networking.istio.io/v1beta1\nkind: ProxyConfig\nmetadata: {name: p}\n"
            "spec: {concurrency: 0, image: {imageType: debug}, environmentVariables: {A: b}}\n");
        CHECK(mesh.count("spec.concurrency is not honoured") == 1);
        CHECK(mesh.count("spec.environmentVariables.A is not honoured") == 1);
        CHECK(mesh.said().size() == 2);
    }
}

}  // namespace weft::scenarios::samples::mesh_settings_test
