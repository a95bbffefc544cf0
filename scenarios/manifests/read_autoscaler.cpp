#include "scenarios/manifests/kubernetes_quantity.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_pod_resources.hpp"
#include "scenarios/manifests/resource_readers.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

using Metric = HorizontalPodAutoscaler::Metric;
using namespace std::chrono_literals;

// Limits of the API.
constexpr std::uint32_t most_scaled_replicas = 1'000'000;
constexpr std::uint32_t most_percent = 1'000'000;
constexpr std::uint32_t longest_window = 3600;
constexpr std::uint32_t longest_period = 1800;

// What the API server fills in where a manifest says nothing.
// Source: defaults.go of Kubernetes' autoscaling API group.
constexpr std::uint32_t default_utilization = 80;
const ScalingPolicy double_each_15_s{ScalingPolicy::Type::percent, 100, 15s};
const ScalingPolicy four_each_15_s{ScalingPolicy::Type::pods, 4, 15s};
const ScalingRules default_up{.stabilization = 0s, .policies = {four_each_15_s, double_each_15_s}};
const ScalingRules default_down{.policies = {double_each_15_s}};

void warn_of_metric(YamlMap& metric, std::string_view key, const std::string& what) {
    metric.diagnostics().warning(metric.place(key), "a metric of " + what + " is not honoured");
}

/// {name: cpu, target: {type: Utilization, averageUtilization: 60}}
void read_resource_metric(YamlMap& metric, std::string_view key, std::vector<Metric>& metrics) {
    static constexpr std::array<std::string_view, 3> types{"Utilization", "AverageValue", "Value"};
    auto resource = metric.map(key);
    if (!resource) return metric.error(key, std::string{key} + " is missing");
    const std::string name = resource->required_text("name");
    // An app is one thing to the simulator; what its proxy computes is not counted.
    if (key == "containerResource") resource->required_text("container");
    auto target = resource->map("target");
    if (!target) return resource->error("target", "target is missing");
    const std::string type = target->choice("type", "Utilization", types);
    if (name != "cpu" && name != "memory") return warn_of_metric(metric, key, name);
    if (type == "Value") return warn_of_metric(metric, key, "type Value");
    Metric read{.of = name == "cpu" ? Metric::Of::cpu : Metric::Of::memory};
    if (type == "Utilization") {
        target->require(target->has("averageUtilization"), "averageUtilization", "is missing");
        read.utilization = target->count(
            "averageUtilization", {.fallback = default_utilization, .min = 1, .max = most_percent});
    } else {
        read.average = name == "cpu" ? read_cpu(*target, "averageValue", 0)
                                     : read_memory(*target, "averageValue", 0);
        target->require(read.average > 0, "averageValue", "must be above 0");
    }
    if (read.utilization + read.average > 0) metrics.push_back(read);
    target->warn_of_unknown_keys("spec.metrics.resource.target");
    resource->warn_of_unknown_keys("spec.metrics.resource");
}

/// What pods measure of their requests, by the names that adapters of metrics give it.
const std::map<std::string, Metric::Of, std::less<>> measures_of_pods{
    {"requests_per_second", Metric::Of::rate},
    {"http_requests_per_second", Metric::Of::rate},
    {"requests_in_flight", Metric::Of::in_hand},
    {"http_requests_in_flight", Metric::Of::in_hand}};

/// A quantity of Kubernetes, "100", "2500m" or "1k", in thousandths; 0 if it is none.
std::uint64_t parse_thousandths(std::string_view text) {
    constexpr double most = 1e15;
    const auto thousandths = parse_quantity(text);
    if (!thousandths || *thousandths > most) return 0;
    return static_cast<std::uint64_t>(std::ceil(*thousandths));
}

/// {metric: {name: requests_per_second}, target: {type: AverageValue, averageValue: "100"}}
void read_pods_metric(YamlMap& metric, std::vector<Metric>& metrics) {
    static constexpr std::array<std::string_view, 1> types{"AverageValue"};
    auto pods = metric.map("pods");
    if (!pods) return metric.error("pods", "pods is missing");
    auto described = pods->map("metric");
    if (!described) return pods->error("metric", "metric is missing");
    auto target = pods->map("target");
    if (!target) return pods->error("target", "target is missing");
    const std::string name = described->required_text("name");
    target->choice("type", "AverageValue", types);
    const std::uint64_t average = parse_thousandths(target->text("averageValue"));
    target->require(average > 0, "averageValue", "must be a number above 0, such as 100 or 2500m");
    target->warn_of_unknown_keys("spec.metrics.pods.target");
    described->warn_of_unknown_keys("spec.metrics.pods.metric");
    pods->warn_of_unknown_keys("spec.metrics.pods");
    const auto known = measures_of_pods.find(name);
    if (known == measures_of_pods.end()) {
        const std::vector<std::string> names{"requests_per_second", "requests_in_flight"};
        return described->diagnostics().warning(
            described->place("name"),
            "a metric '" + name +
                "' of pods is not honoured: they measure requests_per_second and "
                "requests_in_flight" +
                did_you_mean(name, names));
    }
    if (average > 0) metrics.push_back({.average = average, .of = known->second});
}

