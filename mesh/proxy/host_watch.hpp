#pragma once

#include "mesh/proxy/proxy_config.hpp"
#include "mesh/resilience/failure_accrual.hpp"
#include "mesh/resilience/health_check.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

/// What a proxy has found out about each host of a cluster by circuits and by health checks; hosts
/// are named by position. A host may be chosen if both allow it.
class HostWatch {
public:
    /// A permit that no circuit gave: the request goes to its host all the same, as in panic, and
    /// tells nothing.
    static constexpr std::uint32_t no_permit = 0xffffffffU;

    struct Host {
        HostId id;
        std::optional<FailureAccrual> circuit;
        std::optional<HealthCheck> check;
        std::uint64_t waits_for = 0;  ///< Value of the timer or the answer that counts; 0: none.
        bool degraded = false;        ///< As its last check that passed said.
    };

    explicit HostWatch(const ClusterConfig& config)
        : accrual_(config.failure_accrual), checks_(config.health_check) {}

    /// Whether a cluster has anything to watch its hosts by.
    static bool is_wanted(const ClusterConfig& config) {
        return config.failure_accrual || config.health_check;
    }

    /// The list changed. A host that stays keeps what is known of it.
    void on_hosts(const std::vector<HostId>& hosts);

    std::size_t size() const { return hosts_.size(); }
    Host& operator[](std::size_t position) { return hosts_[position]; }
    const std::optional<HealthCheckSettings>& checks() const { return checks_; }
    bool has_circuits() const { return accrual_.has_value(); }

    bool allows(std::size_t position, Instant now) const;

    bool had_traffic = false;  ///< A request was ever sent to the cluster.

private:
    std::optional<FailureAccrualSettings> accrual_;
    std::optional<HealthCheckSettings> checks_;
    std::vector<Host> hosts_;
};

}  // namespace weft::mesh
