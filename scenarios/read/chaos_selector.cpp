#include "scenarios/read/chaos_selector.hpp"

#include "mesh/base/quantity.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using Pick = sim::PodSelector::Pick;

constexpr std::array<std::string_view, 5> chaos_modes{"one", "all", "fixed", "fixed-percent",
                                                      "random-max-percent"};

/// Names of pods by their namespace; they stand for the namespaces, too.
void read_named_pods(YamlMap& selector_map, sim::PodSelector& selector) {
    auto pods = selector_map.map("pods");
    if (!pods) return;
    selector.namespaces.clear();
    std::vector<std::string> namespaces;
    pods->entries(
        [&](const std::string& ns, const Place&, const YAML::Node&) { namespaces.push_back(ns); });
    for (const std::string& ns : namespaces) {
        selector.namespaces.push_back(ns);
        for (std::string& name : pods->texts(ns))
            selector.names.push_back(std::move(name));
    }
}

void read_pick_mode(YamlMap& spec, sim::PodSelector& selector) {
    const std::string mode = spec.choice("mode", "all", chaos_modes);
    if (!spec.has("mode")) spec.error("mode", "mode is missing: how many pods are chosen");
    const std::string value = spec.text("value");
    if (mode == "all") return;
    if (mode == "one") {
        selector.pick = Pick::one;
        return;
    }
    const std::optional<std::uint32_t> amount = mesh::parse_count(value);
    const bool is_share = mode != "fixed";
    spec.require(
        amount && (!is_share || *amount <= 100), "value",
        is_share ? "must be a whole percentage, without a sign" : "must be a whole number");
    selector.amount = amount.value_or(0);
    selector.rounds_down = is_share;
    selector.pick = !is_share                 ? Pick::count
                    : mode == "fixed-percent" ? Pick::percent
                                              : Pick::up_to_percent;
}

}  // namespace

sim::PodSelector read_chaos_selector(YamlMap& spec, const std::string& ns, References& references) {
    sim::PodSelector selector;
    selector.namespaces = {ns};
    if (auto map = spec.map("selector")) {
        if (map->has("namespaces")) selector.namespaces = map->texts("namespaces");
        selector.labels = map->texts_by_key("labelSelectors", "a label");
        if (!selector.labels.empty())
            references.labels.push_back({selector.labels, map->place("labelSelectors")});
        selector.nodes = map->texts("nodes");
        read_named_pods(*map, selector);
        map->warn_of_unknown_keys("selector");
    } else {
        spec.error("selector", "selector is missing: which pods");
    }
    read_pick_mode(spec, selector);
    return selector;
}

}  // namespace weft::scenarios
