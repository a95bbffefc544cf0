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
    /// Each step is a bijection of the field that it takes in, so events that differ in one field
    /// never collide. Only the sum waits for the event before, so the processor overlaps the
    /// chains.
    static std::uint64_t hash(mesh::Instant at,
                              std::uint32_t kind,
                              std::uint64_t entity,
                              std::uint64_t key,
                              std::uint64_t number) {
        constexpr std::uint64_t start = 0x6a09e667f3bcc909U;  // Fraction of the square root of 2.
        const auto time = static_cast<std::uint64_t>(at.time_since_epoch().count());
        std::uint64_t bits = mesh::finalise(start ^ time);
        bits = mesh::finalise(bits ^ entity);
        bits = mesh::finalise(bits ^ key);
        return mesh::finalise(bits ^ (number + kind * 0x9e3779b97f4a7c15U));
    }

    std::uint64_t sum_ = 0;
    std::uint64_t events_ = 0;
};

}  // namespace weft::sim
