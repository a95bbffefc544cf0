#include "scenarios/read/read_host_rules.hpp"

#include "scenarios/read/read_request.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

using mesh::SubsetFallback;
using mesh::SubsetKeys;

constexpr std::array<std::string_view, 5> fallbacks{"not_defined", "no_fallback", "any_endpoint",
                                                    "default_subset", "keys_subset"};

/// Of the words from the first to the last one.
SubsetFallback read_fallback(YamlMap& map, SubsetFallback otherwise, SubsetFallback last) {
    const auto first = static_cast<std::size_t>(otherwise);
    const std::span words =
        std::span{fallbacks}.subspan(first, static_cast<std::size_t>(last) + 1 - first);
    const std::string word = map.choice("fallback", words.front(), words);
    return static_cast<SubsetFallback>(std::ranges::find(fallbacks, word) - fallbacks.begin());
}

SubsetKeys read_keys(YamlMap& map, std::string_view key) {
    const std::vector<std::string> keys = map.texts(key);
    return {keys.begin(), keys.end()};
}

mesh::SubsetSelector read_subset_selector(YamlMap map) {
    mesh::SubsetSelector selector;
    selector.keys = read_keys(map, "keys");
    map.require(!selector.keys.empty(), "keys", "must name at least one label");
    selector.fallback =
        read_fallback(map, SubsetFallback::not_defined, SubsetFallback::keys_subset);
    selector.fallback_keys = read_keys(map, "fallback_keys");
    const bool fewer = selector.fallback == SubsetFallback::keys_subset;
    const bool is_part = !selector.fallback_keys.empty() &&
                         selector.fallback_keys.size() < selector.keys.size() &&
                         std::ranges::includes(selector.keys, selector.fallback_keys);
    if (fewer) map.require(is_part, "fallback_keys", "must be some of the keys, and not all");
    map.require(fewer || !map.has("fallback_keys"), "fallback_keys",
                "has a meaning only with fallback: keys_subset");
    map.reject_unknown_keys();
    return selector;
}

bool uses_default_subset(const mesh::SubsetRules& rules) {
    return rules.fallback == SubsetFallback::default_subset ||
           std::ranges::find(rules.selectors, SubsetFallback::default_subset,
                             &mesh::SubsetSelector::fallback) != rules.selectors.end();
}

mesh::SubsetPolicy read_host_subsets(YamlMap map) {
    mesh::SubsetPolicy policy;
    mesh::SubsetRules& rules = policy.rules;
    map.each("selectors", [&](const YAML::Node& node) {
        rules.selectors.push_back(read_subset_selector({node, map.file(), map.diagnostics()}));
    });
    map.require(!rules.selectors.empty(), "selectors", "must have at least one element");
    rules.fallback =
        read_fallback(map, SubsetFallback::no_fallback, SubsetFallback::default_subset);
    rules.default_subset = map.texts_by_key("default_subset", "a label");
    map.require(uses_default_subset(rules) || !map.has("default_subset"), "default_subset",
                "has a meaning only with fallback: default_subset");
    rules.allow_redundant_keys = map.flag("allow_redundant_keys", rules.allow_redundant_keys);
    rules.panic_mode_any = map.flag("panic_mode_any", rules.panic_mode_any);
    policy.wanted = map.texts_by_key("wanted", "a label");
    for (const auto& [header, label] : map.texts_by_key("from_headers", "a header"))
        policy.from_headers[header_name(header)] = label;
    map.reject_unknown_keys();
    return policy;
}

mesh::RetryHostRules read_retry_hosts(YamlMap map) {
    constexpr std::uint32_t most_picks = 1000;
    mesh::RetryHostRules rules;
    rules.omit_previous = map.flag("omit_previous", rules.omit_previous);
    rules.omit_labels = map.texts_by_key("omit_labels", "a label");
    rules.more_picks =
        map.count("more_picks", {.fallback = rules.more_picks, .min = 1, .max = most_picks});
    map.reject_unknown_keys();
    return rules;
}

}  // namespace

std::shared_ptr<const mesh::HostRules> read_host_rules(YamlMap& policy, bool by_connection) {
    mesh::HostRules rules;
    bool is_there = false;
    const auto section = [&](std::string_view key) {
        auto map = policy.map(key);
        if (map) {
            is_there = true;
            policy.require(!by_connection, key,
                           "needs a host for each request, not for each connection");
        }
        return map;
    };
    if (auto map = section("subsets")) rules.subsets = read_host_subsets(*map);
    if (auto map = section("override_host")) {
        rules.override_header = header_name(map->required_text("header"));
        map->reject_unknown_keys();
    }
    if (auto map = section("retry_hosts")) {
        rules.retry_hosts = read_retry_hosts(*map);
        const bool omits =
            rules.retry_hosts->omit_previous || !rules.retry_hosts->omit_labels.empty();
        policy.require(omits, "retry_hosts", "must omit something: omit_previous or omit_labels");
    }
    if (auto map = section("retry_priorities")) {
        map->require(map->has("update_frequency"), "update_frequency", "is missing");
        constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
        rules.retry_priorities =
            map->count("update_frequency", {.fallback = 1, .min = 1, .max = most});
        map->reject_unknown_keys();
    }
    return is_there ? std::make_shared<const mesh::HostRules>(std::move(rules)) : nullptr;
}

}  // namespace weft::scenarios
