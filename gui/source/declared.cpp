#include "gui/source/declared.hpp"

#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "reports/metrics/mesh_metrics.hpp"
#include "reports/store/read_run.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/play/replay.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace weft::gui {

/// A service and its namespace.
struct DeclaredName {
    std::string name;
    std::string ns;

    friend auto operator<=>(const DeclaredName&, const DeclaredName&) = default;
};

/// An object's rules: for which services, and in words.
struct DeclaredRule {
    std::vector<DeclaredName> services;
    std::string words;
};
using DeclaredRules = std::map<mesh::control::ResourceKey, DeclaredRule>;

/// What passed from one service to a version of another, and how much of it under mutual TLS.
struct SecuredTraffic {
    std::uint64_t requests = 0;
    std::uint64_t mutual_tls = 0;
};
using SecuredWays = std::map<std::tuple<DeclaredName, DeclaredName, std::string>, SecuredTraffic>;

namespace {

/// "90/10"
template <class Destinations, class WeightOf>
std::string split_words(const Destinations& destinations, WeightOf weight_of) {
    std::string words = "split ";
    for (const auto& destination : destinations)
        fmt::format_to(std::back_inserter(words), "{}{}", words.ends_with(' ') ? "" : "/",
                       weight_of(destination));
    return words;
}

std::string words_of(const mesh::control::VirtualService& rule) {
    for (const mesh::control::HttpRoute& route : rule.http)
        if (route.abort || route.delay) return "injects faults";
    for (const mesh::control::HttpRoute& route : rule.http) {
        if (route.route.size() < 2) continue;
        return split_words(route.route, [](const auto& to) { return to.weight.value_or(0); });
    }
    return "route rule";
}

std::string words_of(const mesh::control::GatewayRoute& rule) {
    for (const auto& it : rule.rules) {
        if (it.backends.size() < 2) continue;
        return split_words(it.backends, [](const auto& to) { return to.weight; });
    }
    return "route rule";
}

/// "cart", "shop" of "cart.shop.svc.cluster.local" and of "cart.shop"; of "cart" the rule's own
/// namespace. Hosts outside the cluster are their own names.
std::pair<std::string, std::string> service_of_host(const std::string& host,
                                                    const std::string& own) {
    const std::size_t dot = host.find('.');
    if (dot == std::string::npos) return {host, own};
    const std::size_t next = host.find('.', dot + 1);
    const bool is_of_cluster =
        next == std::string::npos || host.compare(next, 5, ".svc.") == 0 || host.ends_with(".svc");
    if (!is_of_cluster) return {host, {}};
    return {host.substr(0, dot), host.substr(dot + 1, next - dot - 1)};
}

DeclaredRules rules_of(const std::vector<mesh::control::Resource>& resources) {
    DeclaredRules rules;
    for (const mesh::control::Resource& resource : resources) {
        DeclaredRule found;
        if (const auto* const rule = std::get_if<mesh::control::VirtualService>(&resource)) {
            for (const std::string& host : rule->hosts) {
                auto [name, ns] = service_of_host(host, rule->meta.ns);
                found.services.push_back({std::move(name), std::move(ns)});
                found.services.push_back({host, {}});  // Outside the cluster.
            }
            found.words = words_of(*rule);
        } else if (const auto* const route = std::get_if<mesh::control::GatewayRoute>(&resource)) {
            for (const auto& parent : route->parents)
                found.services.push_back({parent.name, parent.ns});
            found.words = words_of(*route);
        }
        if (!found.services.empty()) rules[key_of(resource)] = std::move(found);
    }
    return rules;
}

/// Services of pods that only forward.
std::vector<DeclaredName> gateways_of(const std::vector<mesh::control::Resource>& resources) {
    std::vector<DeclaredName> gateways;
    for (const mesh::control::Resource& resource : resources) {
        const auto* const service = std::get_if<mesh::control::Service>(&resource);
        if (service == nullptr || service->selector.empty()) continue;
        const bool is_gateway =
            std::ranges::any_of(resources, [&](const mesh::control::Resource& other) {
                const auto* const workload = std::get_if<mesh::control::Workload>(&other);
                return workload != nullptr && workload->pod.is_gateway &&
                       workload->meta.ns == service->meta.ns &&
                       mesh::control::has_labels(workload->pod.labels, service->selector);
            });
        if (is_gateway) gateways.push_back({service->meta.name, service->meta.ns});
    }
    return gateways;
}

DeclaredName name_of_workload(const reports::MeshMetrics& metrics, std::uint32_t number) {
    const auto found = metrics.workloads().find(number);
    if (found == metrics.workloads().end()) return {};
    const sim::observe::Workload& workload = found->second;
    if (workload.host.empty()) return {workload.service, workload.ns};
    auto [name, ns] = service_of_host(workload.host, workload.ns);
    return {std::move(name), std::move(ns)};
}

/// Servers alone say whether their callers showed who they are.
SecuredWays secured_ways(const reports::MeshMetrics& metrics) {
    SecuredWays ways;
    for (const reports::MetricKey& key : metrics.keys()) {
        const auto server = metrics.workloads().find(key.workload);
        if (key.reporter != reports::Reporter::destination || server == metrics.workloads().end())
            continue;
        SecuredTraffic& way =
            ways[{name_of_workload(metrics, key.source), name_of_workload(metrics, key.workload),
                  server->second.version}];
        const std::uint64_t requests = metrics.at(key).requests;
        way.requests += requests;
        if (key.mutual_tls) way.mutual_tls += requests;
    }
    return ways;
}

std::vector<PlannedStep> planned_steps(const scenarios::Scenario& scenario) {
    std::vector<PlannedStep> planned;
    for (const scenarios::TimelineStep& step : scenario.timeline) {
        const bool is_fault = std::holds_alternative<scenarios::InjectFault>(step.action);
        if (!is_fault && !std::holds_alternative<scenarios::ApplyManifest>(step.action)) continue;
        const bool is_fixed = step.start.kind == sim::StepStart::Kind::at;
        planned.push_back({.name = step.id,
                           .at = is_fixed ? std::optional{step.at} : std::nullopt,
                           .is_fault = is_fault});
    }
    return planned;
}

DeclaredName name_of_service(const Topology::Service& service) {
    // The name of one that is not unique says its namespace, too.
    const std::string suffix = "." + service.ns;
    if (service.ns.empty() || !service.name.ends_with(suffix)) return {service.name, service.ns};
    return {service.name.substr(0, service.name.size() - suffix.size()), service.ns};
}

}  // namespace

