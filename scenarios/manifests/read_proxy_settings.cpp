#include "scenarios/manifests/read_proxy_settings.hpp"

#include "mesh/control/injection.hpp"
#include "scenarios/manifests/proxy_settings.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace weft::scenarios {
namespace {

constexpr std::string_view templates = "inject.istio.io/templates";
constexpr std::string_view native_sidecar = "sidecar.istio.io/nativeSidecar";
constexpr std::string_view proxy_config = "proxy.istio.io/config";

/// The annotation holds a document of its own, in YAML.
void read_annotation(const YamlMap& meta,
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
    fill(read_proxy_config(config, warn), pod);
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
        read_annotation(meta, config->second, pod);
        others.erase(config);
    }
    warn_of_mesh_settings(meta, labels, others);
}

}  // namespace weft::scenarios
