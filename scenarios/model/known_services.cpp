#include "scenarios/model/known_services.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <array>

namespace weft::scenarios {
namespace {

using mesh::control::Labels;

bool selects(const Labels& selector, const Labels& labels) {
    return !selector.empty() && std::ranges::all_of(selector, [&](const auto& wanted) {
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
    constexpr std::array<std::string_view, 3> keys{"service.istio.io/canonical-name",
                                                   "app.kubernetes.io/name", "app"};
    for (const std::string_view key : keys) {
        const auto label = workload.pod.labels.find(key);
        if (label != workload.pod.labels.end()) return label->second;
    }
    return workload.meta.name;
}

KnownServices::KnownServices(const std::vector<mesh::control::Resource>& resources) {
    for (const auto& resource : resources) {
        const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        if (workload == nullptr) continue;
        workloads_.push_back(workload);
        const std::string name = canonical_name(*workload);
        apps_.insert_or_assign(name, name);
        apps_.emplace(workload->meta.name, name);
    }
    for (const auto& resource : resources) {
        if (const auto* const service = std::get_if<mesh::control::Service>(&resource))
            add(*service);
        if (const auto* const entry = std::get_if<mesh::control::ServiceEntry>(&resource))
            add(*entry);
    }
    workloads_.clear();  // They belong to the caller.
}

void KnownServices::add(const mesh::control::Service& service) {
    const std::string& name = service.meta.name;
    Service known{name, numbers_of(service.ports), {}};
    for (const auto* const workload : workloads_) {
        if (workload->meta.ns != service.meta.ns) continue;
        if (!selects(service.selector, workload->pod.labels)) continue;
        known.apps.insert(canonical_name(*workload));
    }
    const std::string qualified = name + "." + service.meta.ns;
    names_.insert(name);
    by_host_.emplace(name, known);
    by_host_.emplace(qualified + ".svc", known);
    by_host_.emplace(qualified + ".svc.cluster.local", known);
    by_host_.emplace(qualified, std::move(known));
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