struct Declared::Content {
    /// What is said of services when these steps have been applied.
    std::map<DeclaredName, std::string> words_at(const Topology& topology,
                                                 const Snapshot& snapshot) const {
        DeclaredRules now = rules;
        for (const std::uint32_t step : snapshot.applied) {
            const auto found = applied.find(topology.steps[step]);
            if (found == applied.end()) continue;
            for (const auto& [key, rule] : found->second)
                now[key] = rule;
        }
        std::map<DeclaredName, std::string> words;
        for (const auto& [key, rule] : now)
            for (const DeclaredName& service : rule.services)
                words[service] = rule.words;
        return words;
    }

    std::vector<DeclaredName> gateways;
    DeclaredRules rules;
    std::map<std::string, DeclaredRules> applied;  ///< By step.
    std::set<std::string> partitions;              ///< Steps that let nothing pass some links.
    SecuredWays ways;
    std::vector<PlannedStep> planned;
};

Declared::Declared(const scenarios::Scenario& scenario, const reports::MeshMetrics& metrics) {
    Content content{.gateways = gateways_of(scenario.resources),
                    .rules = rules_of(scenario.resources),
                    .applied = {},
                    .partitions = {},
                    .ways = secured_ways(metrics),
                    .planned = planned_steps(scenario)};
    for (const scenarios::TimelineStep& step : scenario.timeline) {
        if (const auto* const apply = std::get_if<scenarios::ApplyManifest>(&step.action))
            content.applied[step.id] = rules_of(apply->resources);
        const auto* const inject = std::get_if<scenarios::InjectFault>(&step.action);
        if (inject != nullptr &&
            std::ranges::find(inject->parts, "partition") != inject->parts.end())
            content.partitions.insert(step.id);
    }
    content_ = std::make_shared<const Content>(std::move(content));
}

Declared Declared::of(const std::filesystem::path& run) {
    try {
        const reports::RecordedRun recorded = reports::read_run(run);
        const auto scenario = scenarios::read_again(recorded.head, scenarios::built_in_kinds());
        return {scenario ? *scenario : scenarios::Scenario{}, recorded.summary.mesh};
    } catch (const std::exception&) {
        return {{}, {}};  // The window says of its own accord what is wrong with the file.
    }
}

const std::vector<PlannedStep>& Declared::planned() const {
    return content_->planned;
}

MeshSigns Declared::at(const Topology& topology, const Snapshot& snapshot) const {
    MeshSigns signs;
    const auto words = content_->words_at(topology, snapshot);
    const auto& gateways = content_->gateways;
    std::vector<DeclaredName> names;
    for (const Topology::Service& service : topology.services) {
        names.push_back(name_of_service(service));
        signs.gateways.push_back(std::ranges::find(gateways, names.back()) != gateways.end());
        const auto found = words.find(names.back());
        signs.rules.push_back(found == words.end() ? std::string{} : found->second);
    }
    for (const Topology::Edge& edge : topology.edges) {
        const auto found =
            content_->ways.find({names[edge.source], names[edge.destination], edge.version});
        std::optional<double>& share = signs.mutual_tls.emplace_back();
        if (found == content_->ways.end() || found->second.requests == 0) continue;
        share = static_cast<double>(found->second.mutual_tls) /
                static_cast<double>(found->second.requests);
    }
    const auto is_partition = [&](std::uint32_t step) {
        return content_->partitions.contains(topology.steps[step]);
    };
    for (const std::vector<std::uint32_t>& steps : snapshot.struck_edges)
        signs.cut_edges.push_back(std::ranges::any_of(steps, is_partition));
    return signs;
}

}  // namespace weft::gui
