#pragma once

#include "mesh/balance/host_selection.hpp"
#include "mesh/balance/subsets.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace weft::mesh {

/// The way from a cluster to one of its hosts where requests ask for labels. The hosts of a subset
/// are chosen from as those of a cluster of their own: with priorities, panic, localities and
/// balancers that are the subset's, and stay as long as it has hosts. A host in several subsets
/// has its requests counted in each.
/// Source: the reference proxy's subset load balancer.
class SubsetSelection {
public:
    using MakeSelection = std::function<HostSelection(std::uint64_t seed)>;

    /// Groups to ask one after the other; see Subsets.
    using Groups = std::vector<std::size_t>;

    /// `whole` chooses among all hosts of the cluster. Its owner tells it what happens; it outlives
    /// this.
    SubsetSelection(SubsetRules rules,
                    HostSelection& whole,
                    MakeSelection make,
                    std::uint64_t seed);

    /// Hosts came, left or have other labels: those of each host. on_hosts() must follow.
    void on_labels(std::span<const SubsetLabels> labels);

    /// As for HostSelection. Requires the hosts that labels were told of.
    void on_hosts(std::span<const Locality> localities,
                  std::span<const SelectableHost> hosts,
                  const LocalCluster& local,
                  Instant now);

    /// Where a request that wants these labels goes, until labels change.
    Groups groups_for(const SubsetLabels& wanted) const { return subsets_.candidates(wanted); }

    /// Nothing if none of the groups has a host for the request.
    std::optional<SelectedHost> pick(const Groups& groups, const SelectionRequest& request);

    void probes(Draws& draws, std::vector<HostId>& out) {
        if (last_ != nullptr) last_->probes(draws, out);
    }

    // What happens to hosts, by their position in the cluster, as HostSelection is told.
    void sent(std::uint32_t position);
    void ended(std::uint32_t position, HostId host, const AttemptEnd& end, Instant now);
    void on_report(HostId host, const LoadReport& report, Instant now);

private:
    /// A host within a subset.
    struct Place {
        HostSelection* selection;
        std::uint32_t at;
    };

    template <class Do>
    void at_each(const Do& what);

    SubsetRules rules_;
    HostSelection& whole_;
    MakeSelection make_;
    std::uint64_t seed_;
    Subsets subsets_;
    HostSelection default_;                             ///< Of the hosts with the default labels.
    std::map<SubsetLabels, HostSelection> selections_;  ///< Of the others. Pointers are held.
    std::vector<HostSelection*> of_group_;
    std::vector<std::vector<Place>> places_;  ///< Of each host, but for the whole cluster.
    HostSelection* last_ = nullptr;           ///< That was picked from.
};

}  // namespace weft::mesh
