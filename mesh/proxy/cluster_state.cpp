#include "mesh/proxy/cluster_state.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::mesh {
namespace {

/// The localities that endpoints stand in, and which of them each is in.
void group(const Endpoints& endpoints,
           std::vector<Locality>& localities,
           std::vector<std::uint32_t>& locality_of) {
    localities.clear();
    locality_of.clear();
    for (const Endpoint& endpoint : endpoints) {
        const auto known = std::ranges::find_if(localities, [&](const Locality& locality) {
            return locality.zone == endpoint.zone && locality.priority == endpoint.priority;
        });
        locality_of.push_back(static_cast<std::uint32_t>(known - localities.begin()));
        if (known != localities.end()) continue;
        localities.push_back({.zone = endpoint.zone,
                              .priority = endpoint.priority,
                              .weight = endpoint.locality_weight});
    }
}

HostSelection selection_for(const std::shared_ptr<const ClusterConfig>& config,
                            const BalancerKind& kind,
                            std::uint64_t seed) {
    const auto make = [&kind, config](std::uint64_t of_list) {
        TextSettings settings{config->balancer.parameters};
        return kind.make(settings, of_list);
    };
    return {config->selection, kind.priority_by, make, seed};
}

}  // namespace

ClusterState::ClusterState(const ClusterEntry& entry,
                           const BalancerRegistry& balancers,
                           std::uint64_t seed,
                           Instant now)
    : kind_(balancers.find(entry.config->balancer.name)),
      selection_(selection_for(entry.config, *kind_, seed)),
      config_(entry.config) {
    normal_use_.limits = config_->limits;
    if (const auto& high = config_->high_priority) {
        high_use_ = std::make_unique<ResourceUse>(ResourceUse{.limits = high->limits});
    }
    if (config_->connects) pools_ = std::make_unique<ClusterPools>(*this);
    if (config_->outlier) {
        outlier_.emplace(*config_->outlier);
        splits_local_origin_ = config_->outlier->split_local_origin;
    }
    if (RequestGate::is_wanted(*config_)) gate_ = std::make_unique<RequestGate>(*config_);
    if (HostWatch::is_wanted(*config_)) watch_ = std::make_unique<HostWatch>(*config_);
    if (config_->host_rules) {
        const auto make = [kind = kind_, config = config_](std::uint64_t of_subset) {
            return selection_for(config, *kind, of_subset);
        };
        ruled_ = std::make_unique<RuledHosts>(config_->host_rules, selection_, make, seed);
    }
    if (config_->fail_fast) queue_ = std::make_unique<HostQueue>(*config_->fail_fast);
    on_endpoints(entry, now);
}

void ClusterState::on_endpoints(const ClusterEntry& entry, Instant now) {
    const std::shared_ptr<const Endpoints> before = std::exchange(endpoints_, entry.endpoints);
    peers_ = entry.peers;
    const std::vector<HostId> ids = std::exchange(ids_, {});
    const std::vector<Instant> joined = std::exchange(joined_, {});
    const std::vector<Instant> usable = std::exchange(usable_, {});
    std::vector<std::uint32_t> in_flight;
    for (const Endpoint& endpoint : *endpoints_) {
        const auto known = std::ranges::find(ids, endpoint.id);
        const auto at = static_cast<std::size_t>(known - ids.begin());
        const bool stayed = known != ids.end();
        const bool became_usable = !stayed || (endpoint.ready && !(*before)[at].ready);
        ids_.push_back(endpoint.id);
        joined_.push_back(stayed ? joined[at] : now);
        usable_.push_back(became_usable ? now : usable[at]);
        in_flight.push_back(stayed ? selection_.in_flight(static_cast<std::uint32_t>(at)) : 0);
    }
    ++hosts_version_;
    group(*endpoints_, localities_, locality_of_);
    find_plain_hosts();
    if (outlier_) outlier_->on_hosts(ids_);
    if (watch_) watch_->on_hosts(ids_);
    if (ruled_) ruled_->on_endpoints(endpoints_);
    select(in_flight, now);
}

void ClusterState::find_plain_hosts() {
    if (config_->tls_by_rule || config_->tls == ClientTls::disable) return;
    plain_hosts_.clear();
    for (const Endpoint& endpoint : *endpoints_) {
        if (!endpoint.takes_mutual_tls) plain_hosts_.push_back(endpoint.id);
    }
    std::ranges::sort(plain_hosts_);
    has_plain_hosts_ = !plain_hosts_.empty();
}

/// Where the app chooses the host, one that takes none is enough, since it may be any of them.
/// Source: Istio's inference of a headless service's mode.
ClientTls ClusterState::tls_if_taken(HostId host) const {
    if (config_->to_original_destination) return ClientTls::disable;
    return std::ranges::binary_search(plain_hosts_, host) ? ClientTls::disable : config_->tls;
}

