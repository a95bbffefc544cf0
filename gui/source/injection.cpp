#include "gui/source/injection.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace weft::gui {
namespace {

using PlaceKind = InjectionPlace::Kind;

/// As a scenario names it: "cart", or "cart.shop" with its namespace.
std::string scenario_name(const Topology::Service& service) {
    const bool is_plain = service.ns.empty() || service.ns == "default";
    if (is_plain || service.name.find('.') != std::string::npos) return service.name;
    return fmt::format("{}.{}", service.name, service.ns);
}

std::string pods_of_service(const Topology& topology, std::uint32_t service) {
    return fmt::format("{{service: {}}}", scenario_name(topology.services[service]));
}

std::string pods_in_zone(const std::string& zone) {
    return fmt::format("{{zone: {}}}", zone);
}

/// The first of the other zones; everybody if there is none.
std::string pods_elsewhere(const std::string& zone, const Topology& topology) {
    std::set<std::string> others;
    for (const Topology::Pod& pod : topology.pods)
        if (!pod.zone.empty() && pod.zone != zone) others.insert(pod.zone);
    return others.empty() ? "{}" : pods_in_zone(*others.begin());
}

/// What stands under "target", "from" or "to"; "" if a fault that must have it does not act here.
std::string pods_at(const InjectionPlace& place, const Topology& topology, std::string_view key) {
    const bool is_from = key == "from";
    switch (place.kind) {
        case PlaceKind::mesh:
            return {};
        case PlaceKind::service:
            return is_from ? "{}" : pods_of_service(topology, place.number);
        case PlaceKind::pod:
            return is_from ? "{}"
                           : fmt::format("{{names: [{}]}}", topology.pods[place.number].name);
        case PlaceKind::zone:
            return key == "to" ? pods_elsewhere(place.zone, topology) : pods_in_zone(place.zone);
        case PlaceKind::edge:
            break;
    }
    const Topology::Edge& edge = topology.edges[place.number];
    if (key == "target") return {};
    return pods_of_service(topology, is_from ? edge.source : edge.destination);
}

/// Equal weights for all versions that were called.
std::string equal_weights(const Topology& topology, std::uint32_t service) {
    std::set<std::string> versions;
    for (const Topology::Edge& edge : topology.edges)
        if (edge.destination == service && !edge.version.empty()) versions.insert(edge.version);
    if (versions.size() < 2) versions = {"v1", "v2"};
    std::string weights;
    for (const std::string& version : versions)
        weights += fmt::format("{}{}: 50", weights.empty() ? "" : ", ", version);
    return fmt::format("{{{}}}", weights);
}

void add_changes(std::vector<Injection>& all,
                 const InjectionPlace& place,
                 const Topology& topology) {
    const std::uint32_t service = changed_service(place, topology);
    if (service != none) {
        const std::string name = scenario_name(topology.services[service]);
        const std::size_t pods = std::max<std::size_t>(topology.services[service].pods.size(), 1);
        all.push_back(
            {"scale",
             "another number of replicas",
             "do",
             {{"workload", name, {}, true}, {"replicas", std::to_string(pods + 1), {}, true}}});
        all.push_back({"roll_out",
                       "all pods are made anew, as the workload's strategy says",
                       "do",
                       {{"workload", name, {}, true}}});
        all.push_back({"shift_traffic",
                       "other weights in a VirtualService, at once or in `steps` over a time",
                       "do",
                       {{"virtual_service", name, {}, true},
                        {"to", equal_weights(topology, service), "weights by subset", true},
                        {"steps", "", "in how many parts"},
                        {"over", "", "from the first of them to the last"}}});
    }
    if (place.kind == PlaceKind::edge) return;
    const std::string zone = place.kind == PlaceKind::zone ? place.zone : "zone-a";
    all.push_back({"drain",
                   "nodes take no more pods, and theirs are evicted, as budgets allow",
                   "do",
                   {{"nodes", fmt::format("[{}-node-0]", zone), "their names", true}}});
}

Injection injection_of(const scenarios::KnownFault& fault) {
    Injection injection{fault.name, fault.summary, "fault", {}};
    for (const scenarios::FaultParameter& parameter : fault.parameters)
        injection.fields.push_back(
            {parameter.name, parameter.fallback, parameter.about, parameter.is_needed});
    return injection;
}

/// What is not said is named with what holds then.
Injection injection_of(const scenarios::KnownSection& section) {
    Injection injection{section.name, section.summary, "set",        {},
                        section.path, section.written, section.place};
    for (const scenarios::KnownSetting& setting : section.settings) {
        std::string about = setting.about;
        if (!setting.fallback.empty())
            about += fmt::format("{}{} if not said", about.empty() ? "" : "; ", setting.fallback);
        injection.fields.push_back(
            {setting.name, setting.value, std::move(about), true, setting.words});
    }
    return injection;
}

std::string set_step(const Injection& injection,
                     mesh::Instant at,
                     const std::vector<std::string>& values) {
    std::vector<std::pair<std::string, std::string>> said;
    for (std::size_t number = 0; number < injection.fields.size(); ++number)
        said.emplace_back(injection.fields[number].name, values[number]);
    const bool has_quotes = injection.path.find('"') != std::string::npos;
    const char* const quote = has_quotes ? "'" : "";
    return fmt::format("{{at: {}, do: set, path: {}{}{}, value: {}}}",
                       mesh::to_text(at.time_since_epoch()), quote, injection.path, quote,
                       scenarios::section_with(injection.written, said));
}

}  // namespace

