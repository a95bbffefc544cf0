#include "gui/source/run_topology.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace weft::gui {

using sim::observe::NameKind;

namespace {

/// "shop" of "shop.default.svc.cluster.local", and "default".
std::pair<std::string, std::string> name_and_namespace(const std::string& host) {
    const std::size_t dot = host.find('.');
    if (dot == std::string::npos || host.find(".svc.", dot) == std::string::npos) return {host, ""};
    return {host.substr(0, dot), host.substr(dot + 1, host.find('.', dot + 1) - dot - 1)};
}

/// Whether the pod is one of the workload: "cart-0", "web-open-0.open", "ingress-shoppers".
bool is_pod_of(std::string_view pod, const sim::observe::Workload& workload) {
    return pod.starts_with(workload.name) && pod.size() > workload.name.size() &&
           pod[workload.name.size()] == '-' &&
           (pod.find('.') == std::string_view::npos || pod.ends_with("." + workload.ns));
}

/// The services of a topology by their names.
class ServicesByName {
public:
    explicit ServicesByName(const Topology& topology) : topology_(topology) {
        for (std::uint32_t number = 0; number < topology.services.size(); ++number)
            numbers_.emplace(topology.services[number].name, number);
    }

    /// The one that a name or a host means; none if there is no such service.
    std::uint32_t find(const std::string& name, const std::string& ns) const {
        if (const auto found = numbers_.find(name); found != numbers_.end()) {
            const std::string& own = topology_.services[found->second].ns;
            if (own == ns || own.empty()) return found->second;
        }
        const auto found = numbers_.find(name + "." + ns);
        const bool is_there = found != numbers_.end() && topology_.services[found->second].ns == ns;
        return is_there ? found->second : none;
    }

private:
    const Topology& topology_;
    std::map<std::string, std::uint32_t> numbers_;
};

void add_services(Topology& topology,
                  const reports::Names& names,
                  const std::vector<sim::observe::Workload>& workloads) {
    std::map<std::string, std::string> namespaces;
    for (const sim::observe::Workload& workload : workloads) {
        const auto [host, ns] = name_and_namespace(workload.host);
        namespaces[host.empty() ? workload.service : host] = workload.ns;
        if (!host.empty()) namespaces[host + "." + ns] = workload.ns;
    }
    for (const std::string& name : names.all(NameKind::service)) {
        const auto found = namespaces.find(name);
        topology.services.push_back(
            {name, found == namespaces.end() ? std::string{} : found->second, {}});
    }
}

/// The workload with the longest name that a pod's begins with, up to one of its dashes.
const sim::observe::Workload* workload_of(
    const std::string& pod,
    const std::multimap<std::string, const sim::observe::Workload*>& workloads) {
    for (std::size_t dash = pod.rfind('-'); dash != std::string::npos && dash > 0;
         dash = pod.rfind('-', dash - 1)) {
        const auto [first, last] = workloads.equal_range(pod.substr(0, dash));
        for (auto it = first; it != last; ++it)
            if (is_pod_of(pod, *it->second)) return it->second;
    }
    return nullptr;
}

/// A pod belongs to the service that leads to its workload.
void add_pods(Topology& topology,
              const reports::Names& names,
              const std::vector<sim::observe::Workload>& workloads) {
    std::multimap<std::string, const sim::observe::Workload*> by_name;
    for (const sim::observe::Workload& workload : workloads)
        by_name.emplace(workload.name, &workload);
    const ServicesByName services{topology};
    for (const std::string& name : names.all(NameKind::pod)) {
        const sim::observe::Workload* const found = workload_of(name, by_name);
        Topology::Pod pod{.name = name};
        if (found != nullptr) {
            const auto [host, ns] = name_and_namespace(found->host);
            pod.service = services.find(host.empty() ? found->service : host, found->ns);
        }
        if (pod.service != none) {
            topology.services[pod.service].pods.push_back(
                static_cast<std::uint32_t>(topology.pods.size()));
        }
        topology.pods.push_back(std::move(pod));
    }
}

}  // namespace

Topology topology_of(const reports::Names& names,
                     const std::vector<reports::Edge>& edges,
                     const std::vector<sim::observe::Workload>& workloads) {
    Topology topology;
    add_services(topology, names, workloads);
    add_pods(topology, names, workloads);
    for (const reports::Edge& edge : edges)
        topology.edges.push_back(
            {edge.source, edge.destination, names.of(NameKind::version, edge.version)});
    const ServicesByName services{topology};
    for (const std::string& name : names.all(NameKind::cluster)) {
        const auto [host, ns] = name_and_namespace(name.substr(name.rfind('|') + 1));
        topology.clusters.push_back({name, services.find(host, ns)});
    }
    topology.loads = names.all(NameKind::load);
    topology.steps = names.all(NameKind::step);
    return topology;
}

}  // namespace weft::gui
