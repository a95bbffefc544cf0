#include "scenarios/read/read_target.hpp"

#include "mesh/base/quantity.hpp"

#include <fmt/format.h>
#include <utility>

namespace weft::scenarios {

namespace {

/// Of an empty list nobody knows whether it means none or all.
std::vector<std::string> read_names(YamlMap& map, std::string_view key) {
    const YAML::Node written = map.node(key);
    if (written.IsSequence() && written.size() == 0)
        map.error(key, fmt::format("{} names nobody", key));
    return map.texts(key);
}

}  // namespace

std::vector<std::string> read_nodes(YamlMap& map, References& references) {
    std::vector<std::string> names = read_names(map, "nodes");
    for (const std::string& name : names)
        references.nodes.push_back({name, map.place("nodes")});
    return names;
}

namespace {

using sim::PodSelector;

/// all, one, 3 or 25%.
void read_pick(YamlMap& map, PodSelector& selector) {
    const std::string written = map.text("pick", "all");
    if (written == "all") return;
    if (written == "one") {
        selector.pick = PodSelector::Pick::one;
        return;
    }
    constexpr std::uint32_t parts_of_percent = mesh::Ratio::whole / 100;
    const auto share = mesh::parse_ratio(written);
    if (share && share->parts > 0 && share->parts % parts_of_percent == 0) {
        selector.pick = PodSelector::Pick::percent;
        selector.amount = share->parts / parts_of_percent;
        return;
    }
    const auto count = mesh::parse_count(written);
    map.require(count && *count > 0, "pick",
                "must be all, one, a number such as 3, or a percentage");
    selector.pick = PodSelector::Pick::count;
    selector.amount = count.value_or(1);
}

PodSelector read_selector(YamlMap map, References& references, std::vector<Reference>& zones) {
    PodSelector selector;
    selector.service = map.text("service");
    if (!selector.service.empty()) {
        references.apps.push_back({selector.service, map.place("service")});
    }
    selector.labels = map.texts_by_key("pods", "a label");
    if (!selector.labels.empty()) references.labels.push_back({selector.labels, map.place("pods")});
    selector.zone = map.text("zone");
    if (!selector.zone.empty()) zones.push_back({selector.zone, map.place("zone")});
    selector.nodes = read_nodes(map, references);
    selector.namespaces = read_names(map, "namespaces");
    for (const std::string& ns : selector.namespaces)
        references.namespaces.push_back({ns, map.place("namespaces")});
    selector.names = read_names(map, "names");
    read_pick(map, selector);
    map.reject_unknown_keys();
    return selector;
}

/// The selector under a key that must be there.
PodSelector required_selector(YamlMap& step,
                              std::string_view key,
                              std::string_view what,
                              References& references,
                              std::vector<Reference>& zones) {
    const YAML::Node written = step.node(key);
    if (!written.IsDefined() || written.IsNull())
        step.error(key, fmt::format("{} is missing: which {}", key, what));
    auto map = step.map(key);
    return map ? read_selector(std::move(*map), references, zones) : PodSelector{};
}

}  // namespace

sim::FaultTarget read_target(YamlMap& step,
                             sim::FaultKind::Acts acts,
                             References& references,
                             std::vector<Reference>& zones) {
    sim::FaultTarget target;
    if (acts == sim::FaultKind::Acts::on_control) return target;
    if (acts == sim::FaultKind::Acts::on_names) return target;
    if (acts == sim::FaultKind::Acts::on_loads) {
        target.loads = step.texts("loads");
        for (const std::string& id : target.loads)
            references.struck_loads.push_back({id, step.place("loads")});
        const YAML::Node written = step.node("loads");
        if (written.IsSequence() && written.size() == 0)
            step.error("loads", "loads names nobody; without it all of them are struck");
        return target;
    }
    if (acts == sim::FaultKind::Acts::on_nodes) {
        target.pods = required_selector(step, "target", "nodes", references, zones);
        target.nodes = std::exchange(target.pods.nodes, {});  // They are what is chosen.
        return target;
    }
    if (acts == sim::FaultKind::Acts::on_pods) {
        target.pods = required_selector(step, "target", "pods", references, zones);
        return target;
    }
    target.from = required_selector(step, "from", "pods", references, zones);
    target.to = required_selector(step, "to", "pods", references, zones);
    target.one_way = step.flag("one_way", false);
    return target;
}

}  // namespace weft::scenarios
