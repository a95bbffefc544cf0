#include "scenarios/play/section_catalogue.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/model/known_services.hpp"
#include "scenarios/play/asked_settings.hpp"
#include "scenarios/play/replay.hpp"
#include "scenarios/read/port_settings.hpp"
#include "scenarios/read/written_values.hpp"
#include "scenarios/read/yaml_line.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace weft::scenarios {
namespace {

using mesh::control::MeshDefaults;

constexpr const char* how_many = "a number";
constexpr const char* how_many_or_default = "a number; 0: as many as the mesh says";
constexpr const char* in_a_row = "a number, in a row; 0: off";
constexpr const char* how_long = "a time, such as 500ms or 30s";
constexpr const char* what_percent = "0 to 100, without a sign";

/// Steps mark where a value is from, which is of no interest here.
YAML::Node without_marks(const YAML::Node& node) {
    if (node.IsScalar()) return YAML::Node{node.Scalar()};
    YAML::Node copy{node.Type()};
    for (const auto& entry : node) {
        if (node.IsMap()) {
            copy[entry.first.Scalar()] = without_marks(entry.second);
        } else {
            copy.push_back(without_marks(entry));
        }
    }
    return copy;
}

/// What is written at a path of keys; undefined if nothing is.
YAML::Node node_at(const YAML::Node& around, std::string_view path) {
    const std::size_t dot = path.find('.');
    const YAML::Node undefined{YAML::NodeType::Undefined};
    if (!around.IsDefined() || !around.IsMap()) return undefined;
    const YAML::Node below = around[std::string{path.substr(0, dot)}];
    if (!below.IsDefined()) return undefined;
    return dot == std::string_view::npos ? below : node_at(below, path.substr(dot + 1));
}

std::string text_at(const YAML::Node& around, std::string_view path) {
    const YAML::Node node = node_at(around, path);
    if (!node.IsDefined() || node.IsNull()) return {};
    return node.IsScalar() ? node.Scalar() : in_one_line(without_marks(node));
}

/// As YAML, or the plain text of what is none.
YAML::Node value_of_text(const std::string& text) {
    try {
        const YAML::Node value = YAML::Load(text);
        if (value.IsDefined() && !value.IsNull()) return value;
    } catch (const YAML::Exception&) {
        // Whoever reads the scenario says what is wrong with it.
    }
    return YAML::Node{text};
}

void put(YAML::Node map, const std::string& path, const std::string& text) {
    const std::size_t dot = path.find('.');
    const std::string key = path.substr(0, dot);
    if (dot == std::string::npos) {
        if (text.empty()) {
            map.remove(key);
        } else {
            map[key] = value_of_text(text);
        }
        return;
    }
    const bool is_there = node_at(map, key).IsMap();
    if (!is_there && text.empty()) return;
    if (!is_there) map[key] = YAML::Node{YAML::NodeType::Map};
    put(map[key], path.substr(dot + 1), text);
    if (map[key].size() == 0) map.remove(key);
}

std::string unlimited_or(std::uint32_t count) {
    return count == mesh::ResourceLimits::unlimited ? "unlimited" : std::to_string(count);
}

/// A name with dots stands in quotes.
std::string part_of_path(const std::string& name) {
    return name.find('.') == std::string::npos ? name : fmt::format("\"{}\"", name);
}

std::vector<KnownSetting> limit_settings(const MeshDefaults& defaults) {
    return {
        {"tcp.maxConnections", how_many_or_default, unlimited_or(defaults.limits.connections), {}},
        {"tcp.connectTimeout", how_long, mesh::to_text(defaults.connect_timeout), {}},
        {"http.http1MaxPendingRequests",
         how_many_or_default,
         unlimited_or(defaults.limits.pending),
         {}},
        {"http.http2MaxRequests", how_many_or_default, unlimited_or(defaults.limits.requests), {}},
        {"http.maxRetries", how_many_or_default, unlimited_or(defaults.limits.retries), {}},
        {"http.maxRequestsPerConnection",
         "a number; 0: no limit",
         std::to_string(defaults.connections.max_requests_per_connection),
         {}},
        {"http.idleTimeout", how_long, mesh::to_text(defaults.connections.idle_timeout), {}}};
}

std::vector<KnownSetting> outlier_settings(const MeshDefaults& defaults) {
    const mesh::OutlierSettings& it = defaults.outlier;
    return {
        {"consecutive5xxErrors", in_a_row, std::to_string(it.consecutive_5xx), {}},
        {"consecutiveGatewayErrors", in_a_row, std::to_string(it.consecutive_gateway_errors), {}},
        {"interval", how_long, mesh::to_text(it.interval), {}},
        {"baseEjectionTime", how_long, mesh::to_text(it.base_ejection_time), {}},
        {"maxEjectionPercent", what_percent, std::to_string(it.max_ejection_percent), {}},
        {"minHealthPercent", what_percent, std::to_string(defaults.panic_percent_with_outlier), {}},
        {"splitExternalLocalOriginErrors",
         "true or false",
         it.split_local_origin ? "true" : "false",
         {},
         {"true", "false"}},
        {"consecutiveLocalOriginFailures",
         in_a_row,
         std::to_string(it.consecutive_local_origin),
         {}}};
}

std::vector<KnownSetting> budget_settings(const MeshDefaults& defaults) {
    return {{"percent", what_percent, fmt::format("{}", defaults.retry_budget.percent), {}},
            {"minRetryConcurrency",
             how_many,
             std::to_string(defaults.retry_budget.min_concurrency),
             {}}};
}

std::vector<KnownSetting> retry_settings(const MeshDefaults& defaults) {
    const mesh::RetryPolicy& it = defaults.retry;
    return {{"attempts", "a number, beside the first; 0: off", std::to_string(it.retries), {}},
            {"perTryTimeout",
             how_long,
             it.per_try_timeout ? mesh::to_text(*it.per_try_timeout) : "",
             {}},
            {"retryOn", "conditions and status codes, with commas between", retry_on_text(it), {}},
            {"backoff", how_long, mesh::to_text(it.backoff.base), {}}};
}

/// Some of it must be said: it begins as Linkerd has it.
std::vector<KnownSetting> accrual_settings(bool is_there) {
    const mesh::FailureAccrualSettings it;
    const auto begin = [is_there](const char* value) { return is_there ? "" : value; };
    return {{"failures_to_open", "a number, in a row", {}, begin("7")},
            {"min_penalty", how_long, {}, begin("1s")},
            {"max_penalty", how_long, {}, begin("60s")},
            {"jitter", "a share, such as 50%", "0%", {}},
            {"probes", "a number, at a time", std::to_string(it.probes), {}}};
}

/// Fills the sections of one service.
class SectionWriter {
public:
    SectionWriter(const Scenario& scenario,
                  WrittenValues& values,
                  mesh::control::ServiceName service)
        : defaults_(scenario.defaults), values_(values), service_(std::move(service)) {}