/// Whether its checks or its answers said so.
bool ClusterState::is_degraded(std::size_t position) const {
    return (watch_ && (*watch_)[position].degraded) || (outlier_ && outlier_->degraded(position));
}

HostHealth ClusterState::health_of(std::size_t position, Instant now) const {
    const bool works = (*endpoints_)[position].ready &&
                       !(outlier_ && outlier_->ejected(position)) &&
                       (!watch_ || watch_->allows(position, now));
    if (!works) return HostHealth::unhealthy;
    return is_degraded(position) ? HostHealth::degraded : HostHealth::healthy;
}

/// Tells the selection who is well.
void ClusterState::select(const std::vector<std::uint32_t>& in_flight, Instant now) {
    std::vector<SelectableHost> hosts;
    usable_hosts_ = 0;
    for (std::size_t at = 0; at < ids_.size(); ++at) {
        const Endpoint& endpoint = (*endpoints_)[at];
        const HostHealth health = health_of(at, now);
        usable_hosts_ += health == HostHealth::unhealthy ? 0U : 1U;
        hosts.push_back({.id = endpoint.id,
                         .locality = locality_of_[at],
                         .health = health,
                         .weight = endpoint.weight,
                         .in_flight = in_flight[at],
                         .hash_key = endpoint.address,
                         .since = usable_[at]});
    }
    const LocalCluster local = local_cluster();
    selection_.on_hosts(localities_, hosts, local, now);
    if (ruled_) ruled_->on_hosts(localities_, hosts, local, now);
}

/// The health of a host changed, and nothing else.
void ClusterState::select_anew(Instant now) {
    std::vector<std::uint32_t> in_flight;
    for (std::uint32_t at = 0; at < ids_.size(); ++at)
        in_flight.push_back(selection_.in_flight(at));
    select(in_flight, now);
}

/// Who else sends to these hosts, zone by zone.
LocalCluster ClusterState::local_cluster() const {
    LocalCluster local;
    if (!peers_) return local;
    PriorityHealth health;
    for (const Endpoint& peer : *peers_) {
        ++health.hosts;
        if (peer.zone == config_->selection.own_zone) local.has_own_zone = true;
        if (!peer.ready) continue;
        ++health.healthy;
        auto zone = std::ranges::find(local.zones, peer.zone, &ZoneHosts::zone);
        if (zone == local.zones.end()) zone = local.zones.insert(zone, {.zone = peer.zone});
        ++zone->hosts;
        zone->weight += peer.weight;
    }
    local.panic = priority_loads({&health, 1}, config_->selection.priority).panic.front();
    return local;
}

std::uint32_t ClusterState::position_found(const ChosenHost& host) const {
    const auto found = std::ranges::find(ids_, host.id);
    if (found == ids_.end()) return absent;
    const auto at = static_cast<std::uint32_t>(found - ids_.begin());
    // It left and came back since: what is counted now is not this attempt.
    return joined_[at] > host.since ? absent : at;
}

ChosenHost ClusterState::host(HostId id, const ChosenHost& before, Instant now) const {
    if (before.id == id && before.hosts_version == hosts_version_) {
        ChosenHost same = before;
        same.since = now;
        return same;
    }
    const auto found = std::ranges::find(ids_, id);
    const auto at = static_cast<std::uint32_t>(found - ids_.begin());
    return {.since = now,
            .id = id,
            .position = found == ids_.end() ? absent : at,
            .hosts_version = hosts_version_};
}

OutlierDetector::Verdict ClusterState::judge(const ChosenHost& host,
                                             Seen seen,
                                             Instant now,
                                             Draws& draws) {
    if (!outlier_) return {};
    const std::uint32_t at = position_of(host);
    if (at == absent) return {};
    const auto* const status = std::get_if<std::uint16_t>(&seen);
    if (status != nullptr && splits_local_origin_) {
        outlier_->on_local_event(at, LocalEvent::connected, now, draws);
    }
    const auto verdict = status != nullptr
                             ? outlier_->on_status(at, *status, now, draws)
                             : outlier_->on_local_event(at, std::get<LocalEvent>(seen), now, draws);
    if (verdict.detection == Detection::ejected) select_anew(now);
    return verdict;
}

bool ClusterState::on_degraded(const ChosenHost& host, Instant now, Draws& draws) {
    const std::uint32_t at = position_of(host);
    if (!outlier_ || at == absent) return false;
    const bool before = is_degraded(at);
    if (!outlier_->on_degraded(at, now, draws) || before) return false;
    select_anew(now);
    return true;
}

