#include "scenarios/manifests/proxy_settings.hpp"

#include "mesh/base/quantity.hpp"

#include <fmt/format.h>
#include <string_view>

namespace weft::scenarios {
namespace {

std::string key_text(const YAML::Node& key) {
    return key.IsScalar() ? key.Scalar() : "";
}

std::optional<bool> flag_of(const YAML::Node& value) {
    bool flag = false;
    return YAML::convert<bool>::decode(value, flag) ? std::optional{flag} : std::nullopt;
}

/// Whether one setting is honoured, and if so what it says.
bool read_setting(const std::string& key, const YAML::Node& value, ProxySettings& settings) {
    if (key == "discoveryAddress") return true;
    if (key == "holdApplicationUntilProxyStarts") {
        const auto flag = flag_of(value);
        if (flag) settings.holds_app = flag;
        return flag.has_value();
    }
    if (key != "terminationDrainDuration" || !value.IsScalar()) return false;
    const auto drain = mesh::parse_duration(value.Scalar());
    if (drain) settings.drain = *drain;
    return drain.has_value();
}

}  // namespace

void read_proxy_environment(const YAML::Node& variables,
                            const std::string& path,
                            const WarnOfSetting& warn,
                            ProxySettings& settings) {
    for (const auto& variable : variables) {
        const std::string name = key_text(variable.first);
        const auto flag =
            name == "EXIT_ON_ZERO_ACTIVE_CONNECTIONS" ? flag_of(variable.second) : std::nullopt;
        if (flag) {
            settings.outlives_requests = flag;
        } else {
            warn(fmt::format("{}.{} is not honoured", path, name));
        }
    }
}

ProxySettings read_proxy_config(const YAML::Node& config, const WarnOfSetting& warn) {
    ProxySettings settings;
    for (const auto& entry : config) {
        const std::string key = key_text(entry.first);
        if (key == "proxyMetadata" && entry.second.IsMap()) {
            read_proxy_environment(entry.second, key, warn, settings);
        } else if (!read_setting(key, entry.second, settings)) {
            warn(key + " is not honoured");
        }
    }
    return settings;
}

void fill(const ProxySettings& settings, mesh::control::PodTemplate& pod) {
    if (!pod.holds_app) pod.holds_app = settings.holds_app;
    if (!pod.proxy_drain) pod.proxy_drain = settings.drain;
    if (!pod.proxy_outlives_requests) pod.proxy_outlives_requests = settings.outlives_requests;
}

void overrule(const ProxySettings& settings, mesh::control::PodTemplate& pod) {
    if (settings.holds_app) pod.holds_app = settings.holds_app;
    if (settings.drain) pod.proxy_drain = settings.drain;
    if (settings.outlives_requests) pod.proxy_outlives_requests = settings.outlives_requests;
}

}  // namespace weft::scenarios
