#include "mesh/balance/maglev_table.hpp"

#include "mesh/balance/host_weights.hpp"
#include "mesh/base/hash.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <tuple>

namespace weft::mesh {
namespace {

constexpr std::uint32_t free_slot = std::numeric_limits<std::uint32_t>::max();

/// One host's walk over all slots in an order of its own.
struct Walk {
    std::uint32_t host;
    double share;
    std::uint64_t slot;  ///< To look at next.
    std::uint64_t skip;
    double due = 0;  ///< Rounds times share that must be reached before its next turn.
};

std::vector<Walk> walks_in_key_order(std::span<const std::string_view> keys,
                                     std::span<const std::uint32_t> weights,
                                     std::uint32_t size) {
    const std::vector<double> shares = normalised_weights(weights);
    std::vector<Walk> walks;
    walks.reserve(keys.size());
    for (std::uint32_t host = 0; host < keys.size(); ++host) {
        walks.push_back({.host = host,
                         .share = shares[host],
                         .slot = xx_hash64(keys[host], 0) % size,
                         .skip = xx_hash64(keys[host], 1) % (size - 1) + 1});
    }
    std::sort(walks.begin(), walks.end(), [&](const Walk& a, const Walk& b) {
        return std::tie(keys[a.host], a.host) < std::tie(keys[b.host], b.host);
    });
    return walks;
}

void take_next_free(Walk& walk, std::vector<std::uint32_t>& slots) {
    const auto step = [&] { walk.slot = (walk.slot + walk.skip) % slots.size(); };
    while (slots[walk.slot] != free_slot) {
        step();
    }
    slots[walk.slot] = walk.host;
    step();
}

}  // namespace

bool is_prime(std::uint32_t number) {
    if (number < 2) return false;
    for (std::uint64_t divisor = 2; divisor * divisor <= number; ++divisor) {
        if (number % divisor == 0) return false;
    }
    return true;
}

MaglevTable::MaglevTable(std::span<const std::string_view> keys,
                         std::span<const std::uint32_t> weights,
                         std::uint32_t size) {
    assert(keys.size() == weights.size());
    assert(is_prime(size));
    slots_.assign(std::min<std::size_t>(keys.size(), 1), 0);
    if (keys.size() < 2) return;

    std::vector<Walk> walks = walks_in_key_order(keys, weights, size);
    double largest_share = 0;
    for (const Walk& walk : walks) {
        largest_share = std::max(largest_share, walk.share);
    }
    slots_.assign(size, free_slot);
    std::uint32_t left = size;
    for (std::uint32_t round = 1; left > 0; ++round) {
        for (Walk& walk : walks) {
            if (left == 0) break;
            if (round * walk.share < walk.due) continue;
            walk.due += largest_share;
            take_next_free(walk, slots_);
            --left;
        }
    }
}

std::uint32_t MaglevTable::host(std::uint64_t hash, std::uint32_t attempt) const {
    assert(!empty());
    // The reference's way to another slot: all high bits flip, and the low ones by the attempt.
    if (attempt > 0) hash ^= std::uint64_t{0} - attempt;
    return slots_[hash % slots_.size()];
}

std::vector<double> MaglevTable::shares(std::size_t hosts) const {
    std::vector<std::uint32_t> counts(hosts);
    for (const std::uint32_t host : slots_)
        ++counts[host];
    std::vector<double> shares;
    for (const std::uint32_t count : counts)
        shares.push_back(static_cast<double>(count) / static_cast<double>(slots_.size()));
    return shares;
}

}  // namespace weft::mesh
