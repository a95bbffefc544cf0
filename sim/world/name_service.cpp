#include "sim/world/name_service.hpp"

#include "mesh/control/catalogue.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "mesh/route/route_table.hpp"
#include "sim/world/event_kinds.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace weft::sim {
namespace {

using mesh::Purpose;
using mesh::control::Service;
using mesh::control::ServicePort;

bool means_host(std::string_view full, std::string_view host) {
    return full == host || mesh::control::wildcard_covers(full, host);
}

bool names_host(const mesh::control::VirtualService& rules, std::string_view host) {
    return std::ranges::any_of(rules.hosts, [&](const std::string& name) {
        return means_host(mesh::control::resolve_host(name, rules.meta.ns), host);
    });
}

bool names_host(const mesh::control::ServiceEntry& entry, std::string_view host) {
    return std::ranges::any_of(entry.hosts, [&](const std::string& name) {
        return means_host(mesh::control::lower_case(name), host);
    });
}

}  // namespace

const Service* service_called(const ObjectStore& store,
                              std::string_view authority,
                              const std::string& ns) {
    const auto meant = mesh::control::service_meant(mesh::without_port(authority), ns);
    if (!meant) return nullptr;
    const auto* const object = store.find({"Service", meant->ns, meant->name});
    return object == nullptr ? nullptr : &std::get<Service>(*object);
}

bool is_undeclared(const std::string& host,
                   const ObjectStore& store,
                   mesh::control::UnknownHosts unknown_hosts) {
    const bool some_pass = std::ranges::any_of(store.list("Sidecar"), [](const auto* object) {
        return std::get<mesh::control::SidecarScope>(*object).registry_only == false;
    });
    if (!some_pass && unknown_hosts != mesh::control::UnknownHosts::pass) return false;
    if (host.find('.') == std::string::npos) return false;
    if (service_called(store, host, {}) != nullptr) return false;
    for (const auto* const object : store.list("ServiceEntry")) {
        if (names_host(std::get<mesh::control::ServiceEntry>(*object), host)) return false;
    }
    return std::ranges::none_of(store.list("VirtualService"), [&](const auto* object) {
        const auto& rules = std::get<mesh::control::VirtualService>(*object);
        return mesh::control::is_of_mesh(rules.gateways) && names_host(rules, host);
    });
}

void NameService::prepare(Call& call) {
    const Pod& pod = *call.proxy;
    if (!pod.has_sidecar() && !pod.is_without_proxy()) return world_.send_call(call);
    const std::string_view host = mesh::without_port(world_.shapes_.head(call.shape).authority);
    const Addresses* const kept = pod.names ? pod.names->find(host, world_.now_) : nullptr;
    if (kept != nullptr) return call_by_name(call, *kept);
    mesh::Draws draws = call.draws().of(Purpose::names);
    const Duration wait =
        latency_(draws) + world_.environment_.lookup_delay(call.draws().of(Purpose::names));
    if (wait == Duration::zero()) return end_lookup(call);
    call.is_resolving = true;
    ++on_way_;
    Alarm& alarm = world_.alarms_.take();
    alarm.call = call.self;
    alarm.generation = call.generation;
    alarm.serial = call.alarm_serial;
    world_.events_.at(world_.now_ + wait, EventKind::name_resolved, alarm.self);
}

void NameService::on_resolved(const Event& event) {
    Alarm& alarm = world_.alarms_[event.subject];
    Call& call = world_.calls_[alarm.call];
    world_.alarms_.give_back(alarm);
    --on_way_;
    if (call.generation != alarm.generation) return;
    world_.count(event, *call.proxy, call.key);
    call.is_resolving = false;
    end_lookup(call);
}

/// The answer is here. Without one the call fails where it began.
void NameService::end_lookup(Call& call) {
    const mesh::Draws draws = call.draws().of(Purpose::names);
    mesh::Draws fate = draws.of(Purpose::names, 1);
    const bool fails_by_itself = failures_.admits(fate.next());
    if (fails_by_itself || world_.environment_.lookup_fails(draws))
        return world_.end_call(call, 0, nullptr);
    Pod& pod = *call.proxy;
    const Addresses& addresses = answer(call.shape, pod.object.meta.ns);
    const auto& own = pod.is_client() ? std::nullopt : pod.program->behaviour.name_cache;
    const Duration kept = own.value_or(ttl_);
    if (kept > Duration::zero()) {
        if (!pod.names) pod.names = std::make_unique<NameCache>();
        const std::string host{mesh::without_port(world_.shapes_.head(call.shape).authority)};
        pod.names->keep(host, addresses, world_.now_ + kept);
    }
    call_by_name(call, addresses);
}

/// The app takes one of the addresses, whoever is there by now.
void NameService::call_by_name(Call& call, const Addresses& addresses) {
    if (addresses.is_virtual) return world_.send_call(call, behind_address(call));
    if (addresses.pods.empty()) return world_.end_call(call, 0, nullptr);
    mesh::Draws draws = call.draws().of(Purpose::names, 1);
    const PodId chosen = addresses.pods[draws.below(addresses.pods.size())];
    world_.send_call(call, host_of(call, chosen));
}

