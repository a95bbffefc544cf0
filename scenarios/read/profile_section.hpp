#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/resilience/fail_fast.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "mesh/resilience/resource_limits.hpp"
#include "mesh/resilience/retry.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {

/// A mapping of a profile that is being read. No number of a mesh has a default in code: each key
/// must be there, unless the profile is based on another, whose value then stays.
class ProfileSection {
public:
    ProfileSection(YamlMap map, bool is_based) : map_(std::move(map)), is_based_(is_based) {}

    YamlMap& map() { return map_; }

    /// Whether the key is there; if it has to be and is not, that is reported.
    bool has(std::string_view key);

    /// Each reads over `value`, which stays if the key is absent.
    void read(std::string_view key, std::uint32_t& value);
    void read(std::string_view key, mesh::Duration& value);
    void read(std::string_view key, bool& value);
    void read_number(std::string_view key, double& value, double min, double max);
    void read_percent(std::string_view key, std::uint32_t& value);

    /// The position of the word among `words`; nothing if the key is absent.
    std::optional<std::size_t> read_choice(std::string_view key,
                                           std::span<const std::string_view> words);

    /// A count, or the word unlimited.
    void read_limit(std::string_view key, std::uint32_t& value);

    /// A mapping below; nothing if the key is absent.
    std::optional<ProfileSection> section(std::string_view key);

    /// Whether the key says "off"; then it is no mapping.
    bool is_off(std::string_view key);

    /// Reports the mistake, if there is one, at `key`.
    void refuse(std::string_view key, const std::optional<std::string>& mistake);

    void reject_unknown_keys() { map_.reject_unknown_keys(); }

private:
    YamlMap map_;
    bool is_based_;
};

/// `fail_fast` of a profile, which may be off.
void read_fail_fast(ProfileSection& profile, std::optional<mesh::FailFastSettings>& fail_fast);

/// `control_plane` of a profile.
void read_push(ProfileSection section, mesh::control::PushDefaults& push);

/// `sidecar_start`, `gateway`, `unknown_hosts` and `terminating_endpoints` of a profile.
void read_sidecar_start(ProfileSection& profile, mesh::control::SidecarStart& start);
void read_gateway_defaults(ProfileSection& profile, mesh::control::GatewayDefaults& gateway);
void read_unknown_hosts(ProfileSection& profile, mesh::control::UnknownHosts& unknown);
void read_terminating_endpoints(ProfileSection& profile, bool& falls_back);

/// The sections `limits`, `retry`, `retry_budget`, `outlier`, `locality` and `connections` of a
/// profile.
void read_limits(ProfileSection section, mesh::ResourceLimits& limits);
void read_retry(ProfileSection section, mesh::RetryPolicy& retry, std::uint32_t& backoff_growth);
void read_retry_budget(ProfileSection section, mesh::RetryBudget& budget);
void read_outlier(ProfileSection section, mesh::OutlierSettings& outlier);
void read_locality(ProfileSection section, mesh::control::LocalityDefaults& locality);
void read_connections(ProfileSection section, mesh::control::ConnectionDefaults& connections);

/// `security` of a profile.
void read_security(ProfileSection section, mesh::control::SecurityDefaults& security);

}  // namespace weft::scenarios
