#include "mesh/proxy/cluster_state.hpp"

#include "mesh/balance/host_weights.hpp"
#include "mesh/balance/priority_load.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::mesh {
void HostList::clear() {
    id.clear();
    weight.clear();
    in_flight.clear();
    hash_key.clear();
    since.clear();
}

void HostList::add(const Endpoint& endpoint, std::uint32_t in_flight_now, Instant usable_since) {
    id.push_back(endpoint.id);
    weight.push_back(host_weight(endpoint.weight));
    in_flight.push_back(in_flight_now);
    hash_key.push_back(endpoint.address);
    since.push_back(usable_since);
}

ClusterState::ClusterState(const ClusterEntry& entry,
                           const BalancerRegistry& balancers,
                           std::uint64_t seed,
                           Instant now)
    : config_(entry.config), kind_(balancers.find(entry.config->balancer.name)), seed_(seed) {
    assert(kind_ != nullptr);
    if (config_->outlier) outlier_.emplace(*config_->outlier);
    healthy_.balancer = make_balancer(seed_);
    on_endpoints(entry.endpoints, now);
}

std::unique_ptr<LoadBalancer> ClusterState::make_balancer(std::uint64_t seed) const {
    TextSettings settings{config_->balancer.parameters};
    return kind_->make(settings, seed);
}

void ClusterState::on_endpoints(std::shared_ptr<const Endpoints> endpoints, Instant now) {
    HostList before;
    std::swap(before.id, all_.id);
    std::swap(before.in_flight, all_.in_flight);
    std::swap(before.since, all_.since);
    const std::vector<Instant> joined = std::exchange(since_, {});
    all_.clear();
    for (const Endpoint& endpoint : *endpoints) {
        const auto known = std::ranges::find(before.id, endpoint.id);
        const auto at = static_cast<std::size_t>(known - before.id.begin());
        const bool stayed = known != before.id.end();
        const bool became_usable = !stayed || (endpoint.ready && !(*endpoints_)[at].ready);
        all_.add(endpoint, stayed ? before.in_flight[at] : 0,
                 became_usable ? now : before.since[at]);
        since_.push_back(stayed ? joined[at] : now);
    }
    endpoints_ = std::move(endpoints);
    ++hosts_version_;
    if (outlier_) outlier_->on_hosts(all_.id);
    if (all_.balancer) all_.balancer->on_hosts(all_.columns(), now);
    rebuild_healthy(now);
}

void ClusterState::rebuild_healthy(Instant now) {
    const auto is_healthy = [&](std::size_t host) {
        return (*endpoints_)[host].ready && !(outlier_ && outlier_->ejected(host));
    };
    healthy_.clear();
    position_in_all_.clear();
    healthy_position_.assign(all_.id.size(), absent);
    for (std::size_t host = 0; host < all_.id.size(); ++host) {
        if (!is_healthy(host)) continue;
        healthy_position_[host] = static_cast<std::uint32_t>(healthy_.id.size());
        position_in_all_.push_back(static_cast<std::uint32_t>(host));
        healthy_.add((*endpoints_)[host], all_.in_flight[host], all_.since[host]);
    }
    panic_ = mesh::in_panic(static_cast<std::uint32_t>(healthy_.id.size()),
                            static_cast<std::uint32_t>(all_.id.size()), config_->panic_percent);
    all_healthy_ = healthy_.id.size() == all_.id.size();
    if (all_healthy_) {
        healthy_.clear();
        healthy_position_.clear();
    }
    healthy_.balancer->on_hosts(all_healthy_ ? all_.columns() : healthy_.columns(), now);
    if (panic_ && !all_.balancer) {
        all_.balancer = make_balancer(finalise(seed_));
        all_.balancer->on_hosts(all_.columns(), now);
    }
    balancer_ = panic_ ? all_.balancer.get() : healthy_.balancer.get();
    hosts_ = all_healthy_ || panic_ ? all_.columns() : healthy_.columns();
}

std::optional<ChosenHost> ClusterState::pick(std::optional<std::uint64_t> hash,
                                             std::uint32_t attempt,
                                             Instant now,
                                             Draws& draws) {
    if (hosts_.size() == 0) return std::nullopt;
    const PickContext context{.now = now,
                              .draws = draws,
                              .first_draw = draws.next(),
                              .request_hash = hash,
                              .attempt = attempt};
    const std::size_t chosen = balancer_->pick(hosts_, context);
    ChosenHost host{.since = now,
                    .id = hosts_.id[chosen],
                    .position = static_cast<std::uint32_t>(chosen),
                    .hosts_version = hosts_version_};
    if (!all_healthy_ && !panic_) host.position = position_in_all_[chosen];
    return host;
}

std::uint32_t ClusterState::position_found(const ChosenHost& host) const {
    const auto found = std::ranges::find(all_.id, host.id);
    if (found == all_.id.end()) return absent;
    const auto at = static_cast<std::uint32_t>(found - all_.id.begin());
    // It left and came back since: what is counted now is not this attempt.
    return since_[at] > host.since ? absent : at;
}

void ClusterState::sent(const ChosenHost& host) {
    ++requests;
    ++all_.in_flight[host.position];
    if (all_healthy_) return;
    const std::uint32_t at = healthy_position_[host.position];
    if (at != absent) ++healthy_.in_flight[at];
}

void ClusterState::ended(const ChosenHost& host, const AttemptEnd& end, Instant now) {
    assert(requests > 0);
    --requests;
    const std::uint32_t at = position_of(host);
    if (at != absent) {
        assert(all_.in_flight[at] > 0);
        --all_.in_flight[at];
        if (!all_healthy_ && healthy_position_[at] != absent) {
            --healthy_.in_flight[healthy_position_[at]];
        }
    }
    healthy_.balancer->on_end(host.id, end, now);
    if (panic_) all_.balancer->on_end(host.id, end, now);
}

OutlierDetector::Verdict ClusterState::judge(const ChosenHost& host,
                                             std::uint16_t status,
                                             Instant now,
                                             Draws& draws) {
    if (!outlier_) return {};
    const std::uint32_t at = position_of(host);
    if (at == absent) return {};
    const auto verdict = outlier_->on_status(at, status, now, draws);
    if (verdict.detection == Detection::ejected) rebuild_healthy(now);
    return verdict;
}

void ClusterState::sweep(Instant now,
                         Draws& draws,
                         std::vector<HostId>& returned,
                         std::vector<JudgedHost>& judged) {
    std::vector<std::size_t> positions;
    std::vector<OutlierDetector::RateVerdict> verdicts;
    outlier_->sweep(now, draws, positions, verdicts);
    for (const std::size_t position : positions)
        returned.push_back(all_.id[position]);
    bool changed = !positions.empty();
    for (const auto& verdict : verdicts) {
        judged.push_back({all_.id[verdict.host], verdict.detection, verdict.cause});
        changed = changed || verdict.detection == Detection::ejected;
    }
    if (changed) rebuild_healthy(now);
}

std::uint32_t ClusterState::retries_allowed_now() const {
    if (!config_->retry_budget) return config_->limits.retries;
    return retries_allowed(*config_->retry_budget, requests, 0);
}

}  // namespace weft::mesh
