#include "mesh/control/host_names.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "mesh/route/route_table.hpp"
#include "sim/cluster/pod_object.hpp"
#include "sim/world/autoscalers.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/key_fetches.hpp"
#include "sim/world/name_service.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/workload_control.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <xxhash.h>

namespace weft::sim {
namespace {

using mesh::control::Labels;

constexpr std::uint32_t unknown = ~std::uint32_t{0};
constexpr std::uint32_t of_the_request = unknown - 1;

/// In the number of a host: the rest is the place of an address that an app named.
constexpr std::uint32_t by_address = std::uint32_t{1} << 31U;

std::uint64_t hash_of(std::string_view text) {
    return XXH64(text.data(), text.size(), 0);
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
    pod_by_name_.insert_or_assign(full_name, &pod);
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
    pod.program = program_of(owner.host, owner.host, owner.ns);
    prepare_app(pod);
    return pod;
}

Program* World::program_of(const std::string& workload,
                           const std::string& service,
                           const std::string& ns,
                           bool is_gateway) {
    auto found = plan_.behaviours.end();
    for (const std::string& name : {workload + "." + ns, service + "." + ns, workload, service}) {
        if (found != plan_.behaviours.end()) break;
        found = std::ranges::find(plan_.behaviours, name, &BehaviourOf::name);
    }
    const bool described = found != plan_.behaviours.end();
    if (is_gateway) {
        // Whatever its proxy routes goes on as it came.
        auto& program = programs_[fmt::format("gateway/{}.{}", workload, ns)];
        if (program) return program.get();
        Behaviour behaviour = described ? found->behaviour : Behaviour{};
        ScriptStep forward;
        forward.kind = ScriptStep::Kind::forward;
        behaviour.script = {forward};
        behaviour.mode = WorkerMode::async;
        if (!described) behaviour.on_term = OnTerm::serve;
        program = std::make_unique<Program>(compile(behaviour, shapes_, {}));
        return program.get();
    }
    if (!described) {
        const auto place = std::ranges::lower_bound(undescribed_, workload);
        if (place == undescribed_.end() || *place != workload) undescribed_.insert(place, workload);
    }
    auto& program = programs_[described ? found->name : ""];
    if (!program) {
        program = std::make_unique<Program>(
            compile(described ? found->behaviour : plan_.default_behaviour, shapes_,
                    [this](const std::string& host) { return called_service(host); }));
    }
    return program.get();
}

/// The host by which an app names a pod whose address it knows, whatever the registry says.
mesh::HostId World::host_at(PodId pod, std::uint16_t port) {
    const auto place = static_cast<std::uint32_t>(named_addresses_.size());
    const auto [known, is_new] = named_hosts_.try_emplace({pod, port}, by_address | place);
    if (is_new) named_addresses_.push_back({pod, port});
    return known->second;
}

/// Where a host listens.
std::uint16_t World::port_at(mesh::HostId host) const {
    if ((host.number() & by_address) != 0)
        return named_addresses_[host.number() & ~by_address].second;
    return mesh::control::port_of(discovery_.plane().registry().owner(host).address);
}

Pod& World::pod_of(mesh::EndpointId endpoint) {
    const std::uint32_t number = endpoint.number();
    const bool is_known = number < pod_of_endpoint_.size() && pod_of_endpoint_[number] != nullptr;
    return is_known ? *pod_of_endpoint_[number] : find_pod_of(endpoint);
}

Pod& World::find_pod_of(mesh::EndpointId endpoint) {
    if ((endpoint.number() & by_address) != 0)
        return *pods_[named_addresses_[endpoint.number() & ~by_address].first.number()];
    if (endpoint.number() >= pod_of_endpoint_.size()) {
        pod_of_endpoint_.resize(discovery_.plane().registry().endpoints(), nullptr);
    }
    Pod*& pod = pod_of_endpoint_[endpoint.number()];
    const mesh::control::EndpointOwner& owner = discovery_.plane().registry().owner(endpoint);
    pod = owner.pod.empty() ? &start_external(owner) : &pod_at(owner);
    return *pod;
}

/// A pod of a StatefulSet has the name of the one before it, not its address.
Pod& World::pod_at(const mesh::control::EndpointOwner& owner) {
    const std::string name = owner.pod + "." + owner.ns;
    const std::string ip = owner.address.substr(0, owner.address.rfind(':'));
    Pod& latest = *pod_by_name_.at(name);
    if (latest.object.ip == ip) return latest;
    const auto earlier = std::ranges::find_if(
        pods_, [&](const auto& pod) { return pod->object.ip == ip && pod->name == name; });
    return earlier == pods_.end() ? latest : **earlier;
}

/// The name under which reports have a service: qualified only where two namespaces share it.
std::string World::service_name(const std::string& name, const std::string& ns) const {
    return store_.named("Service", name) > 1 ? name + "." + ns : name;
}

std::uint32_t World::service_number(const std::string& host) {
    const mesh::control::Service* const service = service_called(store_, host, "default");
    if (service == nullptr) {
        const std::string whole{mesh::without_port(host)};
        return facts_.number_of_service(whole, whole);
    }
    const std::string& name = service->meta.name;
    const std::string& ns = service->meta.ns;
    return facts_.number_of_service(service_name(name, ns), mesh::control::service_host(name, ns));
}

/// The same of a name that somebody calls, which may be a server that nobody declared.
std::uint32_t World::called_service(const std::string& host) {
    const auto unknown_hosts = plan_.defaults.unknown_hosts;
    const std::string name{mesh::without_port(host)};
    if (names_ == nullptr && is_undeclared(name, store_, unknown_hosts)) make_names();
    return service_number(host);
}

/// Of "outbound|9080|v1|reviews.default.svc.cluster.local". A cluster of many hosts has none.
std::uint32_t World::service_of(mesh::ClusterId cluster, std::uint32_t if_none) {
    const bool is_known = cluster.number() < service_of_cluster_.size() &&
                          service_of_cluster_[cluster.number()] != unknown;
    if (!is_known) find_service_of(cluster);
    const std::uint32_t service = service_of_cluster_[cluster.number()];
    return service == of_the_request ? if_none : service;
}

void World::find_service_of(mesh::ClusterId cluster) {
    const auto& registry = discovery_.plane().registry();
    if (cluster.number() >= service_of_cluster_.size()) {
        service_of_cluster_.resize(registry.clusters(), unknown);
    }
    const std::string& name = registry.cluster_name(cluster);
    const std::size_t bar = name.rfind('|');
    service_of_cluster_[cluster.number()] =
        bar == std::string::npos ? of_the_request : service_number(name.substr(bar + 1));
}

/// Of a request whose route says where it goes, if no cluster does.
std::uint32_t World::service_named_by(mesh::ShapeId shape) {
    return service_number(std::string{mesh::without_port(shapes_.head(shape).authority)});
}

void World::make_names() {
    if (names_ != nullptr) return;
    names_ = std::make_unique<NameService>(*this, plan_.cluster.dns.value_or(DnsPlan{}));
}

void World::play_keys() {
    if (keys_ == nullptr) keys_ = std::make_unique<KeyFetches>(*this, plan_.cluster.keys);
}

/// Brings controllers up to date with the store, and sends the news to the control plane.
void World::follow_store() {
    while (store_seen_ < store_.version()) {
        // What controllers write meanwhile is seen in the next round.
        const auto span = store_.since(store_seen_);
        const std::vector<StoreEvent> news{span.begin(), span.end()};
        store_seen_ = store_.version();
        store_.forget(store_seen_);
        for (const StoreEvent& event : news) {
            link_->send(event);
            if (event.change == StoreEvent::Change::deleted) continue;
            follow(*event.object);
        }
        nodes_->retry_drawn();
    }
}

/// What controllers do about a new or changed object.
void World::follow(const mesh::control::Resource& object) {
    if (const auto* const workload = std::get_if<mesh::control::Workload>(&object)) {
        return workloads_->reconcile(*workload);
    }
    if (std::holds_alternative<mesh::control::RequestAuthentication>(object)) {
        if (keys_ != nullptr) keys_->follow_rules();
        return;
    }
    using mesh::control::HorizontalPodAutoscaler;
    if (const auto* const autoscaler = std::get_if<HorizontalPodAutoscaler>(&object)) {
        return autoscalers_->follow(*autoscaler);
    }
    const auto* const pod = std::get_if<mesh::control::Pod>(&object);
    if (pod != nullptr && link_->is_settled()) {
        workloads_->reconcile_owner(*pod_by_name_.at(pod->meta.name + "." + pod->meta.ns));
    }
}

}  // namespace weft::sim
