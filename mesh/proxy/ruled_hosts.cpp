#include "mesh/proxy/ruled_hosts.hpp"

#include <utility>

namespace weft::mesh {

RuledHosts::RuledHosts(std::shared_ptr<const HostRules> rules,
                       HostSelection& whole,
                       const SubsetSelection::MakeSelection& make,
                       std::uint64_t seed)
    : rules_(std::move(rules)), whole_(whole) {
    if (!rules_->subsets) return;
    subsets_ = std::make_unique<SubsetSelection>(rules_->subsets->rules, whole, make, seed);
}

void RuledHosts::on_endpoints(std::shared_ptr<const Endpoints> endpoints) {
    endpoints_ = std::move(endpoints);
    groups_.clear();
    addresses_.clear();
    std::vector<SubsetLabels> labels;
    for (const Endpoint& endpoint : *endpoints_) {
        if (rules_->override_header) addresses_.emplace_back(endpoint.address);
        if (subsets_) labels.push_back(endpoint.labels);
    }
    if (subsets_) subsets_->on_labels(labels);
}

void RuledHosts::on_hosts(std::span<const Locality> localities,
                          std::span<const SelectableHost> hosts,
                          const LocalCluster& local,
                          Instant now) {
    if (subsets_) subsets_->on_hosts(localities, hosts, local, now);
}

std::optional<SelectedHost> RuledHosts::pick(ShapeId shape,
                                             const RequestHead& head,
                                             const SelectionRequest& request) {
    if (!subsets_) return whole_.pick(request);
    auto known = groups_.find(shape);
    if (known == groups_.end()) {
        const SubsetLabels wanted = wanted_labels(*rules_->subsets, head);
        known = groups_.emplace(shape, subsets_->groups_for(wanted)).first;
    }
    return subsets_->pick(known->second, request);
}

}  // namespace weft::mesh