    void set_ports(std::vector<std::uint16_t> ports) { ports_ = std::move(ports); }

    /// As a policy names it: "cart", "cart.shop".
    std::string policy_name() const {
        const bool is_short = service_.ns.empty() || service_.ns == "default" ||
                              service_.name.find('.') != std::string::npos;
        return is_short ? service_.name : fmt::format("{}.{}", service_.name, service_.ns);
    }

    std::vector<KnownSection> read(const mesh::BalancerRegistry& balancers) && {
        const YAML::Node policies = values_.policies();
        const YAML::Node policy = policies[policy_name()];
        const std::string path = fmt::format("policies.{}", part_of_path(policy_name()));
        for (const auto& [name, kind] : balancers.kinds())
            add_balancer(kind, path, policy);
        add_rule_of_hosts();
        add_retries();
        const YAML::Node accrual = node_at(policy, "failure_accrual");
        add("failure accrual", "a pod that failed so often in a row gets nothing, then a probe",
            fmt::format("{}.failure_accrual", path), accrual,
            accrual_settings(accrual.IsDefined()));
        // What the scenario says of a balancer holds for all of them.
        add_places(!node_at(policy, "balancer").IsDefined());
        return std::move(sections_);
    }

private:
    void add(std::string name,
             std::string summary,
             std::string path,
             const YAML::Node& written,
             std::vector<KnownSetting> settings) {
        KnownSection section{.name = std::move(name),
                             .summary = std::move(summary),
                             .path = std::move(path),
                             .written = {},
                             .settings = std::move(settings)};
        if (written.IsDefined() && !written.IsNull())
            section.written = in_one_line(without_marks(written));
        for (KnownSetting& setting : section.settings) {
            std::string value = text_at(written, setting.name);
            if (!value.empty()) setting.value = std::move(value);
        }
        sections_.push_back(std::move(section));
    }

