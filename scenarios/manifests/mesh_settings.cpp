#include "scenarios/manifests/mesh_settings.hpp"

#include "mesh/control/registry.hpp"
#include "mesh/control/visibility.hpp"
#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_retries.hpp"
#include "scenarios/read/yaml_file.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <array>
#include <chrono>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using mesh::control::MeshDefaults;
using mesh::control::root_namespace;
using namespace std::chrono_literals;

enum class MeshFile { none, config_map, istio_operator, proxy_config };

MeshFile mesh_file_of(const Document& document) {
    const mesh::control::ResourceKey& key = document.key;
    if (document.group == "install.istio.io" && key.kind == "IstioOperator")
        return MeshFile::istio_operator;
    if (document.group == "networking.istio.io" && key.kind == "ProxyConfig")
        return MeshFile::proxy_config;
    const bool is_config = document.group.empty() && key.kind == "ConfigMap" &&
                           key.name == "istio" && key.ns == root_namespace;
    return is_config ? MeshFile::config_map : MeshFile::none;
}

void read_outbound_policy(YamlMap policy, mesh::control::UnknownHosts& unknown) {
    using mesh::control::UnknownHosts;
    static constexpr std::array<std::string_view, 2> modes{"ALLOW_ANY", "REGISTRY_ONLY"};
    const bool is_open = policy.choice("mode", modes[0], modes) == modes[0];
    unknown = is_open ? UnknownHosts::pass : UnknownHosts::refuse;
    policy.warn_of_unknown_keys("meshConfig.outboundTrafficPolicy");
}

void read_mesh_retries(YamlMap& mesh, MeshDefaults& defaults) {
    const std::string_view key = "defaultHttpRetryPolicy";
    auto policy = read_retries(mesh, key, fmt::format("meshConfig.{}", key));
    if (!policy) return;
    if (policy->per_try_timeout) {
        mesh.diagnostics().warning(
            mesh.place(key), fmt::format("meshConfig.{}.perTryTimeout is passed over, as Istio "
                                         "does: only a route may have one",
                                         key));
        policy->per_try_timeout.reset();
    }
    if (!policy->attempts && policy->retry_on) {
        mesh.diagnostics().warning(
            mesh.place(key),
            fmt::format("meshConfig.{} says no attempts, so that nothing is tried again", key));
    }
    defaults.http_retry = std::move(policy);
}

void read_default_config(YamlMap& mesh, ProxySettings& everywhere) {
    const YAML::Node config = mesh.node("defaultConfig");
    if (!config.IsDefined()) return;
    if (!config.IsMap()) return mesh.error("defaultConfig", "must be a mapping");
    everywhere = read_proxy_config(config, [&](const std::string& what) {
        mesh.diagnostics().warning(mesh.place("defaultConfig"),
                                   fmt::format("meshConfig.defaultConfig: {}", what));
    });
}

/// Logs and traces change nothing that a run shows.
void read_mesh_config(YamlMap mesh, MeshDefaults& defaults, MeshSettings& settings) {
    static constexpr std::array<std::string_view, 2> upgrades{"DO_NOT_UPGRADE", "UPGRADE"};
    pass_over(mesh, {"accessLogFile", "accessLogEncoding", "accessLogFormat",
                     "enablePrometheusMerge", "enableTracing"});
    if (const auto timeout = read_duration(mesh, "connectTimeout", 1ms))
        defaults.connect_timeout = *timeout;
    auto& security = defaults.security;
    security.automatic_mutual_tls = mesh.flag("enableAutoMtls", security.automatic_mutual_tls);
    if (mesh.has("trustDomain")) security.domains.own = mesh.required_text("trustDomain");
    if (mesh.has("trustDomainAliases")) security.domains.aliases = mesh.texts("trustDomainAliases");
    if (mesh.has("h2UpgradePolicy")) {
        defaults.connections.upgrades_to_http2 =
            mesh.choice("h2UpgradePolicy", upgrades[0], upgrades) == upgrades[1];
    }
    if (auto policy = mesh.map("outboundTrafficPolicy"))
        read_outbound_policy(*policy, defaults.unknown_hosts);
    if (auto locality = mesh.map("localityLbSetting")) {
        if (!locality->flag("enabled", true))
            defaults.locality.mode = mesh::control::LocalityDefaults::Mode::none;
        locality->warn_of_unknown_keys("meshConfig.localityLbSetting");
    }
    read_mesh_retries(mesh, defaults);
    read_default_config(mesh, settings.everywhere);
    warn_unless(mesh, "rootNamespace", root_namespace, "meshConfig");
    mesh.warn_of_unknown_keys("meshConfig");
}

