#include "scenarios/manifests/read_pod_life.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/manifests/read_metadata.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {
namespace {

using mesh::Duration;
using mesh::control::ContainerLife;
using mesh::control::CountOrPercent;
using mesh::control::Probe;
using mesh::control::RolloutRules;
using mesh::control::SetUpdateRules;
using mesh::control::Workload;

constexpr std::uint32_t longest_probe_seconds = 100'000'000;
constexpr std::uint32_t most_pods = 1'000'000;

constexpr std::array<std::string_view, 4> probe_ways{"httpGet", "tcpSocket", "exec", "grpc"};

std::string path_of(std::string_view container, std::string_view key) {
    std::string path{container};
    path.append(".").append(key);
    return path;
}

Duration seconds(YamlMap& map, std::string_view key, std::uint32_t fallback, std::uint32_t min) {
    return std::chrono::seconds{
        map.count(key, {.fallback = fallback, .min = min, .max = longest_probe_seconds})};
}

/// Where 0 says the same as no key at all.
std::uint32_t count_or_default(YamlMap& map, std::string_view key, std::uint32_t fallback) {
    const std::uint32_t count =
        map.count(key, {.fallback = fallback, .min = 0, .max = longest_probe_seconds});
    return count == 0 ? fallback : count;
}

/// A port by a name that the container gives to none: the kubelet finds nobody to ask.
void check_probe_port(YamlMap& container, YamlMap& probe) {
    for (const std::string_view way : {"httpGet", "tcpSocket"}) {
        auto asked = probe.map(way);
        const std::string port = asked ? asked->text("port") : "";
        if (port.empty() || mesh::parse_count(port)) continue;
        bool is_there = false;
        container.each("ports", [&](const YAML::Node& node) {
            const YAML::Node name = node.IsMap() ? node["name"] : YAML::Node{};
            is_there = is_there || (name.IsDefined() && name.IsScalar() && name.Scalar() == port);
        });
        if (is_there) continue;
        probe.diagnostics().warning(
            asked->place("port"),
            fmt::format("no port of the container is called '{}': such a probe fails always, which "
                        "is not honoured",
                        port));
    }
}

std::optional<Probe> read_probe(YamlMap& container, std::string_view key, std::string_view path) {
    auto map = container.map(key);
    if (!map) return std::nullopt;
    Probe probe;
    probe.initial_delay = seconds(*map, "initialDelaySeconds", 0, 0);
    probe.period = std::chrono::seconds{count_or_default(*map, "periodSeconds", 10)};
    probe.successes = count_or_default(*map, "successThreshold", 1);
    probe.failures = count_or_default(*map, "failureThreshold", 3);
    probe.timeout = std::chrono::seconds{count_or_default(*map, "timeoutSeconds", 1)};
    map->require(probe.successes == 1 || key == "readinessProbe", "successThreshold",
                 "must be 1 of all probes but the readinessProbe");
    const auto ways = std::ranges::count_if(probe_ways, [&](auto way) { return map->has(way); });
    container.require(ways < 2, key, "must ask in one way alone");
    check_probe_port(container, *map);
    probe.asks_app = map->has("httpGet") || map->has("grpc");
    pass_over(*map, {"httpGet", "tcpSocket", "exec", "grpc"});
    map->warn_of_unknown_keys(path_of(path, key));
    return probe;
}

/// Of what stands behind a number of `sleep`; nothing if that is no unit.
std::optional<double> seconds_of_unit(std::string_view text) {
    const std::string_view unit = text.substr(0, text.find_first_of(" ;&|"));
    if (unit.empty() || unit == "s") return 1;
    if (unit == "m") return 60;
    if (unit == "h") return 3600;
    if (unit == "d") return 86'400;
    return std::nullopt;
}

/// Of "sleep 15" or "sleep 1.5m", also at the start of a longer line for a shell.
std::optional<Duration> seconds_of_sleep(std::string_view line) {
    constexpr std::string_view sleep = "sleep ";
    if (!line.starts_with(sleep)) return std::nullopt;
    const std::string_view rest = line.substr(sleep.size());
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789."), rest.size());
    const auto count = mesh::parse_number(rest.substr(0, digits));
    const auto unit = seconds_of_unit(rest.substr(digits));
    if (!count || !unit || *count * *unit > longest_probe_seconds) return std::nullopt;
    return std::chrono::milliseconds{std::llround(*count * *unit * 1000)};
}

/// Of ["sleep", "15"] or ["/bin/sh", "-c", "sleep 15"].
std::optional<Duration> length_of(const std::vector<std::string>& command) {
    if (command.empty()) return std::nullopt;
    if (command.size() == 2 && command.front().ends_with("sleep")) {
        return seconds_of_sleep("sleep " + command.back());
    }
    return seconds_of_sleep(command.back());
}

/// How long a hook takes.
Duration read_hook(YamlMap& lifecycle, std::string_view key, std::string_view path) {
    auto hook = lifecycle.map(key);
    if (!hook) return {};
    Duration length{};
    const std::string full = path_of(path, key);
    if (auto sleep = hook->map("sleep")) {
        length = seconds(*sleep, "seconds", 0, 0);
        sleep->warn_of_unknown_keys(path_of(full, "sleep"));
    } else if (auto exec = hook->map("exec")) {
        const auto found = length_of(exec->texts("command"));
        length = found.value_or(Duration{});
        if (!found) {
            hook->diagnostics().warning(
                hook->place("exec"),
                fmt::format("a {} hook that does not sleep is taken to need no time", key));
        }
    }
    hook->warn_of_unknown_keys(full);
    return length;
}

void read_hooks(YamlMap& container, std::string_view path, ContainerLife& life) {
    auto lifecycle = container.map("lifecycle");
    if (!lifecycle) return;
    const std::string full = path_of(path, "lifecycle");
    life.pre_stop = read_hook(*lifecycle, "preStop", full);
    life.post_start = read_hook(*lifecycle, "postStart", full);
    lifecycle->warn_of_unknown_keys(full);
}

}  // namespace

