#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/service/distribution.hpp"
#include "sim/service/name_cache.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::sim {

/// The Service that an app of this namespace means by a name, with a port or without; null if there
/// is none. Valid until the store changes.
const mesh::control::Service* service_called(const ObjectStore& store,
                                             std::string_view authority,
                                             const std::string& ns);

/// Whether it is a server outside the cluster that no object names.
bool is_undeclared(const std::string& host,
                   const ObjectStore& store,
                   mesh::control::UnknownHosts unknown_hosts);

/// The cluster's DNS: what names lead to.
class NameService {
public:
    NameService(World& world, const DnsPlan& plan)
        : world_(world), latency_(plan.latency), failures_(plan.failures), ttl_(plan.ttl) {}

    /// What comes before a sidecar hears of a call: the app finds out where the name leads.
    void prepare(Call& call);
    void on_resolved(const Event& event);

    /// Answers are those of now, until it thaws.
    void freeze();
    void thaw();

    /// Each has an alarm of the world's.
    std::uint64_t lookups_on_way() const { return on_way_; }

private:
    /// What an app of a namespace is told.
    struct Answer {
        Answer(std::string of_ns, Addresses leads_to)
            : ns(std::move(of_ns)), addresses(std::move(leads_to)) {}

        std::string ns;
        Addresses addresses;
    };

    void end_lookup(Call& call);
    void call_by_name(Call& call, const Addresses& addresses);
    std::optional<mesh::HostId> behind_address(const Call& call);
    std::uint16_t port_of(const Call& call, const Pod& pod) const;
    mesh::HostId host_of(const Call& call, PodId pod);
    const Addresses& answer(mesh::ShapeId shape, const std::string& ns);
    void look_at_store();
    void forget_answers();
    Addresses addresses_of(const std::string& host, const std::string& ns);
    std::vector<PodId> pods_behind(const mesh::control::Service& service) const;
    Pod& outside_pod(const std::string& host);

    World& world_;
    Sampler latency_;
    mesh::Ratio failures_;
    Duration ttl_;
    std::uint64_t on_way_ = 0;

    // Found for one version of the store.
    std::uint64_t version_ = 0;
    std::vector<std::vector<Answer>> answers_;                         ///< By shape.
    std::map<mesh::control::ResourceKey, std::vector<PodId>> behind_;  ///< Of Services passed by.
    std::map<std::pair<mesh::ShapeId, PodId>, mesh::HostId> hosts_;    ///< Of pods that are called.

    std::map<mesh::control::ResourceKey, std::vector<PodId>>
        frozen_;                           ///< What it answers while a fault keeps it from news.
    std::map<std::string, Pod*> outside_;  ///< Servers that nobody declared; null: not outside.
};

}  // namespace weft::sim
