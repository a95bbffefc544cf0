#include "mesh/balance/host_selection.hpp"

#include "mesh/balance/host_weights.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

/// The health of one set of hosts: those that `belongs` names.
template <class Belongs>
PriorityHealth health_of(std::span<const SelectableHost> hosts, const Belongs& belongs) {
    PriorityHealth health;
    for (const SelectableHost& host : hosts) {
        if (!belongs(host)) continue;
        ++health.hosts;
        if (host.excluded) {
            ++health.excluded;
        } else if (host.health == HostHealth::healthy) {
            ++health.healthy;
        } else if (host.health == HostHealth::degraded) {
            ++health.degraded;
        }
    }
    return health;
}

PriorityHealth health_of_locality(std::span<const SelectableHost> hosts, std::uint32_t locality) {
    return health_of(hosts, [&](const SelectableHost& host) { return host.locality == locality; });
}

}  // namespace

void HostSelection::on_hosts(std::span<const Locality> localities,
                             std::span<const SelectableHost> hosts,
                             const LocalCluster& local,
                             Instant now) {
    ++changes_;
    arrange(localities);
    health_.clear();
    for (std::uint32_t priority = 0; priority < priorities_.size(); ++priority) {
        health_.push_back(health_of(hosts, [&](const SelectableHost& host) {
            return localities[host.locality].priority == priority;
        }));
    }
    loads_ = priority_loads(health_, rules_.priority);
    panic_ = std::ranges::find(loads_.panic, true) != loads_.panic.end();
    last_ = nullptr;
    fill_groups(localities, hosts);
    for (auto& [key, group] : groups_) {
        group.columns = {group.id, group.weight, group.in_flight, group.hash_key, group.since};
        group.balancer->on_hosts(group.columns, now);
    }
    weigh(localities, hosts);
    route_zones(localities, hosts, local);
    sole_ = sole_list(hosts.size());
}

void HostSelection::Group::clear() {
    id.clear();
    weight.clear();
    in_flight.clear();
    hash_key.clear();
    since.clear();
    position.clear();
}

void HostSelection::Group::add(const SelectableHost& host, std::uint32_t at) {
    id.push_back(host.id);
    weight.push_back(host_weight(host.weight));
    in_flight.push_back(host.in_flight);
    hash_key.push_back(host.hash_key);
    since.push_back(host.since);
    position.push_back(at);
}

/// Which localities each priority has. There is a first priority even if there is nothing else.
void HostSelection::arrange(std::span<const Locality> localities) {
    std::uint32_t last = 0;
    for (const Locality& locality : localities)
        last = std::max(last, locality.priority);
    priorities_.clear();
    priorities_.resize(std::size_t{last} + 1);
    for (std::uint32_t position = 0; position < localities.size(); ++position) {
        PriorityState& state = priorities_[localities[position].priority];
        const bool is_own = localities[position].zone == rules_.own_zone && !state.has_own_zone;
        state.has_own_zone = state.has_own_zone || is_own;
        state.localities.insert(is_own ? state.localities.begin() : state.localities.end(),
                                position);
    }
}

/// Lists of one cluster do not begin their rotations in step.
std::uint64_t HostSelection::seed_of(const Key& key) const {
    const auto [priority, source, list] = key;
    if (key == Key{0, Source::healthy, flat}) return seed_;
    return finalise(seed_ + static_cast<std::uint64_t>(source) + (priority << 8U) + (list << 32U));
}

/// Whether requests may go to a list of this kind as things are.
bool HostSelection::may_come_up(std::size_t priority, Source source) const {
    if (source == Source::all) return loads_.panic[priority];
    return source == Source::healthy || loads_.degraded[priority] > 0;
}

