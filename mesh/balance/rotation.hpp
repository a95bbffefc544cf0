#pragma once

#include "mesh/balance/edf.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/slow_start.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

/// Hosts in turn: a plain count while they are alike, otherwise as often as their weights say,
/// which grow during slow start. Source: the reference proxy's round robin.
class Rotation {
public:
    /// The seed says where the rotation starts.
    Rotation(std::uint64_t seed, const SlowStartSettings& slow_start)
        : seed_(seed), next_(seed), slow_start_(slow_start) {}

    /// The list or its weights changed.
    void on_hosts(const HostColumns& hosts, Instant now);

    std::size_t pick(const HostColumns& hosts, Instant now) {
        if (!weighted_) return next_++ % hosts.size();
        return weighted_->pick([&](std::size_t host) { return weight_now(hosts, host, now); });
    }

    /// The weight of each host in the rotation now; empty while it is a plain count.
    std::vector<HostStanding> standings(const HostColumns& hosts, Instant now) const;

private:
    double weight_now(const HostColumns& hosts, std::size_t host, Instant now) const {
        return hosts.weight[host] * slow_start_factor(hosts, host, now, slow_start_);
    }

    std::uint64_t seed_;
    std::uint64_t next_;  ///< Kept when the list changes.
    SlowStartSettings slow_start_;
    std::optional<EdfScheduler> weighted_;
};

}  // namespace weft::mesh