void ClusterState::sweep(Instant now,
                         Draws& draws,
                         std::vector<HostId>& returned,
                         std::vector<JudgedHost>& judged,
                         std::vector<HostId>& recovered) {
    std::vector<std::size_t> positions;
    std::vector<OutlierDetector::RateVerdict> verdicts;
    outlier_->sweep(now, draws, positions, verdicts);
    for (const std::size_t position : positions)
        returned.push_back(ids_[position]);
    bool changed = !positions.empty();
    for (const auto& verdict : verdicts) {
        judged.push_back({ids_[verdict.host], verdict.detection, verdict.cause});
        changed = changed || verdict.detection == Detection::ejected;
    }
    positions.clear();
    outlier_->recover(now, positions);
    for (const std::size_t position : positions) {
        if (is_degraded(position)) continue;  // Its checks say so still.
        recovered.push_back(ids_[position]);
        changed = true;
    }
    if (changed) select_anew(now);
}

void ClusterState::take_permit(ChosenHost& host, Instant now) {
    watch_->had_traffic = true;
    host.permit = HostWatch::no_permit;
    if (host.position == absent) return;
    auto& circuit = (*watch_)[host.position].circuit;
    if (!circuit) return;
    const auto permit = circuit->request_permit(now);
    host.permit = permit ? permit->epoch : HostWatch::no_permit;
    if (permit && !circuit->permits(now)) select_anew(now);  // It was the last probe.
}

std::optional<ClusterState::CircuitChange> ClusterState::tell_circuit(const ChosenHost& host,
                                                                      bool success,
                                                                      Instant now,
                                                                      Draws& draws) {
    const std::uint32_t at = position_of(host);
    if (at == absent || host.permit == HostWatch::no_permit) return std::nullopt;
    FailureAccrual& circuit = *(*watch_)[at].circuit;
    const auto before = circuit.state(now);
    circuit.report({host.permit}, success, now, draws);
    const auto after = circuit.state(now);
    if (after == before) return std::nullopt;
    select_anew(now);
    return CircuitChange{after, circuit.open_until().value_or(now) - now};
}

void ClusterState::abandon_permit(const ChosenHost& host, Instant now) {
    const std::uint32_t at = position_of(host);
    if (at == absent || host.permit == HostWatch::no_permit) return;
    FailureAccrual& circuit = *(*watch_)[at].circuit;
    circuit.abandon({host.permit});
    if (circuit.open_until()) select_anew(now);
}

bool ClusterState::half_open(HostId host, Instant now) {
    const auto found = std::ranges::find(ids_, host);
    if (!watch_ || found == ids_.end()) return false;
    const auto& circuit = (*watch_)[static_cast<std::size_t>(found - ids_.begin())].circuit;
    if (!circuit || circuit->open_until() != now) return false;
    select_anew(now);
    return true;
}

std::optional<std::size_t> ClusterState::awaits(HostId host, std::uint64_t value) const {
    const auto found = std::ranges::find(ids_, host);
    if (!watch_ || found == ids_.end()) return std::nullopt;
    const auto at = static_cast<std::size_t>(found - ids_.begin());
    return (*watch_)[at].waits_for == value ? std::optional{at} : std::nullopt;
}

ClusterState::CheckOutcome ClusterState::on_check(std::size_t position,
                                                  CheckResult result,
                                                  bool degraded,
                                                  Instant now) {
    HostWatch::Host& host = (*watch_)[position];
    const HealthChange change = host.check->on_result(result);
    const bool before = is_degraded(position);
    if (result == CheckResult::success) host.degraded = degraded;
    std::optional<bool> turned;
    if (is_degraded(position) != before) turned = !before;
    const bool returned = result == CheckResult::success && outlier_ &&
                          outlier_->on_health_check_passed(position, now);
    if (returned || turned || change == HealthChange::changed) select_anew(now);
    return {change, returned, turned};
}

bool ClusterState::allows_retry(RoutingPriority priority, Instant now) {
    const ResourceUse& used = use(priority);
    const auto allowed = gate_ ? gate_->allows_retry(used.retries, now) : std::nullopt;
    if (allowed) return *allowed;
    if (!config_->retry_budget) return used.may_retry();
    return used.retries < retries_allowed(*config_->retry_budget, used.requests, used.pending);
}

void ClusterState::count(InProgress& counted) const {
    const auto add = [&counted](const ResourceUse& use) {
        counted.requests += use.requests;
        counted.pending += use.pending;
        counted.retries += use.retries;
        counted.connections += use.connections;
    };
    add(normal_use_);
    if (high_use_) add(*high_use_);
    if (queue_) counted.waiting += queue_->size();
    for (std::uint32_t at = 0; at < ids_.size(); ++at)
        counted.at_hosts += selection_.in_flight(at);
}

}  // namespace weft::mesh
