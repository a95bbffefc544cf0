#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/resilience/outlier_detection.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// Hosts as columns, and the balancer that chooses among them.
struct HostList {
    std::vector<HostId> id;
    std::vector<std::uint32_t> weight;
    std::vector<std::uint32_t> in_flight;
    std::vector<std::string_view> hash_key;
    std::vector<Instant> since;  ///< When each became usable.
    std::unique_ptr<LoadBalancer> balancer;

    HostColumns columns() const { return {id, weight, in_flight, hash_key, since}; }
    void clear();
    void add(const Endpoint& endpoint, std::uint32_t in_flight_now, Instant usable_since);
};

/// What one proxy knows of one cluster: its hosts, how many requests each has in hand, who is
/// ejected, and what is counted against the limits. Made when the proxy first sends there.
class ClusterState {
public:
    ClusterState(const ClusterEntry& entry,
                 const BalancerRegistry& balancers,
                 std::uint64_t seed,
                 Instant now);

    const ClusterConfig& config() const { return *config_; }

    /// Takes over a new list of hosts. Requires the same configuration.
    void on_endpoints(std::shared_ptr<const Endpoints> endpoints, Instant now);
    const std::shared_ptr<const Endpoints>& endpoints() const { return endpoints_; }
    bool is_configured_by(const std::shared_ptr<const ClusterConfig>& config) const {
        return config_ == config;
    }

    /// Chooses a host, or nothing if none may be chosen. Draws once for the priority, then what the
    /// policy needs.
    std::optional<ChosenHost> pick(std::optional<std::uint64_t> hash,
                                   std::uint32_t attempt,
                                   Instant now,
                                   Draws& draws);

    bool in_panic() const { return panic_; }

    /// An attempt leaves for the host, and ends. An end of a host that has left is still counted
    /// off the cluster.
    void sent(const ChosenHost& host);
    void ended(const ChosenHost& host, const AttemptEnd& end, Instant now);

    /// What the outlier detector says to an answer of the host.
    OutlierDetector::Verdict judge(const ChosenHost& host,
                                   std::uint16_t status,
                                   Instant now,
                                   Draws& draws);

    /// The same for an answer that is no failure, which ejects nobody.
    void praise(const ChosenHost& host) {
        if (!outlier_) return;
        const std::uint32_t at = position_of(host);
        if (at != absent) outlier_->on_success(at);
    }

    /// What the outlier detector said of a host, and why.
    struct JudgedHost {
        HostId host;
        Detection detection;
        DetectionCause cause;
    };

    /// The outlier interval passed: hosts come back, others are ejected for their rates.
    void sweep(Instant now,
               Draws& draws,
               std::vector<HostId>& returned,
               std::vector<JudgedHost>& judged);

    std::uint32_t requests = 0;  ///< Active, held against the limits.
    std::uint32_t retries = 0;   ///< Scheduled or in flight.

    std::uint32_t retries_allowed_now() const;

private:
    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t position_of(const ChosenHost& host) const {
        return host.hosts_version == hosts_version_ ? host.position : position_found(host);
    }
    std::uint32_t position_found(const ChosenHost& host) const;
    void rebuild_healthy(Instant now);
    std::unique_ptr<LoadBalancer> make_balancer(std::uint64_t seed) const;

    // What every request needs stands first.
    std::uint32_t hosts_version_ = 0;
    bool all_healthy_ = true;
    bool panic_ = false;
    LoadBalancer* balancer_ = nullptr;  ///< In use, and
    HostColumns hosts_;                 ///< the list that it chooses from.
    HostList all_;

    std::shared_ptr<const ClusterConfig> config_;
    std::shared_ptr<const Endpoints> endpoints_;
    const BalancerKind* kind_;
    std::uint64_t seed_;
    std::optional<OutlierDetector> outlier_;
    HostList healthy_;            ///< Empty columns while all are healthy.
    std::vector<Instant> since_;  ///< When each host of `all_` joined.
    std::vector<std::uint32_t>
        healthy_position_;  ///< Of each host of `all_`; empty while all are healthy.
    std::vector<std::uint32_t> position_in_all_;  ///< The way back.
};

}  // namespace weft::mesh
