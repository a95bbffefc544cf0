#include "scenarios/read/read_network.hpp"

#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_distribution.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using namespace std::chrono_literals;
using sim::Distribution;
using sim::NetworkPlan;

NetworkPlan default_network() {
    return {.same_zone = Distribution::constant(250us),
            .cross_zone = Distribution::constant(1ms),
            .pairs = {},
            .loss = {0},
            .sidecar_cost = Distribution::constant(0ns),
            .rate_limit_latency = Distribution::constant(500us)};
}

/// {between: [zone-a, zone-b], latency: 2ms}
NetworkPlan::ZonePair read_pair(YamlMap map, std::vector<Reference>& zones) {
    NetworkPlan::ZonePair pair;
    const std::vector<std::string> between = map.texts("between");
    map.require(between.size() == 2, "between", "must name two zones, such as [zone-a, zone-b]");
    if (between.size() == 2) {
        pair.a = between[0];
        pair.b = between[1];
        for (const std::string& zone : between)
            zones.push_back({zone, map.place("between")});
    }
    if (!map.has("latency")) map.error("latency", "latency is missing");
    pair.latency = read_distribution(map, "latency", {});
    map.reject_unknown_keys();
    return pair;
}

}  // namespace

void read_unknown_hosts(std::optional<YamlMap> section, mesh::control::UnknownHosts& unknown) {
    using mesh::control::UnknownHosts;
    static constexpr std::array<std::string_view, 2> words{"allow_any", "registry_only"};
    if (!section || !section->has("outbound")) return;
    const std::string word = section->choice("outbound", words[0], words);
    unknown = word == words[0] ? UnknownHosts::pass : UnknownHosts::refuse;
}

NetworkPlan read_network(const std::optional<YamlMap>& section, std::vector<Reference>& zones) {
    NetworkPlan plan = default_network();
    if (!section) return plan;
    YamlMap map = *section;
    if (auto latency = map.map("latency")) {
        plan.same_zone = read_distribution(*latency, "same_zone", plan.same_zone);
        plan.cross_zone = read_distribution(*latency, "cross_zone", plan.cross_zone);
        std::set<std::pair<std::string, std::string>> known;
        latency->each("pairs", [&](const YAML::Node& node) {
            YamlMap map_of_pair{node, map.file(), map.diagnostics()};
            const auto& pair = plan.pairs.emplace_back(read_pair(map_of_pair, zones));
            if (pair.a.empty() || known.insert(std::minmax(pair.a, pair.b)).second) return;
            map_of_pair.error("between", fmt::format("there is already a latency between {} and {}",
                                                     pair.a, pair.b));
        });
        latency->reject_unknown_keys();
    }
    map.node("outbound");  // Of the mesh: see read_unknown_hosts().
    plan.loss = map.ratio("loss", any_ratio(plan.loss));
    map.require(plan.loss.parts < mesh::Ratio::whole, "loss", "must be less than 100%");
    plan.sidecar_cost = read_distribution(map, "sidecar_cost", plan.sidecar_cost);
    plan.rate_limit_latency = read_distribution(map, "rate_limit_latency", plan.rate_limit_latency);
    map.reject_unknown_keys();
    return plan;
}

}  // namespace weft::scenarios
