#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::sim {

/// What a run did, as one number: the wrapping sum of a strong hash of each event, so that it
/// depends on all that happened and not on the order in which equal times were worked off across
/// entities.
class Fingerprint {
public:
    /// `entity` is a stable id and `number` counts that entity's events; `key` is the request's, or
    /// 0.
    void add(mesh::Instant at,
             std::uint32_t kind,
             std::uint64_t entity,
             std::uint64_t key,
             std::uint64_t number) {
        sum_ += hash(at, kind, entity, key, number);
        ++events_;
    }

    std::uint64_t value() const { return sum_; }

    /// How many events it holds.
    std::uint64_t events() const { return events_; }

private:
    /// Both halves of a 128-bit product, folded: two fields are mixed by one multiplication.
    /// Source: the mixing step of wyhash (Wang Yi, public domain).
    static std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    }

    /// The constants are digits of pi; they keep a field of zero from wiping out its partner.
    static std::uint64_t hash(mesh::Instant at,
                              std::uint32_t kind,
                              std::uint64_t entity,
                              std::uint64_t key,
                              std::uint64_t number) {
        const auto time = static_cast<std::uint64_t>(at.time_since_epoch().count());
        const std::uint64_t what = fold(time ^ 0x243f6a8885a308d3U, entity ^ 0x13198a2e03707344U);
        const std::uint64_t whose = fold(key ^ 0xa4093822299f31d0U, number ^ 0x082efa98ec4e6c89U);
        return fold(what ^ 0x452821e638d01377U, whose ^ (kind * 0xbe5466cf34e90c6cU));
    }

    std::uint64_t sum_ = 0;
    std::uint64_t events_ = 0;
};

}  // namespace weft::sim