/// Empty lists for all that may come up or did, with the balancers of those that there were.
void HostSelection::make_groups() {
    std::map<Key, Group> before = std::exchange(groups_, {});
    for (std::size_t priority = 0; priority < priorities_.size(); ++priority) {
        PriorityState& state = priorities_[priority];
        for (const Source source : {Source::all, Source::healthy, Source::degraded}) {
            const bool flat_only = source == Source::all || !by_locality();
            const std::size_t lists = flat_only ? 1 : 1 + state.localities.size();
            for (std::size_t list = 0; list < lists; ++list) {
                const Key key{priority, source, list};
                auto old = before.extract(key);
                if (old.empty() && !may_come_up(priority, source)) break;
                Group& group =
                    old.empty() ? groups_[key] : groups_.insert(std::move(old)).position->second;
                group.clear();
                if (!group.balancer) group.balancer = make_(seed_of(key));
                state.groups[static_cast<std::size_t>(source)].push_back(&group);
            }
        }
    }
}

void HostSelection::fill_groups(std::span<const Locality> localities,
                                std::span<const SelectableHost> hosts) {
    make_groups();
    memberships_.assign(hosts.size(), {});
    in_flight_.clear();
    for (std::uint32_t position = 0; position < hosts.size(); ++position) {
        const SelectableHost& host = hosts[position];
        in_flight_.push_back(host.in_flight);
        const PriorityState& state = priorities_[localities[host.locality].priority];
        join(group_of(state, Source::all, flat), host, position);
        if (host.health == HostHealth::unhealthy || host.excluded) continue;
        const bool healthy = host.health == HostHealth::healthy;
        const Source source = healthy ? Source::healthy : Source::degraded;
        join(group_of(state, source, flat), host, position);
        if (!by_locality()) continue;
        const auto its = std::ranges::find(state.localities, host.locality);
        const auto place = static_cast<std::size_t>(its - state.localities.begin());
        join(group_of(state, source, 1 + place), host, position);
    }
}

void HostSelection::join(Group* group, const SelectableHost& host, std::uint32_t position) {
    if (group == nullptr) return;
    Membership& member = memberships_[position];
    member.places[member.size++] = {group, static_cast<std::uint32_t>(group->id.size())};
    group->add(host, position);
}

/// The healthy list of the first priority, if nothing else can come up and every host is in it.
HostSelection::Group* HostSelection::sole_list(std::size_t hosts) {
    PriorityState& first = priorities_.front();
    const bool by_weight = first.healthy && !first.healthy->empty();
    const bool by_zone = zones_ && zones_->state() != ZoneRouting::State::off;
    Group* const list = group_of(first, Source::healthy, flat);
    if (panic_ || by_weight || by_zone || hosts == 0 || list->id.size() != hosts) return nullptr;
    return list;
}

void HostSelection::weigh(std::span<const Locality> localities,
                          std::span<const SelectableHost> hosts) {
    if (!rules_.locality_weighted) return;
    for (PriorityState& state : priorities_) {
        std::vector<LocalityHealth> healthy;
        std::vector<LocalityHealth> degraded;
        for (const std::uint32_t locality : state.localities) {
            const PriorityHealth health = health_of_locality(hosts, locality);
            const LocalityHealth common{.weight = localities[locality].weight,
                                        .hosts = health.hosts,
                                        .excluded = health.excluded};
            healthy.push_back(common);
            healthy.back().eligible = health.healthy;
            degraded.push_back(common);
            degraded.back().eligible = health.degraded;
        }
        const std::uint32_t percent = rules_.priority.overprovisioning_percent;
        const std::uint64_t picks = finalise(seed_ + changes_);
        state.healthy.emplace(healthy, percent, picks);
        state.degraded.emplace(degraded, percent, picks);
    }
}

void HostSelection::route_zones(std::span<const Locality> localities,
                                std::span<const SelectableHost> hosts,
                                const LocalCluster& local) {
    zones_.reset();
    local_panic_ = local.panic;
    if (!rules_.zone_aware) return;
    const PriorityState& first = priorities_.front();
    std::vector<ZoneHosts> upstream;
    for (const std::uint32_t locality : first.localities) {
        ZoneHosts zone{.zone = localities[locality].zone};
        for (const SelectableHost& host : hosts) {
            const bool healthy = host.health == HostHealth::healthy && !host.excluded;
            if (host.locality != locality || !healthy) continue;
            ++zone.hosts;
            zone.weight += host_weight(host.weight);
        }
        upstream.push_back(zone);
    }
    zones_.emplace(ZoneView{.local = local.zones,
                            .upstream = upstream,
                            .upstream_has_own_zone = first.has_own_zone,
                            .local_has_own_zone = local.has_own_zone},
                   *rules_.zone_aware);
}

