#include "scenarios/read/profile_section.hpp"

#include "scenarios/read/limits.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

namespace weft::scenarios {

using mesh::Duration;

bool ProfileSection::has(std::string_view key) {
    if (map_.has(key)) return true;
    if (!is_based_) map_.error(key, std::string{key} + " is missing");
    return false;
}

void ProfileSection::read(std::string_view key, std::uint32_t& value) {
    if (!has(key)) return;
    value = map_.count(key,
                       {.fallback = 0, .min = 0, .max = std::numeric_limits<std::uint32_t>::max()});
}

void ProfileSection::read(std::string_view key, Duration& value) {
    if (has(key)) value = map_.duration(key, any_duration(Duration::zero()));
}

void ProfileSection::read(std::string_view key, bool& value) {
    if (has(key)) value = map_.flag(key, value);
}

void ProfileSection::read_number(std::string_view key, double& value, double min, double max) {
    if (has(key)) value = map_.number(key, {.fallback = min, .min = min, .max = max});
}

void ProfileSection::read_percent(std::string_view key, std::uint32_t& value) {
    if (has(key)) value = map_.count(key, {.fallback = 0, .min = 0, .max = 100});
}

std::optional<std::size_t> ProfileSection::read_choice(std::string_view key,
                                                       std::span<const std::string_view> words) {
    if (!has(key)) return std::nullopt;
    const std::string word = map_.choice(key, words.front(), words);
    return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
}

void ProfileSection::read_limit(std::string_view key, std::uint32_t& value) {
    const YAML::Node node = map_.node(key);
    if (node.IsDefined() && node.IsScalar() && node.Scalar() == "unlimited") {
        value = mesh::ResourceLimits::unlimited;
    } else {
        read(key, value);
    }
}

std::optional<ProfileSection> ProfileSection::section(std::string_view key) {
    if (!has(key)) return std::nullopt;
    auto below = map_.map(key);
    if (!below) return std::nullopt;
    return ProfileSection{*below, is_based_};
}

bool ProfileSection::is_off(std::string_view key) {
    const YAML::Node node = map_.node(key);
    return node.IsDefined() && node.IsScalar() && node.Scalar() == "off";
}

void ProfileSection::refuse(std::string_view key, const std::optional<std::string>& mistake) {
    if (mistake) map_.error(key, *mistake);
}

namespace {

void read_conditions(ProfileSection& section, mesh::RetryPolicy& retry) {
    if (!section.has("on")) return;
    const std::string conditions = section.map().required_text("on");
    retry.status_codes.clear();
    retry.on = 0;
    if (conditions == "none") return;
    std::vector<std::string_view> unknown;
    retry.on = mesh::parse_retry_on(conditions, retry.status_codes, unknown);
    for (const std::string_view word : unknown) {
        section.map().error("on", "unknown retry condition '" + std::string{word} + "'");
    }
}

/// An attempt's own limit; 0 is none.
void read_per_try_timeout(ProfileSection& section, mesh::RetryPolicy& retry) {
    Duration limit = retry.per_try_timeout.value_or(Duration::zero());
    section.read("per_try_timeout", limit);
    retry.per_try_timeout.reset();
    if (limit > Duration::zero()) retry.per_try_timeout = limit;
}

mesh::SuccessRateSettings read_success_rate(ProfileSection section,
                                            mesh::SuccessRateSettings settings) {
    section.read("minimum_hosts", settings.minimum_hosts);
    section.read("request_volume", settings.request_volume);
    section.read("stdev_factor", settings.stdev_factor);
    section.read_percent("enforcing", settings.enforcing);
    section.read_percent("enforcing_local_origin", settings.enforcing_local_origin);
    section.reject_unknown_keys();
    return settings;
}

mesh::FailurePercentageSettings read_failure_percentage(ProfileSection section,
                                                        mesh::FailurePercentageSettings settings) {
    section.read("minimum_hosts", settings.minimum_hosts);
    section.read("request_volume", settings.request_volume);
    section.read_percent("threshold", settings.threshold);
    section.read_percent("enforcing", settings.enforcing);
    section.read_percent("enforcing_local_origin", settings.enforcing_local_origin);
    section.reject_unknown_keys();
    return settings;
}

/// A detector that a profile may switch off as a whole.
template <class Rates, class Read>
void read_detector(ProfileSection& section,
                   std::string_view key,
                   std::optional<Rates>& rates,
                   Read read) {
    if (section.is_off(key)) {
        rates.reset();
    } else if (auto below = section.section(key)) {
        rates = read(*below, rates.value_or(Rates{}));
    }
}

void read_cap(ProfileSection& section, mesh::EjectionCap& cap) {
    static constexpr std::array<std::string_view, 2> words{"with_candidate", "without_candidate"};
    const auto word = section.read_choice("cap", words);
    if (word)
        cap = *word == 0 ? mesh::EjectionCap::with_candidate : mesh::EjectionCap::without_candidate;
}

}  // namespace

void read_limits(ProfileSection section, mesh::ResourceLimits& limits) {
    section.read_limit("connections", limits.connections);
    section.read_limit("pending", limits.pending);
    section.read_limit("requests", limits.requests);
    section.read_limit("retries", limits.retries);
    section.reject_unknown_keys();
}

void read_retry(ProfileSection section, mesh::RetryPolicy& retry, std::uint32_t& backoff_growth) {
    section.read("retries", retry.retries);
    read_conditions(section, retry);
    read_per_try_timeout(section, retry);
    if (auto backoff = section.section("backoff")) {
        backoff->read("base", retry.backoff.base);
        backoff->read("max", retry.backoff.max);
        backoff->read("growth", backoff_growth);
        backoff->map().require(backoff_growth >= 1, "growth", "must be 1 or more");
        mesh::RetryPolicy asked_for = retry;  // A rule may ask for retries where the mesh has none.
        asked_for.retries = std::max(retry.retries, 1U);
        backoff->refuse("base", mistake_in(asked_for));
        backoff->reject_unknown_keys();
    }
    section.read("host_selection_attempts", retry.host_selection_attempts);
    section.reject_unknown_keys();
}

void read_retry_budget(ProfileSection section, mesh::RetryBudget& budget) {
    section.read_number("percent", budget.percent, 0, 100);
    section.read("min_concurrency", budget.min_concurrency);
    section.reject_unknown_keys();
}

void read_fail_fast(ProfileSection& profile, std::optional<mesh::FailFastSettings>& fail_fast) {
    if (profile.is_off("fail_fast")) return fail_fast.reset();
    auto section = profile.section("fail_fast");
    if (!section) return;
    mesh::FailFastSettings settings = fail_fast.value_or(mesh::FailFastSettings{});
    section->read("after", settings.after);
    section->read("queue", settings.queue);
    section->reject_unknown_keys();
    profile.refuse("fail_fast", mistake_in(settings));
    fail_fast = settings;
}

namespace {

void read_control_connections(ProfileSection section, mesh::control::ConnectionRules& rules) {
    section.read_limit("per_second", rules.per_second);
    section.map().require(rules.per_second > 0, "per_second", "must be 1 or more");
    section.read("longest_wait", rules.longest_wait);
    if (auto retry = section.section("retry")) {
        retry->read("base", rules.retry.base);
        retry->read("max", rules.retry.max);
        retry->reject_unknown_keys();
    }
    section.read("max_age", rules.max_age);
    section.read_percent("age_jitter_percent", rules.age_jitter_percent);
    section.refuse("retry", mistake_in(rules));
    section.reject_unknown_keys();
}

}  // namespace

void read_push(ProfileSection section, mesh::control::PushDefaults& push) {
    section.read("quiet", push.debounce.quiet);
    section.read("longest", push.debounce.longest);
    section.read("min_interval", push.debounce.min_interval);
    section.read_limit("concurrency", push.concurrency);
    section.map().require(push.concurrency > 0, "concurrency", "must be 1 or more");
    section.refuse("longest", mistake_in(push.debounce));
    if (auto connections = section.section("connections"))
        read_control_connections(*connections, push.connections);
    section.reject_unknown_keys();
}

void read_outlier(ProfileSection section, mesh::OutlierSettings& outlier) {
    section.read("consecutive_5xx", outlier.consecutive_5xx);
    section.read("consecutive_gateway_errors", outlier.consecutive_gateway_errors);
    section.read_percent("enforcing_5xx", outlier.enforcing_5xx);
    section.read_percent("enforcing_gateway_errors", outlier.enforcing_gateway_errors);
    section.read("split_local_origin", outlier.split_local_origin);
    section.read("consecutive_local_origin", outlier.consecutive_local_origin);
    section.read_percent("enforcing_local_origin", outlier.enforcing_local_origin);
    section.read("interval", outlier.interval);
    section.read("base_ejection_time", outlier.base_ejection_time);
    section.read("max_ejection_time", outlier.max_ejection_time);
    section.read("max_ejection_time_jitter", outlier.max_ejection_time_jitter);
    section.read_percent("max_ejection_percent", outlier.max_ejection_percent);
    section.read("always_eject_one_host", outlier.always_eject_one_host);
    read_cap(section, outlier.cap);
    section.read("returned_by_health_check", outlier.returned_by_health_check);
    read_detector(section, "success_rate", outlier.success_rate, read_success_rate);
    read_detector(section, "failure_percentage", outlier.failure_percentage,
                  read_failure_percentage);
    section.refuse("max_ejection_time", mistake_in(outlier));
    section.reject_unknown_keys();
}

void read_locality(ProfileSection section, mesh::control::LocalityDefaults& locality) {
    using Mode = mesh::control::LocalityDefaults::Mode;
    static constexpr std::array<std::string_view, 3> words{"none", "failover", "zone_aware"};
    static constexpr std::array<Mode, 3> modes{Mode::none, Mode::failover, Mode::zone_aware};
    if (const auto word = section.read_choice("mode", words)) locality.mode = modes[*word];
    section.read("min_cluster_size", locality.min_cluster_size);
    section.read("overprovisioning_percent", locality.overprovisioning_percent);
    section.map().require(locality.overprovisioning_percent >= 100, "overprovisioning_percent",
                          "must be 100 or more");
    section.reject_unknown_keys();
}

void read_connections(ProfileSection section, mesh::control::ConnectionDefaults& connections) {
    using mesh::TransportSecurity;
    static constexpr std::array<std::string_view, 2> opens{"warm", "as_needed"};
    static constexpr std::array<std::string_view, 2> binds{"request", "connection"};
    static constexpr std::array<std::string_view, 3> securities{"plain", "tls_1_2", "tls_1_3"};
    static constexpr std::array<TransportSecurity, 3> kinds{
        TransportSecurity::plain, TransportSecurity::tls_1_2, TransportSecurity::tls_1_3};
    if (const auto word = section.read_choice("open", opens)) connections.as_needed = *word == 1;
    if (const auto word = section.read_choice("bind", binds))
        connections.by_connection = *word == 1;
    if (const auto word = section.read_choice("security", securities))
        connections.security = kinds[*word];
    section.read("upgrade_to_http2", connections.upgrades_to_http2);
    section.read("idle_timeout", connections.idle_timeout);
    section.read_limit("max_concurrent_streams", connections.max_concurrent_streams);
    section.map().require(connections.max_concurrent_streams > 0, "max_concurrent_streams",
                          "must be 1 or more");
    section.read("max_requests_per_connection", connections.max_requests_per_connection);
    section.read_number("preconnect_ratio", connections.preconnect_ratio, 1, 3);
    section.reject_unknown_keys();
}

}  // namespace weft::scenarios