/// Whom the node connects a caller with, as kube-proxy does, whose proxy passes the call on to the
/// Service's own address since it was not told of the Service.
std::optional<mesh::HostId> NameService::behind_address(const Call& call) {
    const Pod& caller = *call.proxy;
    const auto config = caller.has_sidecar() ? caller.sidecar.config() : nullptr;
    if (config == nullptr || config->routes == nullptr) return std::nullopt;
    const std::string& authority = world_.shapes_.head(call.shape).authority;
    const mesh::VirtualHost* const rules = config->routes->find_host(authority);
    if (rules == nullptr || rules->domains.front() != "*") return std::nullopt;
    const Service* const service = service_called(world_.store_, authority, caller.object.meta.ns);
    if (service == nullptr) return std::nullopt;
    look_at_store();
    const auto [known, is_new] =
        behind_.try_emplace({"Service", service->meta.ns, service->meta.name});
    if (is_new) known->second = pods_behind(*service);
    if (known->second.empty()) return std::nullopt;
    mesh::Draws draws = call.draws().of(Purpose::names, 1);
    return host_of(call, known->second[draws.below(known->second.size())]);
}

/// Where the pod listens for the call; 0 of a server outside, where nobody asks.
std::uint16_t NameService::port_of(const Call& call, const Pod& pod) const {
    const std::string& authority = world_.shapes_.head(call.shape).authority;
    const Service* const service =
        service_called(world_.store_, authority, call.proxy->object.meta.ns);
    if (service == nullptr || service->ports.empty()) return 0;
    std::uint16_t asked = mesh::control::port_of(authority);
    if (asked == 0) asked = mesh::control::default_port(service->ports);
    const auto known = std::ranges::find(service->ports, asked, &ServicePort::port);
    if (known == service->ports.end()) return asked;
    return mesh::control::target_port(*known, pod.object.ports).value_or(asked);
}

/// As the caller names the pod.
mesh::HostId NameService::host_of(const Call& call, PodId pod) {
    look_at_store();
    const auto known = hosts_.find({call.shape, pod});
    if (known != hosts_.end()) return known->second;
    const mesh::HostId host = world_.host_at(pod, port_of(call, *world_.pods_[pod.number()]));
    hosts_.emplace(std::pair{call.shape, pod}, host);
    return host;
}

/// As DNS answers, found once while the store does not change.
const Addresses& NameService::answer(mesh::ShapeId shape, const std::string& ns) {
    look_at_store();
    if (shape.number() >= answers_.size()) answers_.resize(shape.number() + std::size_t{1});
    const auto& known = answers_[shape.number()];
    const auto same = std::ranges::find(known, ns, &Answer::ns);
    if (same != known.end()) return same->addresses;
    const std::string host{mesh::without_port(world_.shapes_.head(shape).authority)};
    const Addresses addresses = addresses_of(host, ns);
    return answers_[shape.number()].emplace_back(ns, addresses).addresses;
}

void NameService::look_at_store() {
    if (version_ == world_.store_.version()) return;
    version_ = world_.store_.version();
    forget_answers();
}

void NameService::forget_answers() {
    answers_.clear();
    behind_.clear();
    hosts_.clear();
}

/// As DNS answers an app of this namespace.
Addresses NameService::addresses_of(const std::string& host, const std::string& ns) {
    if (const Service* const service = service_called(world_.store_, host, ns)) {
        if (!service->headless) return {.is_virtual = true};
        const auto frozen = frozen_.find({"Service", service->meta.ns, service->meta.name});
        return {.pods = frozen != frozen_.end() ? frozen->second : pods_behind(*service)};
    }
    const auto [known, is_new] = outside_.try_emplace(host, nullptr);
    if (is_new && is_undeclared(host, world_.store_, world_.plan_.defaults.unknown_hosts))
        known->second = &outside_pod(host);
    if (known->second == nullptr) return {.is_virtual = true};
    return {.pods = {known->second->id}};
}

std::vector<PodId> NameService::pods_behind(const Service& service) const {
    std::vector<PodId> pods;
    if (service.selector.empty()) return pods;
    for (const auto& pod : world_.pods_) {
        const auto& object = pod->object;
        if (pod->owner == nullptr || object.meta.ns != service.meta.ns) continue;
        const bool is_there =
            pod->is_live() || (service.publishes_not_ready && pod->stage == PodStage::ending);
        if (!is_there || pod->node == Pod::no_node) continue;  // It has no address.
        if (!object.ready && !service.publishes_not_ready) continue;
        if (mesh::control::has_labels(object.meta.labels, service.selector))
            pods.push_back(pod->id);
    }
    return pods;
}

Pod& NameService::outside_pod(const std::string& host) {
    mesh::control::EndpointOwner owner;
    owner.address = host;
    owner.host = host;
    return world_.start_external(owner);
}

void NameService::freeze() {
    for (const auto* const object : world_.store_.list("Service")) {
        const auto& service = std::get<Service>(*object);
        if (service.headless) frozen_[key_of(*object)] = pods_behind(service);
    }
    forget_answers();
}

void NameService::thaw() {
    frozen_.clear();
    forget_answers();
}

}  // namespace weft::sim