PriorityChoice HostSelection::choose(std::uint64_t draw, RetryPriorities* tried) const {
    if (tried == nullptr) return choose_priority(draw, loads_);
    const auto loads =
        tried->loads(priority_availability(health_, rules_.priority.overprovisioning_percent));
    if (!loads) return choose_priority(draw, loads_);
    return choose_priority(draw, loads->healthy, loads->degraded);
}

/// Which list of the priority the request goes to; nothing if there shall be no host.
std::optional<std::size_t> HostSelection::choose_list(const PriorityChoice& choice, Draws& draws) {
    PriorityState& state = priorities_[choice.priority];
    auto& rotation = choice.degraded ? state.degraded : state.healthy;
    if (rotation && !rotation->empty()) return 1 + rotation->pick();
    const bool by_zone =
        choice.priority == 0 && zones_ && zones_->state() != ZoneRouting::State::off;
    if (!by_zone) return flat;
    if (local_panic_) return rules_.fail_traffic_on_panic ? std::nullopt : std::optional{flat};
    return 1 + zones_->pick(draws).locality;
}

std::optional<SelectedHost> HostSelection::pick_list(const SelectionRequest& request) {
    if (priorities_.empty()) return std::nullopt;
    const std::uint64_t first_draw = request.draws.next();
    const bool by_hash = priority_by_ == BalancerKind::PriorityBy::hash;
    const PriorityChoice choice =
        choose(by_hash ? request.hash.value_or(first_draw) : first_draw, request.tried);
    const bool panic = loads_.panic[choice.priority];
    if (panic && rules_.fail_traffic_on_panic) return std::nullopt;

    Source source = choice.degraded ? Source::degraded : Source::healthy;
    if (panic) source = Source::all;
    const auto list = panic ? std::optional{flat} : choose_list(choice, request.draws);
    if (!list) return std::nullopt;
    Group* const group = group_of(priorities_[choice.priority], source, *list);
    if (group == nullptr || group->id.empty()) return std::nullopt;
    return SelectedHost{group->position[pick_of(*group, request, first_draw)], choice, panic};
}

/// A host in several lists has what the narrowest of them holds, that of its locality; one of a
/// priority in panic what the list of all does.
std::vector<HostStanding> HostSelection::standings(Instant now) const {
    std::vector<HostStanding> standings(memberships_.size());
    for (const auto& [key, group] : groups_) {
        const auto [priority, source, list] = key;
        if (loads_.panic[priority] != (source == Source::all)) continue;
        const std::vector<HostStanding> of_list = group.balancer->standings(group.columns, now);
        for (std::size_t at = 0; at < of_list.size(); ++at)
            standings[group.position[at]] = of_list[at];
    }
    return standings;
}

void HostSelection::count(std::uint32_t position, std::uint32_t more) {
    in_flight_[position] += more;
    for (const auto& [group, at] : memberships_[position].lists())
        group->in_flight[at] += more;
}

/// Tells the balancers of the lists that the host is in; all of them if it has left.
void HostSelection::ended_in_lists(std::uint32_t position,
                                   HostId host,
                                   const AttemptEnd& end,
                                   Instant now) {
    if (position == absent) {
        for (auto& [key, group] : groups_)
            group.balancer->on_end(host, end, now);
        return;
    }
    assert(in_flight_[position] > 0);
    count(position, ~std::uint32_t{0});  // One less.
    for (const auto& [group, at] : memberships_[position].lists())
        group->balancer->on_end(host, end, now);
}

}  // namespace weft::mesh