ContainerLife read_container_life(YamlMap& container, std::string_view path) {
    ContainerLife life;
    life.startup = read_probe(container, "startupProbe", path);
    life.readiness = read_probe(container, "readinessProbe", path);
    read_hooks(container, path, life);
    life.liveness = read_probe(container, "livenessProbe", path);
    return life;
}

CountOrPercent read_count_or_percent(YamlMap& map, std::string_view key, CountOrPercent fallback) {
    const std::string written = map.text(key);
    if (written.empty()) return fallback;
    const bool is_percent = written.ends_with('%');
    const auto amount = mesh::parse_count(
        std::string_view{written}.substr(0, written.size() - (is_percent ? 1 : 0)));
    map.require(amount && (!is_percent || *amount <= 100), key,
                "must be a number, or a percentage up to 100%");
    return {amount.value_or(fallback.amount), is_percent};
}

RolloutRules read_rollout(YamlMap& spec) {
    static constexpr std::array<std::string_view, 2> types{"RollingUpdate", "Recreate"};
    RolloutRules rules;
    rules.min_ready = seconds(spec, "minReadySeconds", 0, 0);
    rules.progress_deadline = seconds(spec, "progressDeadlineSeconds", 600, 1);
    spec.require(rules.progress_deadline > rules.min_ready, "minReadySeconds",
                 "must be less than progressDeadlineSeconds, which is 600 unless it is said");
    rules.is_paused = spec.flag("paused", false);
    auto strategy = spec.map("strategy");
    if (!strategy) return rules;
    rules.recreate = strategy->choice("type", "RollingUpdate", types) == "Recreate";
    if (auto rolling = strategy->map("rollingUpdate")) {
        strategy->require(!rules.recreate, "rollingUpdate", "cannot stand beside Recreate");
        rules.max_surge = read_count_or_percent(*rolling, "maxSurge", rules.max_surge);
        rules.max_unavailable =
            read_count_or_percent(*rolling, "maxUnavailable", rules.max_unavailable);
        const bool moves = rules.max_surge.amount > 0 || rules.max_unavailable.amount > 0;
        rolling->require(moves, "maxUnavailable", "cannot be 0 beside a maxSurge of 0");
        rolling->warn_of_unknown_keys("spec.strategy.rollingUpdate");
    }
    strategy->warn_of_unknown_keys("spec.strategy");
    return rules;
}

SetUpdateRules read_update_rules(YamlMap& spec, Workload::Kind kind) {
    static constexpr std::array<std::string_view, 2> types{"RollingUpdate", "OnDelete"};
    SetUpdateRules rules;
    auto strategy = spec.map("updateStrategy");
    if (!strategy) return rules;
    rules.on_delete = strategy->choice("type", types[0], types) == types[1];
    if (auto rolling = strategy->map("rollingUpdate")) {
        rules.max_unavailable =
            read_count_or_percent(*rolling, "maxUnavailable", rules.max_unavailable);
        const bool some_are_away = rules.max_unavailable.amount > 0;
        if (kind == Workload::Kind::daemon_set) {
            rules.max_surge = read_count_or_percent(*rolling, "maxSurge", rules.max_surge);
            const bool surges = rules.max_surge.amount > 0;
            rolling->require(some_are_away || surges, "maxUnavailable",
                             "cannot be 0 beside a maxSurge of 0");
            rolling->require(!some_are_away || !surges, "maxSurge",
                             "needs a maxUnavailable of 0, which is 1 unless it is said");
        } else {
            strategy->require(!rules.on_delete, "rollingUpdate", "cannot stand beside OnDelete");
            rules.partition =
                rolling->count("partition", {.fallback = 0, .min = 0, .max = most_pods});
            rolling->require(some_are_away, "maxUnavailable", "cannot be 0");
        }
        rolling->warn_of_unknown_keys("spec.updateStrategy.rollingUpdate");
    }
    strategy->warn_of_unknown_keys("spec.updateStrategy");
    return rules;
}

}  // namespace weft::scenarios