std::uint32_t changed_service(const InjectionPlace& place, const Topology& topology) {
    if (place.kind == PlaceKind::service) return place.number;
    if (place.kind == PlaceKind::edge) return topology.edges[place.number].destination;
    return place.kind == PlaceKind::pod ? topology.pods[place.number].service : none;
}

std::set<std::string> zones_of(const InjectionPlace& place, const Topology& topology) {
    std::set<std::string> zones;
    const auto add_pod = [&](std::uint32_t pod) {
        if (!topology.pods[pod].zone.empty()) zones.insert(topology.pods[pod].zone);
    };
    const auto add_pods = [&](std::uint32_t service) {
        for (const std::uint32_t pod : topology.services[service].pods)
            add_pod(pod);
    };
    if (place.kind == PlaceKind::pod) add_pod(place.number);
    if (place.kind == PlaceKind::service) add_pods(place.number);
    if (place.kind == PlaceKind::edge) {
        add_pods(topology.edges[place.number].source);
        add_pods(topology.edges[place.number].destination);
    }
    return zones;
}

std::vector<Injection> injections_at(const InjectionPlace& place,
                                     const Topology& topology,
                                     const std::vector<scenarios::KnownFault>& faults,
                                     const std::vector<scenarios::KnownSection>& sections) {
    std::vector<Injection> all;
    add_changes(all, place, topology);
    for (const scenarios::KnownSection& section : sections)
        all.push_back(injection_of(section));
    for (const scenarios::KnownFault& fault : faults) {
        if (fault.places.empty() != (place.kind == PlaceKind::mesh)) continue;
        Injection injection = injection_of(fault);
        bool acts_here = true;
        for (auto key = fault.places.rbegin(); key != fault.places.rend(); ++key) {
            std::string pods = pods_at(place, topology, *key);
            acts_here = acts_here && !pods.empty();
            injection.fields.insert(injection.fields.begin(),
                                    {*key, std::move(pods), "which pods", true});
        }
        if (acts_here) all.push_back(std::move(injection));
    }
    return all;
}

std::string step_of(const Injection& injection,
                    mesh::Instant at,
                    const std::string& length,
                    const std::vector<std::string>& values) {
    if (injection.key == "set") return set_step(injection, at, values);
    std::string step = fmt::format("{{at: {}", mesh::to_text(at.time_since_epoch()));
    if (injection.is_fault() && !length.empty()) step += fmt::format(", for: {}", length);
    step += fmt::format(", {}: {}", injection.key, injection.name);
    for (std::size_t number = 0; number < injection.fields.size(); ++number) {
        const Injection::Field& field = injection.fields[number];
        const std::string& value = values[number];
        if (value.empty() || (!field.is_always_said && value == field.value)) continue;
        step += fmt::format(", {}: {}", field.name, value);
    }
    return step + "}";
}

}  // namespace weft::gui
