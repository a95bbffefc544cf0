#pragma once

#include "mesh/balance/override_host.hpp"
#include "mesh/balance/subset_selection.hpp"
#include "mesh/proxy/host_rules.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// The hosts of one cluster as its HostRules see them.
class RuledHosts {
public:
    /// `whole` chooses among all hosts of the cluster; see SubsetSelection.
    RuledHosts(std::shared_ptr<const HostRules> rules,
               HostSelection& whole,
               const SubsetSelection::MakeSelection& make,
               std::uint64_t seed);

    /// The list changed. on_hosts() must follow.
    void on_endpoints(std::shared_ptr<const Endpoints> endpoints);

    /// As for HostSelection.
    void on_hosts(std::span<const Locality> localities,
                  std::span<const SelectableHost> hosts,
                  const LocalCluster& local,
                  Instant now);

    /// A host for a request with this head, which has this shape. What it asks for is remembered
    /// by shape until the list changes.
    std::optional<SelectedHost> pick(ShapeId shape,
                                     const RequestHead& head,
                                     const SelectionRequest& request);

    /// Position of the next host that the request names itself; nothing if it names none that is
    /// left. The host is taken whatever its health, as in the reference proxy.
    std::optional<std::uint32_t> override_host(std::span<const std::string_view> wanted,
                                               OverrideCursor& cursor) const {
        return next_override_host(wanted, addresses_, cursor);
    }

    const SubsetLabels& labels(std::uint32_t position) const {
        return (*endpoints_)[position].labels;
    }
    std::uint32_t priority(std::uint32_t position) const {
        return (*endpoints_)[position].priority;
    }

    /// Null unless there are subsets. It is to be told what happens to hosts.
    SubsetSelection* subsets() const { return subsets_.get(); }

private:
    std::shared_ptr<const HostRules> rules_;
    HostSelection& whole_;
    std::unique_ptr<SubsetSelection> subsets_;
    std::shared_ptr<const Endpoints> endpoints_;
    std::vector<std::string_view> addresses_;  ///< Of the endpoints, if requests name them.
    std::map<ShapeId, SubsetSelection::Groups> groups_;  ///< Where requests of a shape go.
};

}  // namespace weft::mesh
