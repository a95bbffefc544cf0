#include "sim/cluster/pod_object.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>
#include <utility>
#include <xxhash.h>

namespace weft::sim {
namespace {

using mesh::control::Labels;

constexpr std::uint32_t unknown = ~std::uint32_t{0};

std::uint64_t hash_of(std::string_view text) {
    return XXH64(text.data(), text.size(), 0);
}

/// The host of "reviews:9080".
std::string without_port(const std::string& authority) {
    return authority.substr(0, authority.find(':'));
}

}  // namespace

void World::build_zones() {
    for (const auto& group : plan_.cluster.zones) {
        network_.zone(group.zone);
    }
    assert(!plan_.cluster.zones.empty());
}

Pod& World::add_pod(const std::string& name, const std::string& ns) {
    const std::string full_name = name + "." + ns;
    const PodId position{static_cast<std::uint32_t>(pods_.size())};
    pods_.push_back(std::make_unique<Pod>(
        position, full_name,
        mesh::SidecarSurroundings{
            .balancers = plan_.balancers, .shapes = shapes_, .run_seed = plan_.seed}));
    Pod& pod = *pods_.back();
    pod.object.meta.name = name;
    pod.object.meta.ns = ns;
    pod.entity = hash_of(full_name);
    pod.name_number = facts_.number(observe::NameKind::pod, ns == "default" ? name : full_name);
    pod_by_name_.emplace(full_name, &pod);
    return pod;
}

/// An address outside the cluster, such as a ServiceEntry's: a server without a sidecar of ours.
Pod& World::start_external(const mesh::control::EndpointOwner& owner) {
    Pod& pod = add_pod(owner.address, "outside");
    pod.zone = network_.zone("outside");
    pod.object.workload = owner.host;
    pod.object.zone = "outside";
    pod.canonical_service = owner.host;
    pod.service = facts_.number(observe::NameKind::service, owner.host);
    pod.program = program_of(owner.host, owner.host);
    prepare_app(pod);
    return pod;
}

Program* World::program_of(const std::string& workload, const std::string& service) {
    const auto named = [&](const std::string& name) {
        return std::ranges::find(plan_.behaviours, name, &BehaviourOf::name);
    };
    auto found = named(workload);
    if (found == plan_.behaviours.end()) found = named(service);
    const bool described = found != plan_.behaviours.end();
    if (!described && std::ranges::find(undescribed_, workload) == undescribed_.end()) {
        undescribed_.insert(std::ranges::lower_bound(undescribed_, workload), workload);
    }
    auto& program = programs_[described ? found->name : ""];
    if (!program) {
        program = std::make_unique<Program>(
            compile(described ? found->behaviour : plan_.default_behaviour, shapes_,
                    [this](const std::string& host) { return service_number(host); }));
    }
    return program.get();
}

Pod& World::pod_of(mesh::EndpointId endpoint) {
    if (endpoint.number() >= pod_of_endpoint_.size()) {
        pod_of_endpoint_.resize(discovery_.plane().registry().endpoints(), nullptr);
    }
    Pod*& pod = pod_of_endpoint_[endpoint.number()];
    if (pod != nullptr) return *pod;
    const mesh::control::EndpointOwner& owner = discovery_.plane().registry().owner(endpoint);
    pod = owner.pod.empty() ? &start_external(owner) : pod_by_name_.at(owner.pod + "." + owner.ns);
    return *pod;
}

/// The name under which reports have a service: qualified only where two namespaces share it.
std::string World::service_name(const std::string& name, const std::string& ns) const {
    const auto same_name = std::ranges::count_if(store_.list("Service"), [&](const auto* service) {
        return mesh::control::metadata_of(*service).name == name;
    });
    return same_name > 1 ? name + "." + ns : name;
}

std::uint32_t World::service_number(const std::string& host) {
    const std::string whole = without_port(host);
    const std::size_t dot = whole.find('.');
    const std::string name = whole.substr(0, dot);
    std::string ns = "default";
    if (dot != std::string::npos) ns = whole.substr(dot + 1, whole.find('.', dot + 1) - dot - 1);
    const bool known = store_.find({"Service", ns, name}) != nullptr;
    return facts_.number(observe::NameKind::service, known ? service_name(name, ns) : whole);
}

/// Of "outbound|9080|v1|reviews.default.svc.cluster.local".
std::uint32_t World::service_of(mesh::ClusterId cluster) {
    if (cluster.number() >= service_of_cluster_.size()) {
        service_of_cluster_.resize(discovery_.plane().registry().clusters(), unknown);
    }
    std::uint32_t& service = service_of_cluster_[cluster.number()];
    if (service == unknown) {
        const std::string& name = discovery_.plane().registry().cluster_name(cluster);
        service = service_number(name.substr(name.rfind('|') + 1));
    }
    return service;
}

}  // namespace weft::sim