std::vector<Metric> read_metrics(YamlMap& spec) {
    static constexpr std::array<std::string_view, 5> types{"Resource", "ContainerResource", "Pods",
                                                           "Object", "External"};
    std::vector<Metric> metrics;
    bool has_any = false;
    spec.each("metrics", [&](const YAML::Node& node) {
        has_any = true;
        YamlMap metric{node, spec.file(), spec.diagnostics()};
        const std::string type = metric.choice("type", "Resource", types);
        if (type == "Resource") {
            read_resource_metric(metric, "resource", metrics);
        } else if (type == "ContainerResource") {
            read_resource_metric(metric, "containerResource", metrics);
        } else if (type == "Pods") {
            read_pods_metric(metric, metrics);
        } else {
            return warn_of_metric(metric, "type", "type " + type);
        }
        metric.warn_of_unknown_keys("spec.metrics");
    });
    if (!has_any) metrics.push_back({.utilization = default_utilization});
    return metrics;
}

ScalingPolicy read_policy(YamlMap& policy) {
    static constexpr std::array<std::string_view, 2> types{"Pods", "Percent"};
    for (const char* const key : {"type", "value", "periodSeconds"})
        policy.require(policy.has(key), key, "is missing");
    ScalingPolicy read;
    const bool is_pods = policy.choice("type", "Percent", types) == "Pods";
    read.type = is_pods ? ScalingPolicy::Type::pods : ScalingPolicy::Type::percent;
    read.value = policy.count("value", {.fallback = 1, .min = 1, .max = most_percent});
    read.period = std::chrono::seconds{
        policy.count("periodSeconds", {.fallback = 15, .min = 1, .max = longest_period})};
    policy.warn_of_unknown_keys("spec.behavior.policies");
    return read;
}

ScalingRules read_scaling_rules(YamlMap& behavior,
                                std::string_view key,
                                const ScalingRules& fallback) {
    static constexpr std::array<std::string_view, 3> selects{"Max", "Min", "Disabled"};
    auto map = behavior.map(key);
    if (!map) return fallback;
    ScalingRules rules = fallback;
    if (map->has("stabilizationWindowSeconds")) {
        rules.stabilization = std::chrono::seconds{map->count(
            "stabilizationWindowSeconds", {.fallback = 0, .min = 0, .max = longest_window})};
    }
    const std::string select = map->choice("selectPolicy", "Max", selects);
    if (select == "Min") rules.select = ScalingRules::Select::least;
    if (select == "Disabled") rules.select = ScalingRules::Select::disabled;
    std::vector<ScalingPolicy> policies;
    map->each("policies", [&](const YAML::Node& node) {
        YamlMap policy{node, map->file(), map->diagnostics()};
        policies.push_back(read_policy(policy));
    });
    if (!policies.empty()) rules.policies = std::move(policies);
    map->warn_of_unknown_keys("spec.behavior." + std::string{key});
    return rules;
}

}  // namespace

std::optional<Resource> read_autoscaler(YamlMap& document) {
    HorizontalPodAutoscaler autoscaler;
    autoscaler.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    auto target = spec->map("scaleTargetRef");
    if (!target) {
        spec->error("scaleTargetRef", "scaleTargetRef is missing");
        return std::nullopt;
    }
    autoscaler.target_kind = target->required_text("kind");
    autoscaler.target_name = target->required_text("name");
    pass_over(*target, {"apiVersion"});
    target->warn_of_unknown_keys("spec.scaleTargetRef");
    spec->require(spec->has("maxReplicas"), "maxReplicas", "is missing");
    autoscaler.min_replicas =
        spec->count("minReplicas", {.fallback = 1, .min = 1, .max = most_scaled_replicas});
    autoscaler.max_replicas =
        spec->count("maxReplicas",
                    {.fallback = autoscaler.min_replicas, .min = 1, .max = most_scaled_replicas});
    spec->require(autoscaler.min_replicas <= autoscaler.max_replicas, "maxReplicas",
                  "must not be below minReplicas");
    if (document.text("apiVersion") == "autoscaling/v1") {
        autoscaler.metrics.push_back(
            {.utilization =
                 spec->count("targetCPUUtilizationPercentage",
                             {.fallback = default_utilization, .min = 1, .max = most_percent})});
    } else {
        autoscaler.metrics = read_metrics(*spec);
        if (auto behavior = spec->map("behavior")) {
            autoscaler.behavior = {
                .up = read_scaling_rules(*behavior, "scaleUp", default_up),
                .down = read_scaling_rules(*behavior, "scaleDown", default_down)};
            behavior->warn_of_unknown_keys("spec.behavior");
        }
    }
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    if (autoscaler.max_replicas < autoscaler.min_replicas) return std::nullopt;
    return autoscaler;
}

}  // namespace weft::scenarios
