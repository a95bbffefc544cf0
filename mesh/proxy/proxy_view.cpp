#include "mesh/proxy/proxy_view.hpp"

#include "mesh/proxy/sidecar.hpp"
#include "mesh/resilience/resource_limits.hpp"

#include <algorithm>

namespace weft::mesh {

ClusterView ClusterState::view(Instant now) const {
    ClusterView view{.cluster = config_->id,
                     .name = config_->name,
                     .balancer = kind_->name,
                     .measure = kind_->measure,
                     .use = normal_use_,
                     .loads = selection_.loads()};
    if (high_use_) view.high = *high_use_;
    if (const auto& budget = config_->retry_budget) {
        const auto limit = [&](ResourceUse& use) {
            use.limits.retries = retries_allowed(*budget, use.requests, use.pending);
        };
        limit(view.use);
        if (view.high) limit(*view.high);
    }
    if (queue_) view.waiting_for_host = queue_->size();
    if (pools_) view.pools = pools_->views();
    const std::vector<HostStanding> standings = selection_.standings(now);
    for (std::uint32_t at = 0; at < ids_.size(); ++at) {
        const Endpoint& endpoint = (*endpoints_)[at];
        view.hosts.push_back({.host = ids_[at],
                              .address = endpoint.address,
                              .zone = endpoint.zone,
                              .priority = endpoint.priority,
                              .weight = endpoint.weight,
                              .standing = standings[at],
                              .ready = endpoint.ready,
                              .health = health_of(at, now),
                              .in_flight = selection_.in_flight(at)});
        HostView& host = view.hosts.back();
        if (outlier_) host.outlier = outlier_->record(at);
        if (!watch_) continue;
        const HostWatch::Host& watched = (*watch_)[at];
        if (watched.check) host.passes_checks = watched.check->healthy();
        if (!watched.circuit) continue;
        host.circuit = CircuitView{.state = watched.circuit->state(now),
                                   .failures_in_a_row = watched.circuit->failures_in_a_row(),
                                   .open_until = watched.circuit->open_until()};
    }
    return view;
}

/// One for each pool, by host.
std::vector<PoolView> ClusterPools::views() const {
    const bool is_bound = cluster_.config().binds_connections;
    std::vector<PoolView> views;
    for (const auto& [key, pool] : pools_) {
        views.push_back({.host = is_bound ? std::nullopt : std::optional{key.host},
                         .priority = key.priority,
                         .open = pool.connections(),
                         .busy = pool.busy(),
                         .active = pool.active(),
                         .waiting = pool.pending()});
    }
    return views;
}

InboundView Inbound::view(Instant now) const {
    InboundView view;
    if (bucket_) {
        view.tokens = bucket_->tokens(now);
        view.max_tokens = policy_->rate_limit->max_tokens;
    }
    if (concurrency_) {
        view.concurrency_limit = concurrency_->limit();
        view.in_flight = concurrency_->in_flight();
        view.is_measuring = concurrency_->is_measuring();
        view.min_rtt = concurrency_->min_rtt();
    }
    return view;
}

ProxyView Sidecar::view(Instant now) const {
    ProxyView view{.name = name_, .version = config_version()};
    for (const Slot& slot : slots_) {
        if (slot.state) view.clusters.push_back(slot.state->view(now));
    }
    std::ranges::sort(view.clusters, {}, &ClusterView::name);
    if (const auto known = config()) {
        for (const auto& [cluster, entry] : known->clusters) {
            const bool is_used = std::ranges::find(view.clusters, cluster, &ClusterView::cluster) !=
                                 view.clusters.end();
            view.unused_clusters += is_used ? 0U : 1U;
        }
    }
    if (inbound_) view.inbound = inbound_->view(now);
    return view;
}

}  // namespace weft::mesh
