#pragma once

#include "sim/workload/arrival.hpp"
#include "sim/workload/load_plan.hpp"
#include "sim/world/world.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace weft::sim {

/// Whose request a root is, where it is no user's.
inline constexpr std::uint32_t no_user = ~std::uint32_t{0};
inline constexpr std::uint32_t app_start = no_user - 1;  ///< The pod's that calls.

/// Requests of one user, or of one pod that starts, are numbered apart from all others', so that
/// they do not shift each other.
inline constexpr unsigned user_bits = 40;

/// A load while it runs.
struct World::Load {
    LoadPlan plan;
    std::uint32_t number = 0;           ///< In records.
    std::uint32_t key = 0;              ///< Of the id: part of the key of every request.
    std::uint32_t position = 0;         ///< Among the world's.
    Pod* client = nullptr;              ///< Its proxy.
    std::uint32_t destination = 0;      ///< Number of the service's name.
    std::vector<mesh::ShapeId> shapes;  ///< Of the mix,
    std::vector<double> shares;         ///< and up to where each reaches in [0, 1).
    std::unique_ptr<ArrivalProcess> arrivals;
    std::optional<Sampler> think;
    std::uint64_t sent = 0;  ///< Open loop: so far.
    std::uint64_t begun = 0;
    std::uint64_t ended = 0;
    mesh::Instant next{};             ///< Open loop: when the next is meant to be sent,
    std::uint64_t next_root = 0;      ///< and the key of its root.
    mesh::Instant due = mesh::never;  ///< Open loop: when it is sent; none will be if never.
    double factor = 1;                ///< So many times as many there are as planned.
};

}  // namespace weft::sim
