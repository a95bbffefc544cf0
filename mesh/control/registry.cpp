#include "mesh/control/registry.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh::control {

bool has_labels(const Labels& labels, const Labels& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& label) {
        const auto found = labels.find(label.first);
        return found != labels.end() && found->second == label.second;
    });
}

void Registry::apply(const Resource& resource) {
    const ResourceKey key = key_of(resource);
    const auto [entry, added] = objects_.try_emplace(key, resource);
    if (!added) {
        assert(entry->second.index() == resource.index());
        if (const auto* pod = std::get_if<Pod>(&entry->second)) unindex(*pod);
        entry->second = resource;
    }
    if (const auto* pod = std::get_if<Pod>(&entry->second)) {
        index(*pod);
    } else if (added) {
        by_creation_[entry->second.index()].emplace(creations_, &entry->second);
        created_.emplace(key, creations_++);
    }
}

void Registry::remove(const ResourceKey& key) {
    const auto entry = objects_.find(key);
    if (entry == objects_.end()) return;
    if (const auto* pod = std::get_if<Pod>(&entry->second)) unindex(*pod);
    if (const auto created = created_.find(key); created != created_.end()) {
        by_creation_[entry->second.index()].erase(created->second);
        created_.erase(created);
    }
    objects_.erase(entry);
}

void Registry::index(const Pod& pod) {
    for (const auto& [label, value] : pod.meta.labels) {
        pods_by_label_[{pod.meta.ns, label, value}].insert(&pod);
    }
}

void Registry::unindex(const Pod& pod) {
    for (const auto& [label, value] : pod.meta.labels) {
        const auto entry = pods_by_label_.find({pod.meta.ns, label, value});
        entry->second.erase(&pod);
        if (entry->second.empty()) pods_by_label_.erase(entry);
    }
}

std::vector<const Pod*> Registry::pods(const std::string& ns, const Labels& labels) const {
    const PodSet* fewest = nullptr;
    for (const auto& [label, value] : labels) {
        const auto entry = pods_by_label_.find({ns, label, value});
        if (entry == pods_by_label_.end()) return {};
        if (fewest == nullptr || entry->second.size() < fewest->size()) fewest = &entry->second;
    }
    std::vector<const Pod*> found;
    if (fewest == nullptr) return found;
    std::copy_if(fewest->begin(), fewest->end(), std::back_inserter(found),
                 [&](const Pod* pod) { return has_labels(pod->meta.labels, labels); });
    return found;
}

EndpointId Registry::endpoint(std::string_view address, const EndpointOwner& owner) {
    const auto known = endpoint_ids_.find(address);
    if (known != endpoint_ids_.end()) {
        EndpointOwner& current = owners_[known->second.number()];
        if (!owner.pod.empty() || current.pod.empty()) current = owner;
        return known->second;
    }
    const EndpointId next{static_cast<std::uint32_t>(owners_.size())};
    endpoint_ids_.emplace(address, next);
    owners_.push_back(owner);
    return next;
}

ClusterId Registry::cluster(std::string_view name) {
    const auto known = cluster_ids_.find(name);
    if (known != cluster_ids_.end()) return known->second;
    const ClusterId next{static_cast<std::uint32_t>(clusters_.size())};
    cluster_ids_.emplace(name, next);
    clusters_.emplace_back(name);
    return next;
}

}  // namespace weft::mesh::control
