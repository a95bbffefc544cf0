#include "scenarios/play/print_route.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/play/policy_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

namespace weft::scenarios {
namespace {

using Json = nlohmann::ordered_json;
using mesh::ResourceLimits;
using mesh::to_text;

void line(std::ostream& out, std::string_view key, const std::string& value) {
    out << fmt::format("{:<14}{}\n", key, value);
}

std::string url_of(const mesh::RequestHead& head) {
    return "http://" + head.authority + head.path;
}

/// "at routes.yaml:12", or nothing.
std::string at(const std::string& origin) {
    return origin.empty() ? std::string{} : " at " + origin;
}

void print_passed_over(const RouteAnswer& answer, std::ostream& out) {
    std::size_t rule = 0;
    std::size_t origin = 0;
    for (const PassedOver& one : answer.passed_over) {
        rule = std::max(rule, one.rule.size());
        origin = std::max(origin, one.origin.size());
    }
    if (!answer.passed_over.empty()) out << "\npassed over\n";
    for (const PassedOver& one : answer.passed_over) {
        out << fmt::format("  {:<{}}  {:<{}}  {}\n", one.rule, rule, one.origin, origin, one.why);
    }
}

void print_rule(const RouteQuestion& question,
                const RouteAnswer& answer,
                const std::string& profile,
                std::ostream& out) {
    const mesh::Route& route = *answer.route;
    const auto by = [&](bool is_of_rule) {
        return is_of_rule ? std::string{} : " (profile " + profile + ")";
    };
    line(out, "rule", route.name + at(answer.origin));
    if (answer.origin.empty()) line(out, "", "no rule names this host");
    line(out, "match", answer.match + at(answer.match_origin));
    const bool has_timeout = route.timeout > mesh::Duration::zero();
    line(out, "timeout",
         (has_timeout ? to_text(route.timeout) : "none") + by(answer.timeout_is_of_rule));
    line(out, "retries", retries_words(route.retry) + by(answer.retries_are_of_rule));
    if (url_of(answer.sent) != url_of(question.head)) line(out, "sent as", url_of(answer.sent));
    if (route.delay) {
        line(out, "delay", to_text(route.delay->delay) + " for " + to_text(route.delay->share));
    }
    if (route.abort) {
        line(out, "abort",
             std::to_string(route.abort->status) + " for " + to_text(route.abort->share));
    }
}

/// "10.0.0.1:80 web-0 in zone-a, priority 1, weight 3 (not ready)"
std::string printed_host(const CandidateHost& host) {
    std::string text = host.address;
    if (!host.pod.empty()) text.append(" ").append(host.pod);
    if (!host.zone.empty()) text.append(" in ").append(host.zone);
    if (host.priority > 0) text += fmt::format(", priority {}", host.priority);
    if (host.locality_weight > 0) text += fmt::format(", locality weight {}", host.locality_weight);
    if (!host.ready) text += " (not ready)";
    return text;
}

void print_hosts(const ClusterAnswer& cluster, std::ostream& out) {
    const bool app_chooses = cluster.config != nullptr && cluster.config->to_original_destination;
    if (cluster.hosts.empty()) {
        line(out, "  hosts", app_chooses ? "where the app sends it" : "none: 503 UH");
    }
    for (std::size_t number = 0; number < cluster.hosts.size(); ++number)
        line(out, number == 0 ? "  hosts" : "", printed_host(cluster.hosts[number]));
}

void print_cluster(std::string_view verb, const ClusterAnswer& cluster, std::ostream& out) {
    out << '\n';
    line(out, verb, fmt::format("{:.4g}% {}", cluster.share_percent, cluster.name));
    if (!cluster.destination_rule.empty()) {
        line(out, "  policy", cluster.destination_rule + at(cluster.destination_rule_origin));
    }
    if (!cluster.subset.empty()) {
        line(out, "  subset",
             cluster.subset +
                 (cluster.subset_origin.empty() ? " is not defined" : at(cluster.subset_origin)));
    }
    if (cluster.config == nullptr) {
        line(out, "  answer", "503 NC: nobody defines the cluster");
        return;
    }
    const mesh::ClusterConfig& config = *cluster.config;
    if (config.to_original_destination) {
        line(out, "  balancer", "none: the app chose the address");
        line(out, "  limits", limits_words(config));
        return print_hosts(cluster, out);
    }
    line(out, "  balancer", balancer_words(config.balancer));
    line(out, "  limits", limits_words(config));
    if (config.outlier) line(out, "  outliers", outlier_words(*config.outlier));
    line(out, "  panic", panic_words(config));
    if (!cluster.locality.order.empty()) {
        line(out, "  locality", cluster.locality.order + " (" + cluster.locality.by + ")");
    }
    if (config.connects) line(out, "  connections", connections_words(config));
    print_hosts(cluster, out);
}

Json or_null(const std::string& text) {
    return text.empty() ? Json{} : Json(text);
}

Json json_of_route(const ResourceLimits& limits) {
    const auto most = [](std::uint32_t limit) {
        return limit == ResourceLimits::unlimited ? Json{} : Json(limit);
    };
    return {{"connections", most(limits.connections)},
            {"pending", most(limits.pending)},
            {"requests", most(limits.requests)},
            {"retries", most(limits.retries)}};
}

Json json_of_route(const mesh::OutlierSettings& outlier) {
    return {{"consecutive_5xx", outlier.consecutive_5xx},
            {"consecutive_gateway_errors", outlier.consecutive_gateway_errors},
            {"interval", to_text(outlier.interval)},
            {"base_ejection_time", to_text(outlier.base_ejection_time)},
            {"max_ejection_percent", outlier.max_ejection_percent}};
}

Json json_of_route(const mesh::PoolSettings& pool) {
    const bool has_limit = pool.max_concurrent_streams != mesh::PoolSettings::unlimited;
    return {{"http", pool.version == mesh::HttpVersion::http2 ? 2 : 1},
            {"max_concurrent_streams", has_limit ? Json(pool.max_concurrent_streams) : Json{}},
            {"max_requests_per_connection", pool.max_requests_per_connection},
            {"round_trips", pool.round_trips},
            {"connect_timeout", to_text(pool.connect_timeout)},
            {"idle_timeout", to_text(pool.idle_timeout)}};
}

Json json_of_route(const ClusterAnswer& cluster) {
    Json json{{"name", cluster.name},
              {"host", cluster.host},
              {"port", cluster.port},
              {"subset", or_null(cluster.subset)},
              {"subset_origin", or_null(cluster.subset_origin)},
              {"share_percent", cluster.share_percent},
              {"destination_rule", or_null(cluster.destination_rule)},
              {"destination_rule_origin", or_null(cluster.destination_rule_origin)},
              {"is_defined", cluster.config != nullptr}};
    if (cluster.config != nullptr) {
        const mesh::ClusterConfig& config = *cluster.config;
        json["balancer"] = {{"name", config.balancer.name},
                            {"parameters", Json(config.balancer.parameters)}};
        json["limits"] = json_of_route(config.limits);
        json["outlier_detection"] = config.outlier ? json_of_route(*config.outlier) : Json{};
        json["panic_percent"] = config.selection.priority.panic_percent;
        json["locality"] = {{"order", or_null(cluster.locality.order)},
                            {"by", cluster.locality.by},
                            {"is_weighted", config.selection.locality_weighted}};
        json["connections"] = config.connects ? json_of_route(config.pool) : Json{};
    }
    json["hosts"] = Json::array();
    for (const CandidateHost& host : cluster.hosts) {
        json["hosts"].push_back({{"pod", or_null(host.pod)},
                                 {"address", host.address},
                                 {"ready", host.ready},
                                 {"zone", or_null(host.zone)},
                                 {"priority", host.priority},
                                 {"locality_weight", host.locality_weight}});
    }
    return json;
}

Json json_of_route(const mesh::RetryPolicy& retry) {
    return {
        {"retries", retry.retries},
        {"on", retry_on_text(retry)},
        {"per_try_timeout", retry.per_try_timeout ? Json(to_text(*retry.per_try_timeout)) : Json{}},
        {"backoff_base", to_text(retry.backoff.base)},
        {"backoff_max", to_text(retry.backoff.max)}};
}

Json json_of_route(const RouteAnswer& answer, const std::string& profile) {
    const mesh::Route& route = *answer.route;
    const auto by = [&](bool is_of_rule) { return is_of_rule ? "rule" : "profile " + profile; };
    const bool has_timeout = route.timeout > mesh::Duration::zero();
    Json json{{"name", route.name},
              {"origin", or_null(answer.origin)},
              {"match", answer.match},
              {"match_origin", or_null(answer.match_origin)},
              {"timeout", has_timeout ? Json(to_text(route.timeout)) : Json{}},
              {"timeout_by", by(answer.timeout_is_of_rule)},
              {"retry", json_of_route(route.retry)},
              {"retry_by", by(answer.retries_are_of_rule)}};
    if (route.delay) {
        json["delay"] = {{"delay", to_text(route.delay->delay)},
                         {"share", to_text(route.delay->share)}};
    }
    if (route.abort) {
        json["abort"] = {{"status", route.abort->status}, {"share", to_text(route.abort->share)}};
    }
    return json;
}

Json json_of_route(const mesh::RequestHead& head) {
    Json headers = Json::array();
    for (const mesh::Header& header : head.headers)
        headers.push_back({{"name", header.name}, {"value", header.value}});
    return {{"method", head.method},
            {"authority", head.authority},
            {"path", head.path},
            {"headers", std::move(headers)}};
}

Json json_of_route(const std::vector<ClusterAnswer>& clusters) {
    Json json = Json::array();
    for (const ClusterAnswer& cluster : clusters)
        json.push_back(json_of_route(cluster));
    return json;
}

}  // namespace

void print_route(const RouteQuestion& question,
                 const RouteAnswer& answer,
                 const std::string& profile,
                 std::ostream& out) {
    line(out, "request", question.head.method + " " + url_of(question.head));
    line(out, "from",
         question.proxy.name + (question.proxy.zone.empty() ? "" : " in " + question.proxy.zone));
    if (!answer.virtual_host.empty()) line(out, "virtual host", answer.virtual_host);
    print_passed_over(answer, out);
    if (!answer.passed_over.empty()) out << '\n';
    if (answer.route) print_rule(question, answer, profile, out);
    for (const ClusterAnswer& cluster : answer.clusters)
        print_cluster("to", cluster, out);
    for (const ClusterAnswer& mirror : answer.mirrors)
        print_cluster("mirrored to", mirror, out);
    if (!answer.own) return;
    const std::string flag = answer.own->flag.empty() ? "" : " " + answer.own->flag;
    line(out, "answer", fmt::format("{}{}: {}", answer.own->status, flag, answer.own->why));
}

void print_route_as_json(const RouteQuestion& question,
                         const RouteAnswer& answer,
                         const std::string& profile,
                         std::ostream& out) {
    Json json{{"request", json_of_route(question.head)},
              {"from", question.proxy.name},
              {"zone", or_null(question.proxy.zone)},
              {"virtual_host", or_null(answer.virtual_host)},
              {"passed_over", Json::array()}};
    for (const PassedOver& one : answer.passed_over) {
        json["passed_over"].push_back(
            {{"rule", one.rule}, {"origin", or_null(one.origin)}, {"why", one.why}});
    }
    json["rule"] = answer.route ? json_of_route(answer, profile) : Json{};
    json["sent"] = answer.route ? json_of_route(answer.sent) : Json{};
    json["clusters"] = json_of_route(answer.clusters);
    json["mirrors"] = json_of_route(answer.mirrors);
    json["answer"] = Json{};
    if (answer.own) {
        json["answer"] = {{"status", answer.own->status},
                          {"flag", or_null(answer.own->flag)},
                          {"why", answer.own->why}};
    }
    out << json.dump(2) << '\n';
}

}  // namespace weft::scenarios
