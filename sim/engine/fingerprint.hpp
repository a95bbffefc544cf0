#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::sim {

/// What a run did, as one number: the wrapping sum of a strong hash of each event, so that it depends
/// on all that happened and not on the order in which equal times were worked off across entities.
class Fingerprint {
public:
    /// `entity` is a stable id and `number` counts that entity's events; `key` is the request's, or 0.
    void add(mesh::Instant at,
             std::uint32_t kind,
             std::uint64_t entity,
             std::uint64_t key,
             std::uint64_t number);

    std::uint64_t value() const { return sum_; }

    /// How many events it holds.
    std::uint64_t events() const { return events_; }

private:
    std::uint64_t sum_ = 0;
    std::uint64_t events_ = 0;
};

}  // namespace weft::sim
