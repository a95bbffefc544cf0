#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// The reference proxy takes no ring beyond it.
inline constexpr std::uint32_t largest_hash_ring = 8'388'608;

/// By what places on a ring are found.
enum class RingHash : std::uint8_t { xx, murmur2 };

struct HashRingSettings {
    std::uint32_t min_size;  ///< Places wanted at least; the lightest host gets a whole number.
    std::uint32_t max_size;  ///< Not less than min_size.
    RingHash hash = RingHash::xx;
};

/// How many places the whole ring should have: the statistic "ring size" is this, rounded up. Not
/// always whole when max_size cuts it short. `shares` sum to 1.
double ring_scale(std::span<const double> shares, const HashRingSettings& settings);

/// Hosts on a circle of hashes, each at many places. A request goes to the first place at or after
/// its own hash, so that a host that comes or leaves moves only the requests next to its places.
///
/// It depends on the content of the host list alone, so all who see the same list may share one.
/// Source: Karger et al., "Consistent Hashing and Random Trees", STOC 1997, with the sizes and keys
/// of the reference proxy's ring.
class HashRing {
public:
    HashRing() = default;

    /// `keys` and `weights` are columns of equal length. Weights are not zero.
    HashRing(std::span<const std::string_view> keys,
             std::span<const std::uint32_t> weights,
             const HashRingSettings& settings);

    /// Position in the host list. Each further attempt goes one place on, which may be the same
    /// host. Requires !empty().
    std::uint32_t host(std::uint64_t hash, std::uint32_t attempt) const;

    bool empty() const { return hashes_.empty(); }

    /// The part of all hashes that leads to each of so many hosts.
    std::vector<double> shares(std::size_t hosts) const;

    /// The places in order: where, and whose.
    std::span<const std::uint64_t> hashes() const { return hashes_; }
    std::span<const std::uint32_t> hosts() const { return hosts_; }

private:
    std::vector<std::uint64_t> hashes_;
    std::vector<std::uint32_t> hosts_;
};

}  // namespace weft::mesh
