#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/resource.hpp"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <optional>
#include <string>

namespace weft::scenarios {

/// What may be said of the proxy beside an app, for all pods or for some. Absent: nothing is.
struct ProxySettings {
    std::optional<bool> holds_app{};          ///< holdApplicationUntilProxyStarts
    std::optional<mesh::Duration> drain{};    ///< terminationDrainDuration
    std::optional<bool> outlives_requests{};  ///< EXIT_ON_ZERO_ACTIVE_CONNECTIONS

    friend bool operator==(const ProxySettings&, const ProxySettings&) = default;
};

/// Says what the reader does not honour, such as "concurrency is not honoured".
using WarnOfSetting = std::function<void(const std::string& what)>;

/// Reads Istio's ProxyConfig as the mesh's `defaultConfig` and the annotation of a pod have it.
/// Where proxies find their control plane changes nothing, and is passed over.
ProxySettings read_proxy_config(const YAML::Node& config, const WarnOfSetting& warn);

/// The same of the variables of its environment, which stand below `path`.
void read_proxy_environment(const YAML::Node& variables,
                            const std::string& path,
                            const WarnOfSetting& warn,
                            ProxySettings& settings);

/// Fills what the pod does not say itself.
void fill(const ProxySettings& settings, mesh::control::PodTemplate& pod);

/// Says it of the pod whatever that says itself.
void overrule(const ProxySettings& settings, mesh::control::PodTemplate& pod);

}  // namespace weft::scenarios
