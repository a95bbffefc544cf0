#pragma once

#include "mesh/base/draws.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// The healthy hosts of one zone.
struct ZoneHosts {
    std::string_view zone;
    std::uint64_t hosts = 0;
    std::uint64_t weight = 0;  ///< Sum of theirs.
};

struct ZoneRoutingRules {
    enum class Basis : std::uint8_t { hosts, weight };

    std::uint64_t min_cluster_size = 6;  ///< Fewer healthy hosts upstream: no zone routing.
    Basis basis = Basis::hosts;          ///< What a zone's capacity is measured by.
    std::optional<std::uint64_t> force_local_min_size;  ///< As many hosts in the own zone as this
                                                        ///< take everything.

    friend bool operator==(const ZoneRoutingRules&, const ZoneRoutingRules&) = default;
};

/// Who stands where, as one proxy sees it.
struct ZoneView {
    std::span<const ZoneHosts> local;     ///< The proxy's own cluster: who else sends there.
    std::span<const ZoneHosts> upstream;  ///< Its own zone first if `upstream_has_own_zone`.
    bool upstream_has_own_zone = false;
    bool local_has_own_zone =
        true;  ///< The own cluster has a host in the own zone, healthy or not.
};

/// Zone-aware balancing: as much as possible stays in the proxy's zone as long as every upstream
/// host gets the same in the end. What a zone's proxies send beyond their zone's capacity goes to
/// zones that have some to spare. Percentages are whole numbers out of 10,000, truncated.
/// Source: the reference proxy.
class ZoneRouting {
public:
    enum class State : std::uint8_t {
        off,       ///< Hosts are chosen from the flat list.
        direct,    ///< Everything stays in the own zone.
        residual,  ///< A part stays, the rest goes where capacity is left.
    };

    /// Of 10,000: who sends from the zone, and who receives there.
    struct Percentages {
        std::uint64_t local;
        std::uint64_t upstream;
    };

    struct Choice {
        enum class Mode : std::uint8_t { direct, sampled, cross, no_capacity_left };

        std::size_t locality;  ///< Position in the upstream list.
        Mode mode;
    };

    ZoneRouting(const ZoneView& view, const ZoneRoutingRules& rules);

    State state() const { return state_; }

    /// Of each upstream zone, whatever the state.
    std::span<const Percentages> percentages() const { return percentages_; }

    /// How many of 10,000 requests stay in the own zone. Of state residual.
    std::uint64_t local_percent() const { return local_percent_; }

    /// What the zones up to each have to spare together. Of state residual.
    std::span<const std::uint64_t> residual() const { return residual_; }

    /// The zone of one request. Requires that the state is not off. Draws up to twice.
    Choice pick(Draws& draws) const;

private:
    void spread_residual(bool upstream_has_own_zone);

    State state_ = State::off;
    std::vector<Percentages> percentages_;
    std::uint64_t local_percent_ = 0;
    std::vector<std::uint64_t> residual_;
};

}  // namespace weft::mesh
