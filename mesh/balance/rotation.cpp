#include "mesh/balance/rotation.hpp"

#include "mesh/balance/host_weights.hpp"

namespace weft::mesh {

void Rotation::on_hosts(const HostColumns& hosts, Instant now) {
    weighted_.reset();
    if (equal_weights(hosts.weight) && !any_in_slow_start(hosts, now, slow_start_)) return;
    std::vector<double> weights(hosts.size());
    for (std::size_t host = 0; host < hosts.size(); ++host) {
        weights[host] = weight_now(hosts, host, now);
    }
    weighted_.emplace(weights, seed_);
}

std::vector<HostStanding> Rotation::standings(const HostColumns& hosts, Instant now) const {
    std::vector<HostStanding> standings;
    if (!weighted_) return standings;
    for (std::size_t host = 0; host < hosts.size(); ++host)
        standings.push_back({.weight = weight_now(hosts, host, now)});
    return standings;
}

}  // namespace weft::mesh
