#include "scenarios/read/read_profile.hpp"

#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_policies.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

using mesh::Duration;

/// Reads the sections of a profile; each key must be there, since no number has a default in code.
class ProfileReader {
public:
    explicit ProfileReader(const mesh::BalancerRegistry& balancers) : balancers_(balancers) {}

    mesh::control::MeshDefaults read(YamlMap map) {
        mesh::control::MeshDefaults defaults;
        for (const char* const key : {"apiVersion", "kind", "name", "about"})
            map.text(key);
        need(map, "balancer");
        if (auto balancer = read_balancer(map, "balancer", balancers_)) {
            defaults.balancer = std::move(balancer->name);
            defaults.balancer_parameters = std::move(balancer->parameters);
        }
        defaults.connect_timeout = duration(map, "connect_timeout");
        defaults.request_timeout = duration(map, "request_timeout");
        if (auto limits = section(map, "limits")) defaults.limits = read_limits(*limits);
        if (auto retry = section(map, "retry")) defaults.retry = read_retry(*retry);
        if (auto budget = section(map, "retry_budget"))
            defaults.retry_budget = read_budget(*budget);
        if (auto outlier = section(map, "outlier")) defaults.outlier = read_outlier(*outlier);
        if (auto panic = section(map, "panic_percent")) {
            defaults.panic_percent = percent(*panic, "without_outlier_detection");
            defaults.panic_percent_with_outlier = percent(*panic, "with_outlier_detection");
            panic->reject_unknown_keys();
        }
        map.reject_unknown_keys();
        return defaults;
    }

private:
    static void need(YamlMap& map, std::string_view key) {
        if (!map.has(key)) map.error(key, std::string{key} + " is missing");
    }

    static std::optional<YamlMap> section(YamlMap& map, std::string_view key) {
        need(map, key);
        return map.map(key);
    }

    static Duration duration(YamlMap& map, std::string_view key) {
        need(map, key);
        return map.duration(key, any_duration(Duration::zero()));
    }

    static std::uint32_t count(YamlMap& map, std::string_view key) {
        need(map, key);
        return map.count(
            key, {.fallback = 0, .min = 0, .max = std::numeric_limits<std::uint32_t>::max()});
    }

    static std::uint32_t percent(YamlMap& map, std::string_view key) {
        need(map, key);
        return map.count(key, {.fallback = 0, .min = 0, .max = 100});
    }

    /// A count, or the word unlimited.
    static std::uint32_t limit(YamlMap& map, std::string_view key) {
        const YAML::Node node = map.node(key);
        const bool is_unlimited =
            node.IsDefined() && node.IsScalar() && node.Scalar() == "unlimited";
        return is_unlimited ? mesh::ResourceLimits::unlimited : count(map, key);
    }

    static mesh::ResourceLimits read_limits(YamlMap map) {
        mesh::ResourceLimits limits;
        limits.connections = limit(map, "connections");
        limits.pending = limit(map, "pending");
        limits.requests = limit(map, "requests");
        limits.retries = limit(map, "retries");
        map.reject_unknown_keys();
        return limits;
    }

    static mesh::RetryPolicy read_retry(YamlMap map) {
        mesh::RetryPolicy retry;
        retry.retries = count(map, "retries");
        std::vector<std::string_view> unknown;
        const std::string conditions = map.required_text("on");
        retry.on = mesh::parse_retry_on(conditions, retry.status_codes, unknown);
        for (const std::string_view word : unknown) {
            map.error("on", "unknown retry condition '" + std::string{word} + "'");
        }
        if (auto backoff = section(map, "backoff")) {
            retry.backoff.base = duration(*backoff, "base");
            retry.backoff.max = duration(*backoff, "max");
            backoff->require(retry.backoff.base <= retry.backoff.max, "max",
                             "must not be less than base");
            backoff->reject_unknown_keys();
        }
        retry.host_selection_attempts = count(map, "host_selection_attempts");
        map.reject_unknown_keys();
        return retry;
    }

    static mesh::RetryBudget read_budget(YamlMap map) {
        mesh::RetryBudget budget;
        need(map, "percent");
        budget.percent = map.number("percent", {.fallback = 0, .min = 0, .max = 100});
        budget.min_concurrency = count(map, "min_concurrency");
        map.reject_unknown_keys();
        return budget;
    }

    static mesh::OutlierSettings read_outlier(YamlMap map) {
        mesh::OutlierSettings outlier;
        outlier.consecutive_5xx = count(map, "consecutive_5xx");
        outlier.consecutive_gateway_errors = count(map, "consecutive_gateway_errors");
        outlier.enforcing_5xx = percent(map, "enforcing_5xx");
        outlier.enforcing_gateway_errors = percent(map, "enforcing_gateway_errors");
        outlier.interval = duration(map, "interval");
        outlier.base_ejection_time = duration(map, "base_ejection_time");
        outlier.max_ejection_time = duration(map, "max_ejection_time");
        map.require(outlier.base_ejection_time <= outlier.max_ejection_time, "max_ejection_time",
                    "must not be less than base_ejection_time");
        outlier.max_ejection_percent = percent(map, "max_ejection_percent");
        need(map, "always_eject_one_host");
        outlier.always_eject_one_host = map.flag("always_eject_one_host", false);
        map.reject_unknown_keys();
        return outlier;
    }

    const mesh::BalancerRegistry& balancers_;
};

}  // namespace

std::optional<mesh::control::MeshDefaults> read_profile(const std::string& name,
                                                        const Place& place,
                                                        const mesh::BalancerRegistry& balancers,
                                                        Diagnostics& diagnostics) {
    const std::filesystem::path file = find_data("profiles", name);
    if (!file.empty()) return read_profile_file(file, balancers, diagnostics);
    diagnostics.error(
        place, "unknown profile '" + name + "'" + did_you_mean(name, data_names("profiles")));
    return std::nullopt;
}

std::optional<mesh::control::MeshDefaults> read_profile_file(
    const std::filesystem::path& file,
    const mesh::BalancerRegistry& balancers,
    Diagnostics& diagnostics) {
    const std::vector<YAML::Node> documents = load_yaml(file, diagnostics);
    if (documents.empty()) return std::nullopt;
    const auto errors = [&] {
        return std::ranges::count(diagnostics.all(), Diagnostic::Severity::error,
                                  &Diagnostic::severity);
    };
    const auto earlier = errors();
    const mesh::control::MeshDefaults defaults =
        ProfileReader{balancers}.read({documents.front(), file.string(), diagnostics});
    if (errors() != earlier) return std::nullopt;
    return defaults;
}

}  // namespace weft::scenarios
