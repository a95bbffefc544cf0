// A proxy sends to a slice of the hosts, its aperture. Hosts and proxies stand on a ring at even
// distances; a proxy's aperture begins at its own place and spans a whole number of distances
// between proxies, so that together they cover every host alike. Two distinct hosts are drawn by
// how much of them the aperture covers; the one that is less busy for that share is taken, the
// first drawn if they tie. Weights do not count. Source: Finagle's DeterministicAperture
// ("Deterministic Aperture: A distributed, load balancing algorithm", Twitter 2019). A proxy learns
// its place from its seed unless `peer` tells it; without `peers` it stands anywhere and its
// aperture is `min_aperture` hosts wide. The measure is a host's requests in flight times the
// other's share.
#include "mesh/balance/load_balancer.hpp"
#include "mesh/base/hash.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace weft::mesh::policies {
namespace {

/// All in parts of the ring.
struct Place {
    double at;       ///< In [0, 1).
    double spacing;  ///< From one proxy to the next; 0 is unknown.
};

/// Requires hosts > 0.
double aperture_width(double spacing, std::uint32_t min_aperture, std::size_t hosts) {
    const double least = static_cast<double>(min_aperture) / static_cast<double>(hosts);
    if (least >= 1) return 1;
    if (spacing == 0) return least;
    return std::min(1.0, std::ceil(least / spacing) * spacing);
}

class DeterministicAperture final : public LoadBalancer {
public:
    DeterministicAperture(Place place, std::uint32_t min_aperture)
        : place_(place), min_aperture_(min_aperture) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        const Slice first = slice_at(context.draws.unit() * span_);
        const double rest = span_ - first.width();
        if (rest <= 0) return first.host;
        double point = context.draws.unit() * rest;
        if (point >= first.begin) point += first.width();  // As if the first were not there.
        const Slice second = slice_at(point);
        const double load_of_first = hosts.in_flight[first.host] * second.width();
        const double load_of_second = hosts.in_flight[second.host] * first.width();
        context.consider(hosts.id[first.host], load_of_first);
        context.consider(hosts.id[second.host], load_of_second);
        return load_of_second < load_of_first ? second.host : first.host;
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        std::vector<std::pair<std::uint64_t, std::uint32_t>> by_hash;
        for (std::uint32_t host = 0; host < hosts.size(); ++host) {
            by_hash.emplace_back(xx_hash64(hosts.hash_key[host]), host);
        }
        std::ranges::sort(by_hash, {}, [&](const auto& entry) {
            return std::pair{entry.first, hosts.hash_key[entry.second]};
        });
        ring_.clear();
        for (const auto& [hash, host] : by_hash) {
            ring_.push_back(host);
        }
        if (ring_.empty()) return;
        const auto size = static_cast<double>(ring_.size());
        const double width = aperture_width(place_.spacing, min_aperture_, ring_.size());
        const double begin = width < 1 ? place_.at * size : 0;
        first_ = static_cast<std::size_t>(begin) % ring_.size();
        inside_ = begin - std::floor(begin);
        span_ = width * size;
    }

    /// How much of the aperture each host is.
    std::vector<HostStanding> standings(const HostColumns& hosts, Instant /*now*/) const override {
        std::vector<HostStanding> standings(hosts.size(), HostStanding{.share = 0});
        if (ring_.empty()) return standings;
        for (double number = 0; number - inside_ < span_; ++number) {
            const Slice slice = slice_of(number);
            *standings[slice.host].share += slice.width() / span_;
        }
        return standings;
    }

private:
    /// What the aperture covers of one host, measured in hosts from where the aperture begins.
    struct Slice {
        std::size_t host;
        double begin;
        double end;

        double width() const { return end - begin; }
    };

    Slice slice_at(double point) const { return slice_of(std::floor(point + inside_)); }

    /// Of the host of this number, counted from the one where the aperture begins.
    Slice slice_of(double number) const {
        const double begin = std::max(0.0, number - inside_);
        const double end = std::min(span_, number + 1 - inside_);
        return {ring_[(first_ + static_cast<std::size_t>(number)) % ring_.size()], begin, end};
    }

    Place place_;
    std::uint32_t min_aperture_;
    std::vector<std::uint32_t> ring_;  ///< Positions in the order that all proxies see.
    std::size_t first_ = 0;            ///< In the ring: the host where the aperture begins,
    double inside_ = 0;                ///< and how much of it lies before that.
    double span_ = 0;                  ///< Of the aperture, in hosts.
};

Place read_place(Settings& settings, std::uint64_t seed) {
    const std::uint32_t peers =
        settings.count("peers", {.fallback = 0, .min = 0, .max = 1'000'000});
    if (peers == 0) return {.at = static_cast<double>(seed >> 11) * 0x1.0p-53, .spacing = 0};
    const auto drawn = static_cast<std::uint32_t>(seed % peers);
    const std::uint32_t peer =
        settings.count("peer", {.fallback = drawn, .min = 0, .max = peers - 1});
    return {.at = static_cast<double>(peer) / peers, .spacing = 1.0 / peers};
}

}  // namespace

BalancerKind deterministic_aperture() {
    return {
        .name = "deterministic_aperture",
        .summary = "the less busy of two drawn from the part of the hosts that is this proxy's",
        .by_weight = false,
        .compares_hosts = true,
        .make = [](Settings& settings, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            const Place place = read_place(settings, seed);
            const std::uint32_t min_aperture =
                settings.count("min_aperture", {.fallback = 12, .min = 1, .max = 1'000'000});
            return std::make_unique<DeterministicAperture>(place, min_aperture);
        },
    };
}

}  // namespace weft::mesh::policies
