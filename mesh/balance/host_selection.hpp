#pragma once

#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/locality_rotation.hpp"
#include "mesh/balance/priority_load.hpp"
#include "mesh/balance/zone_routing.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
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
};

struct SelectedHost {
    std::uint32_t position;  ///< In the list of hosts.
    PriorityChoice priority;
    bool panic;  ///< Chosen from all hosts of the priority.
};

/// The way from a cluster to one of its hosts: priority, panic, locality by weight or by zone, then
/// a balancer's pick among the hosts left. Each list of hosts that may come up (of a priority or
/// one of its localities; healthy, degraded or all) has a balancer of its own, which stays as long
/// as the list does. Source: the reference proxy.
class HostSelection {
public:
    using MakeBalancer = std::function<std::unique_ptr<LoadBalancer>()>;

    /// `seed` decides where the rotation of localities starts after each change.
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
    std::optional<SelectedHost> pick(const SelectionRequest& request);

    /// An attempt leaves for the host at this position, and is over.
    void sent(std::uint32_t position);
    void ended(std::uint32_t position);

    /// Tells the balancers of the lists that the host is in; all of them if it has left.
    void on_end(HostId host, const AttemptEnd& end, Instant now);

    const PriorityLoads& loads() const { return loads_; }

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

        HostColumns columns() const { return {id, weight, in_flight, hash_key, since}; }
    };

    /// Where a host's requests in flight are kept.
    struct Membership {
        Group* group;
        std::uint32_t place;
    };

    struct PriorityState {
        std::vector<std::uint32_t> localities;  ///< Of the list; the own zone first if it is there.
        bool has_own_zone = false;
        std::optional<LocalityRotation> healthy;
        std::optional<LocalityRotation> degraded;
        /// By source: the flat list, then those of the localities.
        std::array<std::vector<Group*>, 3> groups;
    };

    bool by_locality() const { return rules_.locality_weighted || rules_.zone_aware; }
    static Group* group_of(const PriorityState& state, Source source, std::size_t list) {
        return state.groups[static_cast<std::size_t>(source)][list];
    }
    void arrange(std::span<const Locality> localities);
    void fill_groups(std::span<const Locality> localities, std::span<const SelectableHost> hosts);
    void make_groups();
    void join(Group& group, const SelectableHost& host, std::uint32_t position);
    void weigh(std::span<const Locality> localities, std::span<const SelectableHost> hosts);
    void route_zones(std::span<const Locality> localities,
                     std::span<const SelectableHost> hosts,
                     const LocalCluster& local);
    std::optional<std::size_t> choose_list(const PriorityChoice& choice, Draws& draws);

    SelectionRules rules_;
    BalancerKind::PriorityBy priority_by_;
    MakeBalancer make_;
    std::uint64_t seed_;
    std::uint64_t changes_ = 0;
    PriorityLoads loads_;
    std::vector<PriorityState> priorities_;
    std::optional<ZoneRouting> zones_;
    bool local_panic_ = false;
    std::map<Key, Group> groups_;  ///< Pointers to them are held.
    std::map<HostId, std::uint32_t> positions_;
    std::vector<std::vector<Membership>> memberships_;  ///< Of each host.
};

}  // namespace weft::mesh
