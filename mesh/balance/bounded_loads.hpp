#pragma once

#include "mesh/balance/load_balancer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

/// Consistent hashing with bounded loads: no host gets much more than its share of the requests in
/// flight, however popular a key is.
///
/// Sources: Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", SODA 2018;
/// the order in which other hosts are probed: Chen, Coleman and Shrivastava, "Revisiting Consistent
/// Hashing with Bounded Loads", AAAI 2021; the numbers are those of the reference proxy.
namespace weft::mesh {

/// How many requests all hosts together may have in flight, the one to be sent included, when each
/// may have `factor` percent of its share.
std::uint64_t total_slots(std::uint64_t cluster_in_flight, std::uint32_t factor);

/// A host's part of them, one at least. `share` is its part of the weights.
std::uint64_t host_slots(std::uint64_t total, double share);

/// All of so many hosts in the order in which a request with this hash asks them.
std::vector<std::uint32_t> probe_order(std::uint64_t hash, std::uint32_t hosts);

/// The host of the hash while it has a slot to spare, otherwise the next one that has.
class BoundedLoads {
public:
    /// `factor` is in percent, 100 or more; 0 switches the bound off.
    explicit BoundedLoads(std::uint32_t factor) : factor_(factor) {}

    void on_hosts(const HostColumns& hosts);

    /// `first` is the position of the hash's host. When every host is overloaded the least so is
    /// taken, and `first` wins a tie.
    std::size_t pick(const HostColumns& hosts, std::size_t first, std::uint64_t hash);

    /// Made from the parameter `hash_balance_factor`, in percent; off if it is not given.
    static BoundedLoads read(Settings& settings);

private:
    std::uint32_t factor_;
    std::vector<double> shares_;
    std::vector<std::uint32_t> positions_;  ///< Room for a probe order.
};

}  // namespace weft::mesh
