#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// The reference proxy takes no table beyond it.
inline constexpr std::uint32_t largest_maglev_table = 5'000'011;

bool is_prime(std::uint32_t number);

/// A table from hash to host in which every host has its share of the slots, within one slot for
/// equal weights, and most slots keep their host when another comes or leaves. The order of the
/// host list does not matter.
///
/// It depends on the content of the host list alone, so all who see the same list may share one.
/// Source: Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI
/// 2016, with the weights of the reference proxy.
class MaglevTable {
public:
    MaglevTable() = default;

    /// `keys` and `weights` are columns of equal length, weights are not zero, `size` is a prime.
    /// One host alone gets a table of one slot.
    MaglevTable(std::span<const std::string_view> keys,
                std::span<const std::uint32_t> weights,
                std::uint32_t size);

    /// Position in the host list. Each further attempt looks up another hash, which may lead to the
    /// same host. Requires !empty().
    std::uint32_t host(std::uint64_t hash, std::uint32_t attempt) const;

    bool empty() const { return slots_.empty(); }

    /// The part of the slots that each of so many hosts has.
    std::vector<double> shares(std::size_t hosts) const;

    /// The host of each slot.
    std::span<const std::uint32_t> slots() const { return slots_; }

private:
    std::vector<std::uint32_t> slots_;
};

}  // namespace weft::mesh
