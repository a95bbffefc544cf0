#include "scenarios/model/known_services.hpp"

#include "mesh/base/quantity.hpp"
#include "mesh/control/catalogue.hpp"
#include "mesh/control/host_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace weft::scenarios {
namespace {

using mesh::control::Labels;

bool has_all(const Labels& selector, const Labels& labels) {
    return std::ranges::all_of(selector, [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    });
}

std::vector<std::uint16_t> numbers_of(const std::vector<mesh::control::ServicePort>& ports) {
    std::vector<std::uint16_t> numbers;
    for (const auto& port : ports)
        numbers.push_back(port.port);
    return numbers;
}

}  // namespace

WrittenHost split_host(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return {std::string{text}, std::nullopt};
    WrittenHost host{std::string{text.substr(0, colon)}, std::nullopt};
    const auto port = mesh::parse_count(text.substr(colon + 1));
    if (port && *port > 0 && *port <= 65535) {
        host.port = static_cast<std::uint16_t>(*port);
    } else {
        host.has_bad_port = true;
    }
    return host;
}

std::string canonical_name(const mesh::control::Workload& workload) {
    return mesh::control::canonical_service(workload.pod.labels, workload.meta.name);
}

KnownServices::KnownServices(const std::vector<mesh::control::Resource>& resources) {
    for (const auto& resource : resources) {
        const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        if (workload == nullptr) continue;
        for (const auto& [label, value] : workload->pod.labels)
            workloads_[{workload->meta.ns, label, value}].push_back(workload);
        const std::string name = canonical_name(*workload);
        apps_.insert_or_assign(name, name);
        apps_.emplace(workload->meta.name, name);
    }
    std::vector<const mesh::control::Service*> external;
    for (const auto& resource : resources) {
        const auto* const service = std::get_if<mesh::control::Service>(&resource);
        if (service != nullptr && service->external_name.empty()) add(*service);
        if (service != nullptr && !service->external_name.empty()) external.push_back(service);
        if (const auto* const entry = std::get_if<mesh::control::ServiceEntry>(&resource))
            add(*entry);
    }
    add_external_names(std::move(external));
    workloads_.clear();  // They belong to the caller.
}

/// As the control plane reads them: another name of what is known, else a server outside.
void KnownServices::add_external_names(std::vector<const mesh::control::Service*> services) {
    const auto is_alias = [&](const mesh::control::Service* service) {
        const auto target = by_host_.find(mesh::control::lower_case(service->external_name));
        if (target == by_host_.end()) return false;
        const Service known = target->second;
        add(service->meta, known);
        return true;
    };
    while (std::erase_if(services, is_alias) > 0) {
    }
    for (const auto* const service : services) {
        Service known{service->meta.name, numbers_of(service->ports), {}};
        if (known.ports.empty()) known.ports.push_back(mesh::control::http_port);
        add(service->meta, known);
    }
}

void KnownServices::add(const mesh::control::Service& service) {
    Service known{service.meta.name, numbers_of(service.ports), {}};
    const Labels& selector = service.selector;
    if (selector.empty()) return add(service.meta, known);
    const auto& [label, value] = *selector.begin();
    for (const auto* const workload : workloads_[{service.meta.ns, label, value}]) {
        if (!has_all(selector, workload->pod.labels)) continue;
        known.apps.insert(canonical_name(*workload));
        known.is_gateway = known.is_gateway || workload->pod.is_gateway;
    }
    add(service.meta, known);
}

void KnownServices::add(const mesh::control::Metadata& meta, const Service& known) {
    const std::string qualified = meta.name + "." + meta.ns;
    names_.insert(meta.name);
    by_host_.emplace(meta.name, known);
    by_host_.emplace(qualified, known);
    by_host_.emplace(qualified + ".svc", known);
    by_host_.emplace(qualified + ".svc.cluster.local", known);
}

void KnownServices::add(const mesh::control::ServiceEntry& entry) {
    for (const std::string& host : entry.hosts) {
        names_.insert(host);
        by_host_.emplace(host, Service{host, numbers_of(entry.ports), {}});
    }
}

const KnownServices::Service* KnownServices::find(std::string_view host) const {
    if (const auto exact = by_host_.find(host); exact != by_host_.end()) return &exact->second;
    for (std::size_t dot = host.find('.'); dot != std::string_view::npos;
         dot = host.find('.', dot + 1)) {
        const auto wildcard = by_host_.find(std::string{"*"}.append(host.substr(dot)));
        if (wildcard != by_host_.end()) return &wildcard->second;
    }
    return nullptr;
}

std::string KnownServices::app_of(std::string_view name) const {
    const auto found = apps_.find(name);
    return found == apps_.end() ? std::string{name} : found->second;
}

std::vector<std::string> KnownServices::names() const {
    return {names_.begin(), names_.end()};
}

std::vector<std::string> KnownServices::names_with_apps() const {
    std::set<std::string> all = names_;
    for (const auto& [name, app] : apps_)
        all.insert(name);
    return {all.begin(), all.end()};
}

}  // namespace weft::scenarios
