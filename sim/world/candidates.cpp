#include "sim/world/candidates.hpp"

#include "mesh/control/registry.hpp"

#include <algorithm>

namespace weft::sim {

Candidates::Candidates(const std::string& name, const ObjectStore& store) : name_(name) {
    if (name.empty()) return;
    for (const auto* const resource : store.list("Service")) {
        const auto& service = std::get<mesh::control::Service>(*resource);
        const bool selects = !service.selector.empty();
        if (selects && is(service.meta.name, service.meta.ns)) services_.push_back(&service);
    }
}

Candidate Candidates::of(const Pod& pod, std::string_view zone) const {
    return {
        .id = pod.id,
        .service = means(pod) ? std::string_view{name_} : std::string_view{pod.canonical_service},
        .labels = &pod.object.meta.labels,
        .zone = zone,
        .ns = pod.object.meta.ns,
        .name = pod.object.meta.name,
        .node = pod.object.node};
}

bool Candidates::is(const std::string& name, const std::string& ns) const {
    return name_ == name || name_ == name + "." + ns;
}

bool Candidates::means(const Pod& pod) const {
    const mesh::control::Metadata& meta = pod.object.meta;
    if (is(pod.canonical_service, meta.ns) || is(pod.object.workload, meta.ns)) return true;
    return std::ranges::any_of(services_, [&](const auto* service) {
        return service->meta.ns == meta.ns &&
               mesh::control::has_labels(meta.labels, service->selector);
    });
}

}  // namespace weft::sim