/// The text of one key is a document of its own: its places are lines of that text.
void read_config_map(const Document& document,
                     MeshDefaults& defaults,
                     MeshSettings& settings,
                     Diagnostics& diagnostics) {
    YamlMap object{document.node, document.file, diagnostics};
    auto data = object.map("data");
    if (!data) return;
    const std::string networks = data->text("meshNetworks");
    if (!networks.empty() && !networks.starts_with("networks: {}"))
        diagnostics.warning(data->place("meshNetworks"), "data.meshNetworks is not honoured");
    Diagnostics found{diagnostics.sources()};
    for (const YAML::Node& mesh : parse_yaml(data->text("mesh"), document.file, found))
        read_mesh_config({mesh, document.file, found}, defaults, settings);
    for (Diagnostic said : found.all()) {
        said.message = fmt::format("line {} of data.mesh: {}", said.place.line, said.message);
        said.place = data->place("mesh");
        diagnostics.add(std::move(said));
    }
    data->warn_of_unknown_keys("data");
}

void read_operator(const Document& document,
                   MeshDefaults& defaults,
                   MeshSettings& settings,
                   Diagnostics& diagnostics) {
    YamlMap object{document.node, document.file, diagnostics};
    auto spec = object.map("spec");
    if (!spec) return;
    pass_over(*spec, {"hub", "tag", "revision"});
    if (auto mesh = spec->map("meshConfig")) read_mesh_config(*mesh, defaults, settings);
    spec->warn_of_unknown_keys("spec");
}

void read_proxy_part(const Document& document, MeshSettings& settings, Diagnostics& diagnostics) {
    YamlMap object{document.node, document.file, diagnostics};
    auto spec = object.map("spec");
    if (!spec) return;
    MeshSettings::Part part{.ns = document.key.ns, .labels = {}, .settings = {}};
    if (auto selector = spec->map("selector")) {
        part.labels = read_labels(*selector, "matchLabels");
        selector->warn_of_unknown_keys("spec.selector");
    }
    pass_over(*spec, {"image"});
    const std::string_view key = "environmentVariables";
    const YAML::Node variables = spec->node(key);
    if (variables.IsDefined() && !variables.IsMap()) spec->error(key, "must be a mapping");
    if (variables.IsDefined() && variables.IsMap()) {
        const auto warn = [&](const std::string& what) {
            diagnostics.warning(spec->place(key), what);
        };
        read_proxy_environment(variables, fmt::format("spec.{}", key), warn, part.settings);
    }
    spec->warn_of_unknown_keys("spec");
    settings.parts.push_back(std::move(part));
}

/// The first that is for these labels. It goes before the pod's own annotation.
void overrule_from(const MeshSettings& settings,
                   const std::string& ns,
                   mesh::control::PodTemplate& pod) {
    for (const MeshSettings::Part& part : settings.parts) {
        if (part.ns == ns && !part.labels.empty() &&
            mesh::control::has_labels(pod.labels, part.labels))
            return overrule(part.settings, pod);
    }
}

/// The first that is for all of the namespace.
void fill_from(const MeshSettings& settings, std::string_view ns, mesh::control::PodTemplate& pod) {
    for (const MeshSettings::Part& part : settings.parts) {
        if (part.ns == ns && part.labels.empty()) return fill(part.settings, pod);
    }
}

}  // namespace

bool is_mesh_file(const Document& document) {
    return mesh_file_of(document) != MeshFile::none;
}

MeshSettings read_mesh_settings(const Documents& documents,
                                MeshDefaults& defaults,
                                Diagnostics& diagnostics) {
    MeshSettings settings;
    for (const Document& document : documents) {
        switch (mesh_file_of(document)) {
            case MeshFile::none:
                break;
            case MeshFile::config_map:
                read_config_map(document, defaults, settings, diagnostics);
                break;
            case MeshFile::istio_operator:
                read_operator(document, defaults, settings, diagnostics);
                break;
            case MeshFile::proxy_config:
                read_proxy_part(document, settings, diagnostics);
                break;
        }
    }
    return settings;
}

void fill(const MeshSettings& settings, std::vector<mesh::control::Resource>& resources) {
    for (mesh::control::Resource& resource : resources) {
        auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        if (workload == nullptr) continue;
        mesh::control::PodTemplate& pod = workload->pod;
        const std::string& ns = workload->meta.ns;
        overrule_from(settings, ns, pod);
        fill_from(settings, ns, pod);
        fill_from(settings, root_namespace, pod);
        fill(settings.everywhere, pod);
    }
}

}  // namespace weft::scenarios
