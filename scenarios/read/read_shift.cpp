#include "scenarios/read/read_shift.hpp"

#include "scenarios/read/limits.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

using mesh::control::VirtualService;

constexpr std::uint32_t most_weight = 1'000'000;
constexpr std::uint32_t most_parts = 1'000;

std::map<std::string, std::uint32_t> read_weights(YamlMap& step) {
    std::map<std::string, std::uint32_t> weights;
    auto map = step.map("to");
    if (!map) {
        step.require(step.has("to"), "to",
                     "is missing: weights by subset, such as {v1: 0, v2: 100}");
        return weights;
    }
    std::uint64_t sum = 0;
    const std::size_t said = map->diagnostics().all().size();
    map->entries([&](const std::string& subset, const Place&, const YAML::Node&) {
        weights[subset] = map->count(subset, {.fallback = 0, .min = 0, .max = most_weight});
        sum += weights[subset];
    });
    if (map->diagnostics().all().size() == said)
        step.require(sum > 0, "to", "must give some weight to something");
    return weights;
}

const VirtualService* shifted_service(const ShiftReference& reference,
                                      const std::vector<mesh::control::Resource>& resources,
                                      std::vector<std::string>& known) {
    for (const auto& resource : resources) {
        const auto* const service = std::get_if<VirtualService>(&resource);
        if (service == nullptr) continue;
        if (service->meta.name == reference.service.name &&
            service->meta.ns == reference.service.ns)
            return service;
        known.push_back(service->meta.name);
    }
    return nullptr;
}

/// Names that a rule may send to: of its destinations, and of all subsets that rules declare.
std::vector<std::string> known_subsets(const mesh::control::HttpRoute& rule,
                                       const std::vector<mesh::control::Resource>& resources) {
    std::vector<std::string> known;
    for (const auto& destination : rule.route) {
        const auto& to = destination.destination;
        known.push_back(to.subset.empty() ? to.host : to.subset);
    }
    for (const auto& resource : resources) {
        const auto* const declared = std::get_if<mesh::control::DestinationRule>(&resource);
        if (declared == nullptr) continue;
        for (const auto& subset : declared->subsets)
            known.push_back(subset.name);
    }
    return known;
}

}  // namespace

bool read_shift(YamlMap& map, TimelineStep& step, References& references) {
    const NamedInNamespace service = split_name(map.required_text("virtual_service"));
    sim::PlannedShift shift{.name = service.name, .ns = service.ns};
    shift.route = map.text("route");
    shift.to = read_weights(map);
    const std::uint32_t unsaid = map.has("steps") ? 2 : 1;  // Or what could not be read.
    shift.parts = map.count("steps", {.fallback = unsaid, .min = 1, .max = most_parts});
    shift.over = map.duration("over", any_duration({}));
    if (shift.parts > 1 && !map.has("over"))
        map.error("over", "over is missing: the time from the first of the steps to the last");
    if (shift.parts == 1 && map.has("over"))
        map.error("steps", "steps is missing: in how many parts, above 1");
    std::vector<std::string> subsets;
    for (const auto& [subset, weight] : shift.to)
        subsets.push_back(subset);
    references.shifts.push_back({.service = service,
                                 .rule = shift.route,
                                 .subsets = std::move(subsets),
                                 .place = map.place("virtual_service"),
                                 .rule_place = map.place("route"),
                                 .subsets_place = map.place("to")});
    step.action = std::move(shift);
    return true;
}

void check_shift(const ShiftReference& reference,
                 const std::vector<mesh::control::Resource>& resources,
                 Diagnostics& diagnostics) {
    std::vector<std::string> services;
    const VirtualService* const service = shifted_service(reference, resources, services);
    if (service == nullptr) {
        return diagnostics.error(
            reference.place, fmt::format("unknown VirtualService '{}'{}", reference.service.name,
                                         did_you_mean(reference.service.name, services)));
    }
    std::vector<std::string> rules;
    const mesh::control::HttpRoute* meant = nullptr;
    for (const auto& rule : service->http) {
        rules.push_back(rule.name);
        const bool fits = reference.rule.empty() || rule.name == reference.rule;
        if (meant == nullptr && fits && !rule.route.empty()) meant = &rule;
    }
    if (meant == nullptr) {
        return diagnostics.error(
            reference.rule_place,
            fmt::format("'{}' has no rule '{}' that sends requests anywhere{}", service->meta.name,
                        reference.rule, did_you_mean(reference.rule, rules)));
    }
    const std::vector<std::string> known = known_subsets(*meant, resources);
    for (const std::string& subset : reference.subsets) {
        if (std::ranges::find(known, subset) != known.end()) continue;
        diagnostics.error(reference.subsets_place, fmt::format("unknown subset '{}'{}", subset,
                                                               did_you_mean(subset, known)));
    }
}

}  // namespace weft::scenarios
