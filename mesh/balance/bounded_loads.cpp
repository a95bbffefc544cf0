#include "mesh/balance/bounded_loads.hpp"

#include "mesh/balance/host_weights.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <random>
#include <span>
#include <utility>

namespace weft::mesh {
namespace {

/// A number below `bound`, all alike: those of the generator that would favour the low ones are
/// passed over.
std::uint32_t below(std::mt19937& generator, std::uint32_t bound) {
    constexpr std::uint64_t span = std::uint64_t{std::mt19937::max()} + 1;
    const std::uint64_t part = span / bound;
    std::uint64_t number = bound;
    while (number >= bound) {
        number = generator() / part;
    }
    return static_cast<std::uint32_t>(number);
}

/// A shuffle of all positions that goes only as far as it is asked (Fisher and Yates). The standard
/// fixes every number of the generator, which is seeded by the request: no chance of our own
/// enters.
class ProbeOrder {
public:
    ProbeOrder(std::uint64_t hash, std::span<std::uint32_t> positions)
        : generator_(static_cast<std::uint32_t>(hash)), positions_(positions) {
        std::iota(positions.begin(), positions.end(), 0U);
    }

    std::uint32_t next() {
        const auto left = static_cast<std::uint32_t>(positions_.size() - done_);
        const std::size_t other = done_ + below(generator_, left);
        std::swap(positions_[done_], positions_[other]);
        return positions_[done_++];
    }

private:
    std::mt19937 generator_;
    std::span<std::uint32_t> positions_;
    std::size_t done_ = 0;
};

}  // namespace

std::uint64_t total_slots(std::uint64_t cluster_in_flight, std::uint32_t factor) {
    return ((cluster_in_flight + 1) * factor + 99) / 100;
}

std::uint64_t host_slots(std::uint64_t total, double share) {
    const double slots = std::ceil(static_cast<double>(total) * share);
    return std::max(static_cast<std::uint64_t>(slots), std::uint64_t{1});
}

std::vector<std::uint32_t> probe_order(std::uint64_t hash, std::uint32_t hosts) {
    std::vector<std::uint32_t> positions(hosts);
    ProbeOrder order{hash, positions};
    std::vector<std::uint32_t> found;
    found.reserve(hosts);
    while (found.size() < hosts) {
        found.push_back(order.next());
    }
    return found;
}

/// A factor that would leave some requests without any slot is asked for again with 100 as the
/// least, so that the mistake is reported where it was written.
BoundedLoads BoundedLoads::read(Settings& settings) {
    constexpr std::uint32_t whole = 100;
    constexpr std::uint32_t most = 1'000'000;
    const std::uint32_t factor =
        settings.count("hash_balance_factor", {.fallback = 0, .min = 0, .max = most});
    if (factor == 0 || factor >= whole) return BoundedLoads{factor};
    return BoundedLoads{
        settings.count("hash_balance_factor", {.fallback = whole, .min = whole, .max = most})};
}

void BoundedLoads::on_hosts(const HostColumns& hosts) {
    if (factor_ == 0) return;
    shares_ = normalised_weights(hosts.weight);
    positions_.resize(hosts.size());
}

std::size_t BoundedLoads::pick(const HostColumns& hosts, std::size_t first, std::uint64_t hash) {
    if (factor_ == 0) return first;
    assert(shares_.size() == hosts.size());
    const std::uint64_t total = total_slots(
        std::accumulate(hosts.in_flight.begin(), hosts.in_flight.end(), std::uint64_t{0}), factor_);
    const auto overload = [&](std::size_t host) {
        return static_cast<double>(hosts.in_flight[host]) /
               static_cast<double>(host_slots(total, shares_[host]));
    };

    std::size_t best = first;
    double least = overload(first);
    if (least <= 1) return first;
    ProbeOrder order{hash, positions_};
    for (std::size_t probed = 0; probed < hosts.size(); ++probed) {
        const std::uint32_t host = order.next();
        const double its = overload(host);
        if (its <= 1) return host;
        if (its >= least) continue;
        best = host;
        least = its;
    }
    return best;
}

}  // namespace weft::mesh
