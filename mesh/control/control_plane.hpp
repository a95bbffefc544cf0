#pragma once

#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace weft::mesh::control {

/// Every number that the mesh chose where the user said nothing. Filled from a profile.
struct MeshDefaults {
    std::string balancer;                     ///< "least_request"
    TextSettings::Values balancer_parameters;
    ResourceLimits limits;
    Duration connect_timeout{};
    Duration request_timeout{};               ///< 0: none.
    RetryPolicy retry;                        ///< Where a route says nothing.
    OutlierSettings outlier;                  ///< Fills the gaps of a DestinationRule's outlierDetection.
    std::uint32_t panic_percent = 0;          ///< Without outlier detection.
    std::uint32_t panic_percent_with_outlier = 0;  ///< With it, unless minHealthPercent says so.
    RetryBudget retry_budget;                 ///< Fills the gaps of a retryBudget.
};

/// Who a proxy is, as far as its configuration depends on it.
struct ProxyIdentity {
    std::string name;  ///< Unique: "reviews-v1-0.default"
    std::string ns;    ///< Namespace.
    Labels labels;
};

/// Hands a proxy its new version.
struct Push {
    std::string proxy;
    std::shared_ptr<const ProxyConfig> config;
};

/// Turns the cluster's objects into what each proxy must know, as versions that are pushed.
///
/// Sans-I/O: the host tells it what changed and carries the pushes. Proxies whose identity makes no
/// difference share one configuration object.
class ControlPlane {
public:
    explicit ControlPlane(MeshDefaults defaults);

    /// A version of an object appeared or replaced an older one.
    void apply(const Resource& resource);
    void remove(const ResourceKey& key);

    void connect(const ProxyIdentity& proxy);
    void disconnect(const std::string& proxy);

    /// What proxies must be told since the last call, in order of their names. One version number
    /// for all of one call. A proxy whose configuration did not change gets nothing.
    std::vector<Push> pushes();

    std::uint64_t version() const { return version_; }

    /// The pods and addresses behind endpoint and cluster numbers.
    const Registry& registry() const { return registry_; }

private:
    struct Known;  // What a proxy was last told.

    MeshDefaults defaults_;
    Registry registry_;
    std::uint64_t version_ = 0;
    std::map<std::string, ProxyIdentity> proxies_;
    std::map<std::string, std::shared_ptr<const ProxyConfig>> told_;
    bool routes_changed_ = true;
    bool endpoints_changed_ = true;
};

}  // namespace weft::mesh::control
