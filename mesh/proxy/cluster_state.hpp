#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/balance/host_selection.hpp"
#include "mesh/proxy/cluster_pools.hpp"
#include "mesh/proxy/host_queue.hpp"
#include "mesh/proxy/host_watch.hpp"
#include "mesh/proxy/in_progress.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/proxy/request_gate.hpp"
#include "mesh/proxy/ruled_hosts.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/resilience/outlier_detection.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace weft::mesh {

struct ClusterView;

/// What one proxy knows of one cluster: its hosts, how many requests each has in hand, who is
/// ejected, and what is counted against the limits. Made when the proxy first sends there.
class ClusterState {
public:
    ClusterState(const ClusterEntry& entry,
                 const BalancerRegistry& balancers,
                 std::uint64_t seed,
                 Instant now);

    const ClusterConfig& config() const { return *config_; }

    /// Takes over new lists of hosts and peers. Requires the same configuration.
    void on_endpoints(const ClusterEntry& entry, Instant now);
    bool is_configured_by(const ClusterEntry& entry) const { return config_ == entry.config; }
    bool has_endpoints_of(const ClusterEntry& entry) const {
        return endpoints_ == entry.endpoints && peers_ == entry.peers;
    }

    /// Chooses a host, or nothing if none may be chosen. Draws once for the priority, up to twice
    /// for the zone, then what the policy needs.
    std::optional<ChosenHost> pick(const SelectionRequest& request) {
        const auto position = pick_position(request);
        if (!position) return std::nullopt;
        return host_at(*position, request.now);
    }
    std::optional<std::uint32_t> pick_position(const SelectionRequest& request) {
        const auto chosen = selection_.pick(request);
        return chosen ? std::optional{chosen->position} : std::nullopt;
    }

    /// The host at a position, chosen now.
    ChosenHost host_at(std::uint32_t position, Instant now) const {
        return {.since = now,
                .id = ids_[position],
                .position = position,
                .hosts_version = hosts_version_};
    }

    bool in_panic() const { return selection_.in_panic(); }

    /// Whether requests leave the first priority; nothing if that is as it was when last asked.
    std::optional<bool> take_spill() {
        const bool before = std::exchange(spilled_, selection_.spills());
        return before == spilled_ ? std::nullopt : std::optional{spilled_};
    }

    /// What the host is sent.
    ClientTls tls_to(HostId host) const {
        return has_plain_hosts_ ? tls_if_taken(host) : config_->tls;
    }

    /// Whether the balancer wants servers to say how loaded they are, and asks them itself.
    bool reads_reports() const { return kind_->reads_reports; }
    bool asks_hosts() const { return kind_->asks_hosts; }

    /// Appends the hosts to ask after the last pick.
    void probes(Draws& draws, std::vector<HostId>& out) {
        if (subsets() != nullptr) return subsets()->probes(draws, out);
        selection_.probes(draws, out);
    }
    void on_report(HostId host, const LoadReport& report, Instant now) {
        selection_.on_report(host, report, now);
        if (subsets() != nullptr) subsets()->on_report(host, report, now);
    }

    /// The host as one that an attempt is sent to now, which may have left. `before` is the one
    /// chosen when the attempt began to wait: mostly the same.
    ChosenHost host(HostId id, const ChosenHost& before, Instant now) const;

    /// An attempt leaves for the host, and ends. An end of a host that has left is still counted
    /// off the cluster.
    void sent(const ChosenHost& host, RoutingPriority priority) {
        if (!pools_) ++use(priority).requests;
        if (host.position == absent) return;
        selection_.sent(host.position);
        if (subsets() != nullptr) subsets()->sent(host.position);
    }
    void ended(const ChosenHost& host,
               RoutingPriority priority,
               const AttemptEnd& end,
               Instant now) {
        if (!pools_) {
            assert(use(priority).requests > 0);
            --use(priority).requests;
        }
        const std::uint32_t at = position_of(host);
        selection_.ended(at, host.id, end, now);
        if (subsets() != nullptr) subsets()->ended(at, host.id, end, now);
    }

    /// What the outlier detector says to an answer of the host, or to what our own end saw of it.
    using Seen = std::variant<std::uint16_t, LocalEvent>;
    OutlierDetector::Verdict judge(const ChosenHost& host, Seen seen, Instant now, Draws& draws);

    /// The same for an answer that is no failure, which ejects nobody.
    void praise(const ChosenHost& host, Instant now, Draws& draws) {
        if (!outlier_) return;
        const std::uint32_t at = position_of(host);
        if (at == absent) return;
        outlier_->on_success(at);
        if (splits_local_origin_) outlier_->on_local_event(at, LocalEvent::connected, now, draws);
    }

    /// The same for one that says its host is degraded; whether it was not held to be so before.
    bool on_degraded(const ChosenHost& host, Instant now, Draws& draws);

    /// What the outlier detector said of a host, and why.
    struct JudgedHost {
        HostId host;
        Detection detection;
        DetectionCause cause;
    };