    void add_balancer(const mesh::BalancerKind& kind,
                      const std::string& path,
                      const YAML::Node& policy) {
        const YAML::Node chosen = node_at(policy, "balancer");
        const bool is_name = chosen.IsDefined() && chosen.IsScalar();
        std::string current = is_name ? chosen.Scalar() : text_at(chosen, "kind");
        if (current.empty()) current = defaults_.balancer;
        YAML::Node named{YAML::NodeType::Map};
        named["kind"] = kind.name;
        const bool is_chosen = chosen.IsDefined() && chosen.IsMap() && current == kind.name;
        AskedSettings asked;
        static_cast<void>(kind.make(asked, 0));
        const auto of_mesh = defaults_.parameters_of(kind.name);
        std::vector<KnownSetting> settings;
        for (const AskedSettings::Asked& one : std::move(asked).asked()) {
            const auto said = of_mesh.find(one.name);
            settings.push_back({.name = one.name,
                                .about = {},
                                .fallback = said == of_mesh.end() ? one.fallback : said->second,
                                .value = {},
                                .words = one.words});
        }
        add(fmt::format("balancer {}", kind.name), kind.summary, fmt::format("{}.balancer", path),
            is_chosen ? chosen : named, std::move(settings));
        // The one that was chosen comes first, or the mesh's.
        if (current == kind.name) std::ranges::rotate(sections_, sections_.end() - 1);
    }

    /// The rule for the service, or the one that a step would make; null if there can be none.
    const YAML::Node* rule(const std::string& kind, std::string& path) {
        const std::string ns = service_.ns.empty() ? "default" : service_.ns;
        // A run calls it "cart.shop" if another namespace has a cart, too.
        const auto service = mesh::control::service_meant(service_.name, ns);
        if (!service) return nullptr;
        const auto* const found = values_.rule_for(kind, *service);
        const mesh::control::ResourceKey key =
            found == nullptr ? mesh::control::ResourceKey{kind, service->ns, service->name}
                             : found->first;
        const std::string name =
            key.ns == "default" ? key.name : fmt::format("{}/{}", key.ns, key.name);
        path = fmt::format("{}.spec.", part_of_path(fmt::format("{}/{}", kind, name)));
        return values_.rule(key);
    }

    void add_rule_of_hosts() {
        std::string path;
        const YAML::Node* const found = rule("DestinationRule", path);
        if (found == nullptr) return;
        const YAML::Node policy = node_at(*found, "spec.trafficPolicy");
        add_policy({}, path + "trafficPolicy.", policy);
        add_budget({}, path + "trafficPolicy.", node_at(policy, "retryBudget"));
    }

    void add_budget(const std::string& place, const std::string& path, const YAML::Node& written) {
        add("retry budget", "retries at a time, as a share of the requests that are out",
            path + "retryBudget", written, budget_settings(defaults_));
        sections_.back().place = place;
    }

    /// What a DestinationRule says of a place.
    void add_policy(const std::string& place, const std::string& path, const YAML::Node& policy) {
        add("limits", "connections, and requests that wait, are out, or are tried again, at a time",
            path + "connectionPool", node_at(policy, "connectionPool"), limit_settings(defaults_));
        sections_.back().place = place;
        add("outlier detection", "who answers badly gets nothing for a time",
            path + "outlierDetection", node_at(policy, "outlierDetection"),
            outlier_settings(defaults_));
        sections_.back().place = place;
    }

