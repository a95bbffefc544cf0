#include "mesh/balance/hash_ring.hpp"
#include "mesh/balance/maglev_table.hpp"
#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_connection_pool.hpp"
#include "scenarios/manifests/read_locality_rules.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_visibility.hpp"
#include "scenarios/manifests/resource_readers.hpp"

#include <array>
#include <chrono>
#include <limits>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;
using namespace std::chrono_literals;

namespace {

/// A size of 0 leaves it to the mesh.
std::optional<std::uint64_t> read_table_size(YamlMap& map,
                                             std::string_view key,
                                             std::uint32_t largest) {
    const std::uint32_t size = map.count(key, {.fallback = 0, .min = 0, .max = largest});
    return size == 0 ? std::nullopt : std::optional<std::uint64_t>{size};
}

std::optional<std::uint64_t> read_maglev_size(YamlMap& maglev) {
    const auto size = read_table_size(maglev, "tableSize", mesh::largest_maglev_table);
    maglev.require(!size || mesh::is_prime(static_cast<std::uint32_t>(*size)), "tableSize",
                   "must be a prime, such as 65537");
    return size;
}

/// One that is too large passes the API server, unlike a wrong Maglev table.
std::optional<std::uint64_t> read_ring_size(YamlMap& map) {
    const auto size =
        read_table_size(map, "minimumRingSize", std::numeric_limits<std::uint32_t>::max());
    if (size && *size > mesh::largest_hash_ring) {
        map.diagnostics().warning(map.place("minimumRingSize"),
                                  "proxies refuse a ring of more than 8388608 points, and with it "
                                  "all of the configuration");
    }
    return size;
}

/// How the table behind the hash is built; a ring unless Maglev is asked for.
void read_hash_table(YamlMap& map, HashKey& key) {
    key.minimum_ring_size = read_ring_size(map);
    if (auto ring = map.map("ringHash")) {
        key.minimum_ring_size = read_ring_size(*ring);
        ring->warn_of_unknown_keys("consistentHash.ringHash");
    }
    if (auto maglev = map.map("maglev")) {
        map.require(!map.has("ringHash"), "maglev", "cannot stand beside ringHash");
        key.balancer = "maglev";
        key.table_size = read_maglev_size(*maglev);
        maglev->warn_of_unknown_keys("consistentHash.maglev");
    }
}

std::optional<HashKey> read_consistent_hash(YamlMap& balancer) {
    using Source = mesh::HashPolicy::Source;
    auto map = balancer.map("consistentHash");
    if (!map) return std::nullopt;
    HashKey key;
    int sources = 0;
    const auto take = [&](Source source, std::string name) {
        key.policy = {source, std::move(name)};
        ++sources;
    };
    if (map->has("httpHeaderName")) take(Source::header, lower_case(map->text("httpHeaderName")));
    if (auto cookie = map->map("httpCookie")) {
        take(Source::cookie, cookie->required_text("name"));
        pass_over(*cookie, {"path"});
        cookie->warn_of_unknown_keys("consistentHash.httpCookie");
    }
    if (map->flag("useSourceIp", false)) take(Source::source_ip, "");
    if (map->has("httpQueryParameterName")) {
        take(Source::query, map->text("httpQueryParameterName"));
    }
    balancer.require(sources == 1, "consistentHash",
                     "must name exactly one of httpHeaderName, httpCookie, useSourceIp, "
                     "httpQueryParameterName");
    read_hash_table(*map, key);
    map->warn_of_unknown_keys("consistentHash");
    return key;
}

/// `warmup`, or its older form that says only how long.
std::optional<Warmup> read_warmup(YamlMap& balancer) {
    const auto seconds = read_duration(balancer, "warmupDurationSecs", 1s);
    auto map = balancer.map("warmup");
    if (!map && !seconds) return std::nullopt;
    Warmup warmup;
    warmup.duration = seconds.value_or(mesh::Duration::zero());
    if (!map) return warmup;
    balancer.require(!seconds, "warmup", "cannot stand beside warmupDurationSecs");
    map->require(map->has("duration"), "duration", "is missing");
    warmup.duration = read_duration(*map, "duration", 1s).value_or(mesh::Duration::zero());
    if (map->has("minimumPercent")) {
        warmup.minimum_percent =
            map->number("minimumPercent", {.fallback = 0, .min = 0, .max = 100});
    }
    if (map->has("aggression")) {
        warmup.aggression = map->number("aggression", {.fallback = 1, .min = 1, .max = 100});
    }
    map->warn_of_unknown_keys("loadBalancer.warmup");
    return warmup;
}

std::optional<LoadBalancerSettings> read_load_balancer(YamlMap& policy) {
    static constexpr std::array<std::string_view, 6> words{
        "ROUND_ROBIN", "LEAST_REQUEST", "RANDOM", "PASSTHROUGH", "LEAST_CONN", "UNSPECIFIED"};
    auto map = policy.map("loadBalancer");
    if (!map) return std::nullopt;
    LoadBalancerSettings settings;
    std::string simple = map->choice("simple", "UNSPECIFIED", words);
    if (simple == "LEAST_CONN") simple = "LEAST_REQUEST";  // Its name until Istio 1.12.
    if (simple == "PASSTHROUGH") {
        map->diagnostics().warning(map->place("simple"),
                                   "PASSTHROUGH is not honoured: LEAST_REQUEST is played");
    }
    if (simple != "UNSPECIFIED") settings.simple = simple;
    settings.consistent_hash = read_consistent_hash(*map);
    map->require(!settings.simple || !settings.consistent_hash, "consistentHash",
                 "cannot stand beside simple");
    settings.locality = read_locality_rules(*map);
    settings.warmup = read_warmup(*map);
    const bool can_warm_up = !settings.consistent_hash && simple != "RANDOM";
    if (settings.warmup && !can_warm_up) {
        map->diagnostics().warning(map->place(),
                                   "warm-up acts with ROUND_ROBIN and LEAST_REQUEST only");
    }
    map->warn_of_unknown_keys("trafficPolicy.loadBalancer");
    return settings;
}

std::optional<OutlierRules> read_outlier_detection(YamlMap& policy) {
    auto map = policy.map("outlierDetection");
    if (!map) return std::nullopt;
    OutlierRules rules;
    rules.consecutive_5xx = read_count(*map, "consecutive5xxErrors");
    const auto before_1_6 = read_count(*map, "consecutiveErrors");  // Means gateway errors.
    rules.consecutive_gateway_errors = read_count(*map, "consecutiveGatewayErrors");
    if (!rules.consecutive_gateway_errors) rules.consecutive_gateway_errors = before_1_6;
    if (map->has("splitExternalLocalOriginErrors")) {
        rules.split_local_origin = map->flag("splitExternalLocalOriginErrors", false);
    }
    rules.consecutive_local_origin = read_count(*map, "consecutiveLocalOriginFailures");
    if (rules.consecutive_local_origin.value_or(0) > 0 && rules.split_local_origin != true) {
        map->diagnostics().warning(map->place("consecutiveLocalOriginFailures"),
                                   "consecutiveLocalOriginFailures acts with "
                                   "splitExternalLocalOriginErrors: true only");
    }
    rules.interval = read_duration(*map, "interval", 1ms);
    rules.base_ejection_time = read_duration(*map, "baseEjectionTime", 1ms);
    rules.max_ejection_percent = read_percent(*map, "maxEjectionPercent");
    if (rules.max_ejection_percent == 0U) rules.max_ejection_percent.reset();
    rules.min_health_percent = read_percent(*map, "minHealthPercent");
    map->warn_of_unknown_keys("trafficPolicy.outlierDetection");
    return rules;
}

std::optional<RetryBudgetRules> read_retry_budget(YamlMap& policy) {
    auto map = policy.map("retryBudget");
    if (!map) return std::nullopt;
    RetryBudgetRules budget;
    if (map->has("percent")) {
        budget.percent = map->number("percent", {.fallback = 0, .min = 0, .max = 100});
    }
    budget.min_concurrency = read_count(*map, "minRetryConcurrency");
    map->warn_of_unknown_keys("trafficPolicy.retryBudget");
    return budget;
}

/// What callers send, and to whom; nothing if the mesh decides.
void read_tls(YamlMap& policy, TrafficPolicy& read) {
    using mesh::ClientTls;
    static constexpr std::array<std::string_view, 4> modes{"DISABLE", "SIMPLE", "MUTUAL",
                                                           "ISTIO_MUTUAL"};
    auto map = policy.map("tls");
    if (!map) return;
    static constexpr std::array<ClientTls, 4> kinds{ClientTls::disable, ClientTls::simple,
                                                    ClientTls::mutual, ClientTls::istio_mutual};
    const std::string mode = map->choice("mode", "DISABLE", modes);
    read.tls = kinds[static_cast<std::size_t>(std::ranges::find(modes, mode) - modes.begin())];
    // The certificates of others are not played.
    if (read.tls == ClientTls::istio_mutual) read.server_names = map->texts("subjectAltNames");
    map->warn_of_unknown_keys("trafficPolicy.tls");
}

/// Nothing else would tell that requests stay where they are.
void warn_of_idle_failover(YamlMap& map, const TrafficPolicy& policy) {
    if (!policy.load_balancer || !policy.load_balancer->locality) return;
    const LocalityRules& rules = *policy.load_balancer->locality;
    const bool fails_over = rules.enabled.value_or(true) && rules.distribute.empty();
    if (!fails_over || policy.outlier_detection) return;
    map.diagnostics().warning(map.place("loadBalancer"),
                              "failover between localities acts only with outlierDetection, "
                              "which is missing");
}

/// `detects`: policies above detect outliers, and that holds here.
TrafficPolicy read_settings(YamlMap& map, bool detects) {
    TrafficPolicy policy;
    policy.load_balancer = read_load_balancer(map);
    policy.connection_pool = read_connection_pool(map);
    policy.outlier_detection = read_outlier_detection(map);
    policy.retry_budget = read_retry_budget(map);
    read_tls(map, policy);
    if (!detects) warn_of_idle_failover(map, policy);
    return policy;
}

void read_port_level(YamlMap& policy, TrafficPolicy& read) {
    policy.each("portLevelSettings", [&](const YAML::Node& node) {
        YamlMap map{node, policy.file(), policy.diagnostics()};
        auto port = map.map("port");
        if (!port) {
            map.error("port", "port is missing");
            return;
        }
        const std::uint16_t number = required_port(*port, "number");
        port->warn_of_unknown_keys("portLevelSettings.port");
        const bool is_new = read.port_level.emplace(number, read_settings(map, false)).second;
        map.require(is_new, "port", "has settings already");
        map.warn_of_unknown_keys("portLevelSettings");
    });
}

std::optional<TrafficPolicy> read_traffic_policy(YamlMap& around, bool detects) {
    auto map = around.map("trafficPolicy");
    if (!map) return std::nullopt;
    TrafficPolicy policy = read_settings(*map, detects);
    read_port_level(*map, policy);
    map->warn_of_unknown_keys("trafficPolicy");
    return policy;
}

std::vector<Subset> read_subsets(YamlMap& spec, bool detects) {
    std::vector<Subset> subsets;
    std::set<std::string> names;
    spec.each("subsets", [&](const YAML::Node& node) {
        YamlMap map{node, spec.file(), spec.diagnostics()};
        Subset subset;
        subset.origin = line_of(map.place());
        subset.name = map.required_text("name");
        if (!subset.name.empty() && !names.insert(subset.name).second) {
            map.error("name", "there is a subset '" + subset.name + "' already");
        }
        subset.labels = read_labels(map, "labels");
        subset.policy = read_traffic_policy(map, detects);
        map.warn_of_unknown_keys("spec.subsets");
        subsets.push_back(std::move(subset));
    });
    return subsets;
}

}  // namespace

std::optional<Resource> read_destination_rule(YamlMap& document) {
    DestinationRule rule;
    rule.origin = line_of(document.place());
    rule.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    rule.host = spec->required_text("host");
    rule.policy = read_traffic_policy(*spec, false);
    rule.subsets = read_subsets(*spec, rule.policy && rule.policy->outlier_detection);
    rule.export_to = read_export_to(*spec, rule.meta.ns);
    if (auto selector = spec->map("workloadSelector")) {
        rule.workload_selector = read_labels(*selector, "matchLabels");
        selector->warn_of_unknown_keys("spec.workloadSelector");
    }
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return rule;
}

}  // namespace weft::scenarios
