#pragma once

#include "mesh/pool/connection_pool.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace weft::mesh {

/// A pool, the use it counts in, and what it asked for since it was last looked at.
struct RecordedPool {
    explicit RecordedPool(const PoolSettings& settings, const ResourceLimits& limits = {})
        : use{.limits = limits}, pool{settings, use} {}

    using Kind = PoolAction::Kind;

    ResourceUse use;
    ConnectionPool pool;
    PoolActions out;
    Instant now{};

    PoolTicket want(std::uint32_t stream) {
        const auto ticket = pool.want(StreamId{stream}, 0, out);
        REQUIRE(ticket);
        return *ticket;
    }

    void up(std::uint32_t slot, std::uint32_t life = 0) { pool.on_up({slot, life}, now, out); }
    void end(PoolTicket ticket, bool closes = false) { pool.ended(ticket, closes, now, out); }

    /// A pool with one connection that is up and rests.
    void warm() {
        const PoolTicket first = want(0);
        up(0);
        end(first);
        out.clear();
    }

    /// What was asked for, which is forgotten.
    PoolActions taken() {
        PoolActions actions;
        actions.swap(out);
        return actions;
    }

    std::vector<Kind> kinds() {
        std::vector<Kind> found;
        for (const PoolAction& action : taken())
            found.push_back(action.kind);
        return found;
    }

    /// The streams that were attached, or failed, in their order; all is forgotten.
    std::vector<std::uint32_t> streams(Kind kind) {
        std::vector<std::uint32_t> found;
        for (const PoolAction& action : taken()) {
            if (action.kind == kind) found.push_back(action.stream.number());
        }
        return found;
    }

    std::size_t count(Kind kind) const {
        return static_cast<std::size_t>(std::ranges::count(out, kind, &PoolAction::kind));
    }
};

}  // namespace weft::mesh