    /// Of the balancers, a rule can name three.
    void add_balancers(const std::string& place,
                       const std::string& path,
                       const YAML::Node& policy) {
        const std::pair<const char*, const char*> kinds[] = {{"least_request", "LEAST_REQUEST"},
                                                             {"round_robin", "ROUND_ROBIN"},
                                                             {"random", "RANDOM"}};
        for (const auto& [kind, written] : kinds) {
            const YAML::Node said = node_at(policy, "loadBalancer");
            YAML::Node chosen{YAML::NodeType::Map};
            if (said.IsDefined() && said.IsMap()) chosen = without_marks(said);
            chosen.remove("consistentHash");
            chosen["simple"] = written;
            add(fmt::format("balancer {}", kind), "as the rule names it", path + "loadBalancer",
                chosen, {});
            sections_.back().place = place;
        }
    }

    void add_places(bool with_balancers) {
        std::string path;
        const YAML::Node* const found = rule("DestinationRule", path);
        if (found == nullptr) return;
        const YAML::Node whole = node_at(*found, "spec.trafficPolicy");
        const auto add_all = [&](const std::string& place, const std::string& of_place,
                                 const YAML::Node& policy) {
            add_policy(place, path + of_place, policy);
            if (with_balancers) add_balancers(place, path + of_place, policy);
        };
        const YAML::Node subsets = node_at(*found, "spec.subsets");
        for (std::size_t at = 0; subsets.IsDefined() && at < subsets.size(); ++at) {
            const std::string name = text_at(subsets[at], "name");
            const YAML::Node own = node_at(subsets[at], "trafficPolicy");
            const std::string place = fmt::format("subset {}", name);
            const std::string of_place =
                fmt::format("subsets.{}.trafficPolicy.", part_of_path(name));
            add_all(place, of_place, settings_without_port(own, whole, {}));
            const YAML::Node budget = node_at(own, "retryBudget");
            add_budget(place, path + of_place,
                       budget.IsDefined() ? budget : node_at(whole, "retryBudget"));
        }
        for (const std::uint16_t number : ports_) {
            const std::string port = std::to_string(number);
            const YAML::Node own = settings_of_port(whole, port);
            if (ports_.size() < 2 && !own.IsDefined()) continue;
            add_all(fmt::format("port {}", port),
                    fmt::format("trafficPolicy.portLevelSettings.{}.", port),
                    own.IsDefined() ? own : settings_without_port(whole, {}, port));
        }
    }

    void add_retries() {
        std::string path;
        const YAML::Node* const found = rule("VirtualService", path);
        if (found == nullptr) return;
        const YAML::Node routes = node_at(*found, "spec.http");
        if (!routes.IsDefined() || !routes.IsSequence()) return;
        for (std::size_t number = 0; number < routes.size(); ++number) {
            const std::string name =
                number == 0 ? "retries" : fmt::format("retries of http.{}", number);
            add(name, "what is tried again, how often and how fast",
                fmt::format("{}http.{}.retries", path, number), node_at(routes[number], "retries"),
                retry_settings(defaults_));
        }
    }

    const MeshDefaults& defaults_;
    WrittenValues& values_;
    mesh::control::ServiceName service_;
    std::vector<std::uint16_t> ports_;
    std::vector<KnownSection> sections_;
};

}  // namespace

std::vector<KnownSection> known_sections(const Fork& fork,
                                         const Kinds& kinds,
                                         const mesh::control::ServiceName& service) {
    WrittenValues values;
    const auto scenario = read_again(fork.head(), kinds, &values);
    if (!scenario) return {};  // Who adds a step is told why.
    SectionWriter sections{*scenario, values, service};
    const KnownServices known{scenario->resources};
    const auto* const declared = known.find(sections.policy_name());
    if (declared == nullptr) return {};
    sections.set_ports(declared->ports);
    return std::move(sections).read(kinds.balancers);
}

std::string section_with(const std::string& written,
                         const std::vector<std::pair<std::string, std::string>>& values) {
    YAML::Node section = written.empty() ? YAML::Node{} : YAML::Load(written);
    if (!section.IsMap()) section = YAML::Node{YAML::NodeType::Map};
    for (const auto& [name, value] : values)
        put(section, name, value);
    const YAML::Node kind = node_at(section, "kind");
    const bool is_kind_alone = section.size() == 1 && kind.IsDefined();
    return in_one_line(is_kind_alone ? kind : section);
}

}  // namespace weft::scenarios
