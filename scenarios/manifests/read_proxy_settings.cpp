#include "scenarios/manifests/read_proxy_settings.hpp"

#include "mesh/base/quantity.hpp"
#include "mesh/control/injection.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace weft::scenarios {
namespace {

constexpr std::string_view templates = "inject.istio.io/templates";
constexpr std::string_view native_sidecar = "sidecar.istio.io/nativeSidecar";
constexpr std::string_view proxy_config = "proxy.istio.io/config";

/// Whether one setting of the proxy is honoured, and if so what it says.
bool read_setting(const std::string& key,
                  const YAML::Node& value,
                  mesh::control::PodTemplate& pod) {
    bool flag = false;
    if (key == "holdApplicationUntilProxyStarts" && YAML::convert<bool>::decode(value, flag)) {
        pod.holds_app = flag;
        return true;
    }
    if (key != "terminationDrainDuration" || !value.IsScalar()) return false;
    const auto drain = mesh::parse_duration(value.Scalar());
    if (drain) pod.proxy_drain = *drain;
    return drain.has_value();
}

/// What it is told by variables of its environment.
bool read_variable(const std::string& name,
                   const YAML::Node& value,
                   mesh::control::PodTemplate& pod) {
    bool waits = false;
    const bool is_read =
        name == "EXIT_ON_ZERO_ACTIVE_CONNECTIONS" && YAML::convert<bool>::decode(value, waits);
    if (is_read) pod.proxy_outlives_requests = waits;
    return is_read;
}

/// The annotation holds a document of its own, in YAML.
void read_proxy_config(const YamlMap& meta,
                       const std::string& text,
                       mesh::control::PodTemplate& pod) {
    const auto warn = [&](std::string_view what) {
        meta.diagnostics().warning(meta.place("annotations"),
                                   fmt::format("annotation '{}': {}", proxy_config, what));
    };
    YAML::Node config;
    try {
        config = YAML::Load(text);
    } catch (const YAML::Exception&) {
        return warn("is no YAML");
    }
    if (!config.IsMap()) return warn("is no mapping");
    for (const auto& entry : config) {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
        if (key != "proxyMetadata" || !entry.second.IsMap()) {
            if (!read_setting(key, entry.second, pod)) warn(key + " is not honoured");
            continue;
        }
        for (const auto& variable : entry.second) {
            const std::string name = variable.first.IsScalar() ? variable.first.Scalar() : "";
            if (!read_variable(name, variable.second, pod))
                warn(fmt::format("proxyMetadata.{} is not honoured", name));
        }
    }
}

}  // namespace

void read_proxy_settings(const YamlMap& meta, mesh::control::PodTemplate& pod) {
    mesh::control::Labels labels = pod.labels;
    mesh::control::Labels others = pod.annotations;
    // Whether a pod has a proxy at all is decided when it is made.
    for (auto* const of : {&labels, &others}) {
        const auto says = of->find(mesh::control::inject_label);
        if (says != of->end() && (says->second == "true" || says->second == "false"))
            of->erase(says);
    }
    const auto injected = others.find(templates);
    if (injected != others.end() && injected->second == "gateway") {
        pod.is_gateway = true;
        others.erase(injected);
    }
    const auto native = others.find(native_sidecar);
    if (native != others.end() && (native->second == "true" || native->second == "false")) {
        pod.native_proxy = native->second == "true";
        others.erase(native);
    }
    const auto config = others.find(proxy_config);
    if (config != others.end()) {
        read_proxy_config(meta, config->second, pod);
        others.erase(config);
    }
    warn_of_mesh_settings(meta, labels, others);
}

}  // namespace weft::scenarios