    /// The outlier interval passed: hosts come back, others are ejected for their rates, degraded
    /// ones have recovered.
    void sweep(Instant now,
               Draws& draws,
               std::vector<HostId>& returned,
               std::vector<JudgedHost>& judged,
               std::vector<HostId>& recovered);

    /// Null where all connections are open.
    ClusterPools* pools() { return pools_.get(); }
    const std::vector<HostId>& ids() const { return ids_; }

    /// Where connections are opened as needed, the pools count requests.
    ResourceUse& use(RoutingPriority priority) {
        return priority == RoutingPriority::normal ? normal_use_ : *high_use_;
    }

    /// Whether some requests are of high priority.
    bool has_priorities() const { return high_use_ != nullptr; }

    /// Each is null unless the configuration asks for it.
    RequestGate* gate() const { return gate_.get(); }
    HostWatch* watch() const { return watch_.get(); }
    HostQueue* queue() const { return queue_.get(); }
    RuledHosts* ruled() const { return ruled_.get(); }

    /// Whether there is neither a pool nor a watch: all that is kept of its hosts are counts.
    bool is_plain() const { return pools_ == nullptr && watch_ == nullptr; }

    /// Whether a pick would find a host.
    bool can_choose() const { return usable_hosts_ > 0 || (in_panic() && !ids_.empty()); }

    /// A request leaves for a host that is watched: takes the permit of its circuit.
    void take_permit(ChosenHost& host, Instant now);

    /// What a circuit went into, and how long it stays open.
    struct CircuitChange {
        FailureAccrual::State state;
        Duration penalty;
    };

    /// Tells the host's circuit how a permitted request ended, or that it was given up and tells
    /// nothing. Draws once if it opens and there is a jitter.
    std::optional<CircuitChange> tell_circuit(const ChosenHost& host,
                                              bool success,
                                              Instant now,
                                              Draws& draws);
    void abandon_permit(const ChosenHost& host, Instant now);

    /// The circuit of this host has just turned half open; false if it did not.
    bool half_open(HostId host, Instant now);

    /// Where the host is, if it waits for the timer or the answer of this value.
    std::optional<std::size_t> awaits(HostId host, std::uint64_t value) const;

    /// What a check led to.
    struct CheckOutcome {
        HealthChange change;
        bool returned;                 ///< The host was ejected, and is not any more.
        std::optional<bool> degraded;  ///< Whether the host is, if that changed.
    };

    /// A check of the host at this position ended; `degraded` is what a passing one said.
    CheckOutcome on_check(std::size_t position, CheckResult result, bool degraded, Instant now);

    /// Whether limit or budget allow one more; a budget by deposits takes its price.
    bool allows_retry(RoutingPriority priority, Instant now);

    /// What is known now, for people who look.
    ClusterView view(Instant now) const;

    /// Adds what is in progress here.
    void count(InProgress& counted) const;

    /// Whether an attempt that was sent to the host is counted there.
    bool counts(const ChosenHost& host) const { return position_of(host) != absent; }

private:
    static constexpr std::uint32_t absent = HostSelection::absent;

    std::uint32_t position_of(const ChosenHost& host) const {
        return host.hosts_version == hosts_version_ ? host.position : position_found(host);
    }
    SubsetSelection* subsets() const { return ruled_ ? ruled_->subsets() : nullptr; }
    std::uint32_t position_found(const ChosenHost& host) const;
    bool is_degraded(std::size_t position) const;
    HostHealth health_of(std::size_t position, Instant now) const;
    ClientTls tls_if_taken(HostId host) const;
    void find_plain_hosts();
    void select(const std::vector<std::uint32_t>& in_flight, Instant now);
    void select_anew(Instant now);
    LocalCluster local_cluster() const;

    // What every request needs stands first.
    ResourceUse normal_use_;
    std::uint32_t hosts_version_ = 0;
    bool spilled_ = false;  ///< When it was last asked.
    bool has_plain_hosts_ = false;
    std::unique_ptr<RequestGate> gate_;
    std::unique_ptr<HostWatch> watch_;
    std::unique_ptr<RuledHosts> ruled_;
    const BalancerKind* kind_;
    std::vector<HostId> ids_;
    HostSelection selection_;

    std::shared_ptr<const ClusterConfig> config_;
    std::shared_ptr<const Endpoints> endpoints_;
    std::shared_ptr<const Endpoints> peers_;  ///< May be null.
    std::optional<OutlierDetector> outlier_;
    bool splits_local_origin_ = false;
    std::unique_ptr<ResourceUse> high_use_;  ///< Null if no request is of high priority.
    std::unique_ptr<ClusterPools> pools_;
    std::unique_ptr<HostQueue> queue_;
    std::size_t usable_hosts_ = 0;
    std::vector<Instant> joined_;  ///< When each host appeared,
    std::vector<Instant> usable_;  ///< and when it became ready.
    std::vector<Locality> localities_;
    std::vector<std::uint32_t> locality_of_;  ///< Each host.
    std::vector<HostId> plain_hosts_;  ///< That take no mutual TLS, where that counts; sorted.
};

}  // namespace weft::mesh
