#include "mesh/balance/hash_ring.hpp"

#include "mesh/balance/host_weights.hpp"
#include "mesh/base/hash.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <compare>
#include <string>

namespace weft::mesh {
namespace {

struct Place {
    std::uint64_t hash;
    std::uint32_t host;

    friend auto operator<=>(const Place&, const Place&) = default;
};

std::uint64_t place_hash(std::string_view key, RingHash hash) {
    return hash == RingHash::xx ? xx_hash64(key) : murmur_hash2_64(key, murmur_seed);
}

}  // namespace

double ring_scale(std::span<const double> shares, const HashRingSettings& settings) {
    const double lightest = *std::min_element(shares.begin(), shares.end());
    return std::min(std::ceil(lightest * settings.min_size) / lightest,
                    static_cast<double>(settings.max_size));
}

HashRing::HashRing(std::span<const std::string_view> keys,
                   std::span<const std::uint32_t> weights,
                   const HashRingSettings& settings) {
    assert(keys.size() == weights.size());
    if (keys.empty()) return;

    const std::vector<double> shares = normalised_weights(weights);
    const double scale = ring_scale(shares, settings);
    std::vector<Place> places;
    places.reserve(static_cast<std::size_t>(std::ceil(scale)));
    double wanted = 0;  // A running sum, so that fractions of a place are not lost but carried on.
    std::string key;
    for (std::uint32_t host = 0; host < keys.size(); ++host) {
        wanted += scale * shares[host];
        for (std::uint32_t i = 0; static_cast<double>(places.size()) < wanted; ++i) {
            key.assign(keys[host]).append("_").append(std::to_string(i));
            places.push_back({place_hash(key, settings.hash), host});
        }
    }
    std::sort(places.begin(), places.end());

    hashes_.reserve(places.size());
    hosts_.reserve(places.size());
    for (const Place& place : places) {
        hashes_.push_back(place.hash);
        hosts_.push_back(place.host);
    }
}

std::uint32_t HashRing::host(std::uint64_t hash, std::uint32_t attempt) const {
    assert(!empty());
    const auto found = std::lower_bound(hashes_.begin(), hashes_.end(), hash);
    const std::size_t past_the_end_is_first =
        found == hashes_.end() ? 0 : static_cast<std::size_t>(found - hashes_.begin());
    return hosts_[(past_the_end_is_first + attempt) % hosts_.size()];
}

std::vector<double> HashRing::shares(std::size_t hosts) const {
    constexpr double whole = 0x1.0p64;
    std::vector<double> shares(hosts);
    for (std::size_t place = 0; place < hashes_.size(); ++place) {
        const std::size_t before = place == 0 ? hashes_.size() - 1 : place - 1;
        // Around the end the difference wraps, too.
        shares[hosts_[place]] += static_cast<double>(hashes_[place] - hashes_[before]) / whole;
    }
    if (hashes_.size() == 1) shares[hosts_.front()] = 1;
    return shares;
}

}  // namespace weft::mesh
