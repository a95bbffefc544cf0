#include "mesh/balance/zone_routing.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {
namespace {

constexpr std::uint64_t whole_zone = 10'000;

using Basis = ZoneRoutingRules::Basis;
using Zones = std::span<const ZoneHosts>;

std::uint64_t capacity(const ZoneHosts& zone, Basis basis) {
    if (zone.hosts == 0) return 0;
    return basis == Basis::hosts ? zone.hosts : zone.weight;
}

std::uint64_t total_capacity(Zones zones, Basis basis) {
    std::uint64_t sum = 0;
    for (const ZoneHosts& zone : zones)
        sum += capacity(zone, basis);
    return sum;
}

/// What part of the whole list's capacity the zone of that name has.
std::uint64_t percentage_of(std::string_view name, Zones zones, Basis basis) {
    const std::uint64_t total = total_capacity(zones, basis);
    const auto zone = std::ranges::find_if(
        zones, [&](const ZoneHosts& one) { return one.zone == name && one.hosts > 0; });
    if (total == 0 || zone == zones.end()) return 0;
    return whole_zone * capacity(*zone, basis) / total;
}

bool applies(const ZoneView& view, const ZoneRoutingRules& rules) {
    if (view.upstream.size() < 2) return false;
    if (!rules.force_local_min_size && view.local.size() < 2) return false;
    if (!view.local_has_own_zone) return false;
    return total_capacity(view.upstream, Basis::hosts) >= rules.min_cluster_size;
}

}  // namespace

ZoneRouting::ZoneRouting(const ZoneView& view, const ZoneRoutingRules& rules) {
    percentages_.reserve(view.upstream.size());
    for (const ZoneHosts& zone : view.upstream) {
        // A zone without a host receives nothing, so that what is sent from it does not matter.
        if (zone.hosts == 0) {
            percentages_.push_back({0, 0});
            continue;
        }
        const std::uint64_t sent = percentage_of(zone.zone, view.local, rules.basis);
        percentages_.push_back({sent, percentage_of(zone.zone, view.upstream, rules.basis)});
    }
    if (!applies(view, rules)) return;

    const Percentages own = percentages_.front();
    const bool room_enough =
        view.upstream_has_own_zone && own.upstream > 0 && own.upstream >= own.local;
    const bool forced = view.upstream_has_own_zone && rules.force_local_min_size &&
                        view.upstream.front().hosts >= *rules.force_local_min_size;
    state_ = room_enough || forced ? State::direct : State::residual;
    if (state_ == State::residual) spread_residual(view.upstream_has_own_zone);
}

void ZoneRouting::spread_residual(bool upstream_has_own_zone) {
    const Percentages own = percentages_.front();
    if (upstream_has_own_zone && own.local > 0) {
        local_percent_ = own.upstream * whole_zone / own.local;
    }
    std::uint64_t reached = 0;
    for (std::size_t zone = 0; zone < percentages_.size(); ++zone) {
        const Percentages its = percentages_[zone];
        const bool is_own = zone == 0 && upstream_has_own_zone;
        if (!is_own && its.upstream > its.local) reached += its.upstream - its.local;
        residual_.push_back(reached);
    }
}

ZoneRouting::Choice ZoneRouting::pick(Draws& draws) const {
    assert(state_ != State::off);
    if (state_ == State::direct) return {0, Choice::Mode::direct};
    if (draws.below(whole_zone) < local_percent_) return {0, Choice::Mode::sampled};
    // Rounding may leave nothing to spare though not everything stays.
    if (residual_.back() == 0) {
        return {draws.below(residual_.size()), Choice::Mode::no_capacity_left};
    }
    const std::uint64_t wanted = draws.below(residual_.back());
    const auto found = std::ranges::upper_bound(residual_, wanted);
    return {static_cast<std::size_t>(found - residual_.begin()), Choice::Mode::cross};
}

}  // namespace weft::mesh
