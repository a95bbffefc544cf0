#include "mesh/control/sharing.hpp"

#include "mesh/base/hash.hpp"
#include "mesh/control/same_routes.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace weft::mesh::control {
namespace {

template <class Value>
using Pool = std::vector<std::shared_ptr<const Value>>;

template <class Value>
std::shared_ptr<const Value> share(Pool<Value>& pool, Value value) {
    const auto known = std::find_if(pool.begin(), pool.end(),
                                    [&](const auto& shared) { return *shared == value; });
    if (known != pool.end()) return *known;
    pool.push_back(std::make_shared<const Value>(std::move(value)));
    return pool.back();
}

template <class Value>
void drop_unused(Pool<Value>& pool) {
    std::erase_if(pool, [](const auto& shared) { return shared.use_count() == 1; });
}

std::uint64_t digest_of(const std::vector<VirtualHost>& hosts) {
    std::uint64_t digest = 0;
    for (const VirtualHost& host : hosts) {
        for (const std::string& domain : host.domains)
            digest = xx_hash64(domain, digest);
    }
    return digest;
}

template <class Value>
void drop_unused(std::map<ClusterId, Pool<Value>>& pools) {
    for (auto& [cluster, pool] : pools) {
        drop_unused(pool);
    }
}

}  // namespace

std::shared_ptr<const ClusterConfig> Sharing::cluster(ClusterConfig config) {
    return share(clusters_[config.id], std::move(config));
}

std::shared_ptr<const Endpoints> Sharing::endpoints(ClusterId cluster, Endpoints list) {
    return share(endpoints_[cluster], std::move(list));
}

std::shared_ptr<const InboundPolicy> Sharing::inbound(InboundPolicy policy) {
    return share(inbound_, std::move(policy));
}

std::shared_ptr<const WorkloadSecurity> Sharing::security(WorkloadRules rules,
                                                          const MeshDefaults& defaults) {
    const auto known = std::ranges::find_if(
        security_, [&](const auto& shared) { return shared->rules() == rules; });
    if (known != security_.end()) return *known;
    const SecurityDefaults& mesh = defaults.security;
    security_.push_back(std::make_shared<const WorkloadSecurity>(
        std::move(rules), mesh.domains, mesh.token_clock_skew, mesh.authorizers));
    return security_.back();
}

std::shared_ptr<const RouteTable> Sharing::routes(std::vector<VirtualHost> hosts,
                                                  RouteTable::Ports ports) {
    const std::uint64_t digest = digest_of(hosts);
    const auto [first, last] = routes_.equal_range(digest);
    const auto known = std::find_if(first, last, [&](const auto& entry) {
        return entry.second->ports() == ports && same_hosts(entry.second->hosts(), hosts);
    });
    if (known != last) return known->second;
    return routes_.emplace(digest, std::make_shared<const RouteTable>(std::move(hosts), ports))
        ->second;
}

std::shared_ptr<const RouteTable> Sharing::routes(const std::shared_ptr<const RouteTable>& table,
                                                  std::vector<RouteTable::OtherName> more) {
    if (more.empty()) return table;
    const auto known = std::ranges::find_if(named_routes_, [&](const NamedRoutes& routes) {
        return routes.of == table && routes.names == more;
    });
    if (known != named_routes_.end()) return known->made;
    auto made = std::make_shared<const RouteTable>(table, more);
    named_routes_.push_back({table, std::move(more), made});
    return made;
}

void Sharing::forget_unused() {
    std::erase_if(named_routes_, [](const auto& routes) { return routes.made.use_count() == 1; });
    std::erase_if(routes_, [](const auto& entry) { return entry.second.use_count() == 1; });
    drop_unused(clusters_);
    drop_unused(endpoints_);
    drop_unused(inbound_);
    drop_unused(security_);
}

bool same_content(const ProxyConfig& a, const ProxyConfig& b) {
    const auto same_entry = [](const auto& one, const auto& other) {
        return one.first == other.first && one.second.config == other.second.config &&
               one.second.endpoints == other.second.endpoints &&
               one.second.peers == other.second.peers;
    };
    return a.routes == b.routes && a.inbound == b.inbound && a.security == b.security &&
           a.listeners == b.listeners &&
           std::equal(a.clusters.begin(), a.clusters.end(), b.clusters.begin(), b.clusters.end(),
                      same_entry);
}

}  // namespace weft::mesh::control
