#pragma once

#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/locality_rotation.hpp"
#include "mesh/balance/priority_load.hpp"
#include "mesh/balance/zone_routing.hpp"
#include "mesh/resilience/retry_hosts.hpp"

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace weft::mesh {

/// Hosts of one zone at one priority, as the control plane lists them.
struct Locality {
    std::string zone;
    std::uint32_t priority = 0;
    std::uint32_t weight = 0;  ///< Counts where localities are weighted.
};

enum class HostHealth : std::uint8_t { healthy, degraded, unhealthy };

/// A host with all that decides whether and when it may be chosen.
struct SelectableHost {
    HostId id;
    std::uint32_t locality = 0;  ///< Position in the list of localities.
    HostHealth health = HostHealth::healthy;
    bool excluded = false;  ///< Not yet judged. Such a host is not healthy.
    std::uint32_t weight = 1;
    std::uint32_t in_flight = 0;
    std::string_view hash_key{};  ///< Must outlive the list.
    Instant since{};              ///< When it became usable.
};

struct SelectionRules {
    PriorityRules priority{};
    bool fail_traffic_on_panic = false;  ///< A priority in panic has no host, instead of all.
    bool locality_weighted = false;
    std::optional<ZoneRoutingRules> zone_aware{};  ///< Of the first priority.
    std::string own_zone{};                        ///< Where the proxy stands.

    friend bool operator==(const SelectionRules&, const SelectionRules&) = default;
};

/// The proxies that send to the same hosts, this one included.
struct LocalCluster {
    std::vector<ZoneHosts> zones{};  ///< Healthy ones.
    bool has_own_zone = false;       ///< One of them, healthy or not, is in the proxy's zone.
    bool panic = false;              ///< Too few are healthy: zones are not looked at.
};

/// What a pick of a request starts from.
struct SelectionRequest {
    Instant now;
    Draws& draws;
    std::optional<std::uint64_t> hash = std::nullopt;
    std::uint32_t attempt = 0;
    std::vector<ConsideredHost>* considered = nullptr;  ///< See PickContext.
    RetryPriorities* tried = nullptr;                   ///< Priorities to keep away from.
};

struct SelectedHost {
    std::uint32_t position;  ///< In the list of hosts.
    PriorityChoice priority;
    bool panic;  ///< Chosen from all hosts of the priority.
};

/// The way from a cluster to one of its hosts: priority, panic, locality by weight or by zone, then
/// a balancer's pick among the hosts left. Each list of hosts that may come up (of a priority or
/// one of its localities; healthy, degraded or all) has a balancer of its own, made when the list
/// first may come up, which stays as long as the priority or the locality does.
/// Source: the reference proxy.
class HostSelection {
public:
    using MakeBalancer = std::function<std::unique_ptr<LoadBalancer>(std::uint64_t seed)>;

    /// A host that has left.
    static constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

    /// `seed` decides where rotations start, those of localities after each change.
    HostSelection(SelectionRules rules,
                  BalancerKind::PriorityBy priority_by,
                  MakeBalancer make,
                  std::uint64_t seed)
        : rules_(std::move(rules)),
          priority_by_(priority_by),
          make_(std::move(make)),
          seed_(seed) {}

    /// Hosts, their health or their localities changed.
    void on_hosts(std::span<const Locality> localities,
                  std::span<const SelectableHost> hosts,
                  const LocalCluster& local,
                  Instant now);

    /// Nothing if there is no host for the request. Draws once for the priority, up to twice for
    /// the zone, then what the balancer needs.
    std::optional<SelectedHost> pick(const SelectionRequest& request) {
        if (sole_ == nullptr) return pick_list(request);
        const std::uint64_t first_draw = request.draws.next();
        const std::size_t chosen = pick_of(*sole_, request, first_draw);
        return SelectedHost{static_cast<std::uint32_t>(chosen), {0, false}, false};
    }

    /// Appends the hosts that the balancer of the last pick wants a report of.
    void probes(Draws& draws, std::vector<HostId>& out) {
        if (last_ != nullptr) last_->balancer->probes(last_->columns, draws, out);
    }

    /// An attempt leaves for the host at this position.
    void sent(std::uint32_t position) {
        if (sole_ != nullptr) {
            ++sole_->in_flight[position];
        } else {
            count(position, 1);
        }
    }

    /// It is over; its host is `absent` if it has left.
    void ended(std::uint32_t position, HostId host, const AttemptEnd& end, Instant now) {
        if (sole_ == nullptr) return ended_in_lists(position, host, end, now);
        if (position != absent) {
            assert(sole_->in_flight[position] > 0);
            --sole_->in_flight[position];
        }
        sole_->balancer->on_end(host, end, now);
    }

    /// A report came outside a request.
    void on_report(HostId host, const LoadReport& report, Instant now) {
        for (auto& [key, group] : groups_)
            group.balancer->on_report(host, report, now);
    }

    /// Requests that were sent to the host and have not ended.
    std::uint32_t in_flight(std::uint32_t position) const {
        return sole_ != nullptr ? sole_->in_flight[position] : in_flight_[position];
    }

    /// What the balancers of the lists that requests go to hold of each host, by its position.
    std::vector<HostStanding> standings(Instant now) const;

    const PriorityLoads& loads() const { return loads_; }
    bool in_panic() const { return panic_; }  ///< Any priority is.

    /// Whether the first priority is not able to carry all, and others get a part of it.
    bool spills() const {
        return loads_.healthy.size() > 1 && loads_.healthy.front() + loads_.degraded.front() < 100;
    }

private:
    enum class Source : std::uint8_t { all, healthy, degraded };
    static constexpr std::size_t flat = 0;  ///< The list of a whole priority; localities follow.

    /// Priority, source, list.
    using Key = std::tuple<std::size_t, Source, std::size_t>;

    struct Group {
        std::vector<HostId> id;
        std::vector<std::uint32_t> weight;
        std::vector<std::uint32_t> in_flight;
        std::vector<std::string_view> hash_key;
        std::vector<Instant> since;
        std::vector<std::uint32_t> position;  ///< Of each in the list of all hosts.
        std::unique_ptr<LoadBalancer> balancer;

        HostColumns columns{};  ///< All but `position`, when they are filled.
        void clear();
        void add(const SelectableHost& host, std::uint32_t at);
    };

    /// The lists that a host is in: of all, of its health, of its locality.
    struct Membership {
        struct Place {
            Group* group;
            std::uint32_t at;
        };
        std::array<Place, 3> places;
        std::uint8_t size = 0;

        std::span<const Place> lists() const { return {places.data(), size}; }
    };

    struct PriorityState {
        std::vector<std::uint32_t> localities;  ///< Of the list; the own zone first if it is there.
        bool has_own_zone = false;
        std::optional<LocalityRotation> healthy;
        std::optional<LocalityRotation> degraded;
        /// By source: the flat list, then those of the localities. Empty: it cannot come up.
        std::array<std::vector<Group*>, 3> groups;
    };

    bool by_locality() const { return rules_.locality_weighted || rules_.zone_aware; }
    static Group* group_of(const PriorityState& state, Source source, std::size_t list) {
        const auto& lists = state.groups[static_cast<std::size_t>(source)];
        return list < lists.size() ? lists[list] : nullptr;
    }
    void arrange(std::span<const Locality> localities);
    void fill_groups(std::span<const Locality> localities, std::span<const SelectableHost> hosts);
    void make_groups();
    std::uint64_t seed_of(const Key& key) const;
    bool may_come_up(std::size_t priority, Source source) const;
    void join(Group* group, const SelectableHost& host, std::uint32_t position);
    void weigh(std::span<const Locality> localities, std::span<const SelectableHost> hosts);
    void route_zones(std::span<const Locality> localities,
                     std::span<const SelectableHost> hosts,
                     const LocalCluster& local);
    Group* sole_list(std::size_t hosts);
    PriorityChoice choose(std::uint64_t draw, RetryPriorities* tried) const;
    std::optional<std::size_t> choose_list(const PriorityChoice& choice, Draws& draws);
    std::optional<SelectedHost> pick_list(const SelectionRequest& request);
    std::size_t pick_of(Group& group, const SelectionRequest& request, std::uint64_t first_draw) {
        last_ = &group;
        const PickContext context{.now = request.now,
                                  .draws = request.draws,
                                  .first_draw = first_draw,
                                  .request_hash = request.hash,
                                  .attempt = request.attempt,
                                  .considered = request.considered};
        return group.balancer->pick(group.columns, context);
    }
    void count(std::uint32_t position, std::uint32_t more);
    void ended_in_lists(std::uint32_t position, HostId host, const AttemptEnd& end, Instant now);

    Group* sole_ = nullptr;  ///< All requests go to this list, which has every host in its place.
    Group* last_ = nullptr;  ///< That was picked from.
    SelectionRules rules_;
    BalancerKind::PriorityBy priority_by_;
    MakeBalancer make_;
    std::uint64_t seed_;
    std::uint64_t changes_ = 0;
    std::vector<PriorityHealth> health_;  ///< Of each priority.
    PriorityLoads loads_;
    bool panic_ = false;
    std::vector<PriorityState> priorities_;
    std::optional<ZoneRouting> zones_;
    bool local_panic_ = false;
    std::map<Key, Group> groups_;           ///< Pointers to them are held.
    std::vector<Membership> memberships_;   ///< Of each host.
    std::vector<std::uint32_t> in_flight_;  ///< Of each host, unless there is a sole list.
};

}  // namespace weft::mesh
