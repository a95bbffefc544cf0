#include "scenarios/play/route_answer.hpp"

#include "mesh/control/catalogue.hpp"
#include "mesh/control/control_plane.hpp"
#include "mesh/control/gateway_rules.hpp"
#include "mesh/control/locality.hpp"
#include "mesh/control/translate_clusters.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "mesh/control/translate_gateways.hpp"
#include "mesh/control/translate_routes.hpp"
#include "mesh/route/route_explain.hpp"
#include "scenarios/play/first_pods.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

using mesh::Route;
using mesh::control::Catalogue;
using mesh::control::DestinationRule;
using mesh::control::HttpMatch;
using mesh::control::HttpRoute;
using mesh::control::KnownHost;
using mesh::control::LocalityPolicy;
using mesh::control::NotConcerned;
using mesh::control::SidecarScopes;
using mesh::control::Subset;
using mesh::control::VirtualService;
using mesh::control::VisibleObjects;

constexpr std::uint16_t no_route = 404;
constexpr std::uint16_t unavailable = 503;

std::string named_resource(std::string_view kind, const mesh::control::Metadata& meta) {
    return fmt::format("{} '{}' in {}", kind, meta.name, meta.ns);
}

/// "reviews.default.svc.cluster.local:9080", the name of a virtual host, taken apart. One that
/// takes the hosts that nobody declared has no port.
struct HostAndPort {
    std::string host;
    std::uint16_t port = 0;
};

HostAndPort parts_of(const std::string& virtual_host) {
    return {std::string{mesh::without_port(virtual_host)}, mesh::control::port_of(virtual_host)};
}

/// "failover by region, zone, subzone"
std::string text_of(const LocalityPolicy& policy) {
    const auto& rules = policy.rules;
    switch (policy.kind) {
        case LocalityPolicy::Kind::none:
            return "";
        case LocalityPolicy::Kind::distribute:
            return "distributed by weight";
        case LocalityPolicy::Kind::zone_aware:
            return "zone-aware: as much in the own zone as each host gets the same";
        case LocalityPolicy::Kind::failover:
            break;
    }
    std::string text = "failover by region, zone, subzone";
    if (!rules.failover_priority.empty()) text = "failover by ";
    for (const std::string& label : rules.failover_priority)
        text.append(&label == &rules.failover_priority.front() ? "" : ", ").append(label);
    for (const auto& [from, to] : rules.failover)
        text.append(", from ").append(from).append(" to ").append(to);
    return text;
}

std::string why_not(NotConcerned reason,
                    const HttpMatch& match,
                    const mesh::control::ProxyIdentity& proxy,
                    std::uint16_t port) {
    switch (reason) {
        case NotConcerned::scheme:
            return proxy.kind == mesh::control::ProxyIdentity::Kind::gateway
                       ? "the gateway's server is of another scheme"
                       : "requests within the mesh are plain http to the proxy";
        case NotConcerned::port:
            return fmt::format("port is {}, not {}", port, *match.port);
        case NotConcerned::source_namespace:
            return fmt::format("source namespace is {}, not {}", proxy.ns, match.source_namespace);
        case NotConcerned::source_labels:
            return "the source lacks the labels of sourceLabels";
        case NotConcerned::gateways:
            return proxy.kind == mesh::control::ProxyIdentity::Kind::gateway
                       ? "it is for the mesh or another gateway"
                       : "it is for gateways alone";
    }
    return "";
}

/// Asks for one request. Lives while the objects that it looks into do.
class Inquiry {
public:
    Inquiry(const RouteQuestion& question,
            const mesh::control::LocalityDefaults& locality_defaults,
            const mesh::ProxyConfig& config,
            const mesh::control::Registry& registry)
        : question_(question),
          locality_defaults_(locality_defaults),
          config_(config),
          registry_(registry),
          catalogue_(registry,
                     VisibleObjects{registry,
                                    {.ns = question.proxy.ns,
                                     .scope = SidecarScopes{registry}.of(question.proxy)}}) {}

    RouteAnswer answer() {
        if (is_at_gateway()) return answer_of_gateway();
        const mesh::VirtualHost* const host = config_.routes->find_host(question_.head.authority);
        if (host == nullptr) {
            give({no_route, "NR",
                  fmt::format("no Service, ServiceEntry or VirtualService has the host '{}'",
                              question_.head.authority)});
            return std::move(answer_);
        }
        answer_.virtual_host = host->name;
        pass_over_other_services(parts_of(host->name).host);
        pass_over_rules(*host);
        const Route* const route = config_.routes->find(question_.head);
        if (route == nullptr) {
            give({no_route, "NR", "no rule of the virtual host takes the request"});
            return std::move(answer_);
        }
        follow(*route);
        return std::move(answer_);
    }

private:
    bool is_at_gateway() const {
        return question_.proxy.kind == mesh::control::ProxyIdentity::Kind::gateway;
    }

    /// A gateway asks what is bound to it for the port that the request comes to.
    RouteAnswer answer_of_gateway() {
        mesh::RequestHead& head = question_.head;
        const std::string_view host = mesh::without_port(head.authority);
        std::uint16_t asked = mesh::control::port_of(head.authority);
        if (asked == 0) asked = mesh::control::http_port;
        head.port = mesh::control::listening_port(catalogue_, question_.proxy, asked);
        const auto listener = config_.listeners.find(head.port);
        if (listener == config_.listeners.end()) {
            give({no_route, "NR", fmt::format("no Gateway has a server at port {}", head.port)});
            return std::move(answer_);
        }
        const mesh::VirtualHost* const known = listener->second->find_host(head.authority);
        if (known == nullptr) {
            give({no_route, "NR",
                  fmt::format("no rule of a gateway has the host '{}' at port {}", host,
                              head.port)});
            return std::move(answer_);
        }
        answer_.virtual_host = known->name;
        pass_over_bound_rules(*known);
        const Route* const route = config_.find_route(head);
        if (route != nullptr) {
            follow(*route);
        } else {
            give({no_route, "NR", "no rule of the virtual host takes the request"});
        }
        return std::move(answer_);
    }

    void pass_over_bound_rules(const mesh::VirtualHost& host) {
        auto route = host.routes.begin();
        for (const auto& bound : mesh::control::bound_rules(catalogue_, question_.proxy)) {
            const bool is_here =
                bound.host == host.domains.front() && bound.listens == question_.head.port;
            if (!is_here) continue;
            entrance_ = bound.entrance;
            const bool is_of_table = pass_over_unconcerned(bound.rule, bound.rule.name, bound.port);
            if (!is_of_table || route == host.routes.end() || route->name != bound.rule.name)
                continue;
            if (takes(*route, bound.rule, bound.port)) return;
            ++route;
        }
    }

    void give(OwnAnswer own) { answer_.own = std::move(own); }

    /// VirtualServices that name the host, too, but are not obeyed.
    void pass_over_other_services(const std::string& host) {
        const VirtualService* const obeyed = catalogue_.virtual_service(host);
        for (const VirtualService* other : registry_.oldest_first<VirtualService>()) {
            const bool names_it = std::ranges::any_of(other->hosts, [&](const std::string& name) {
                const std::string full = mesh::control::resolve_host(name, other->meta.ns);
                return full == host || (mesh::control::is_wildcard(full) &&
                                        mesh::control::wildcard_covers(full, host));
            });
            const bool is_obeyed = obeyed != nullptr && obeyed->meta.name == other->meta.name &&
                                   obeyed->meta.ns == other->meta.ns;
            if (!names_it || is_obeyed) continue;
            std::string why = "it is for gateways alone";
            if (mesh::control::is_of_mesh(other->gateways)) why = why_not_obeyed(*other, obeyed);
            answer_.passed_over.push_back(
                {named_resource("VirtualService", other->meta), other->origin, std::move(why)});
        }
    }

    std::string why_not_obeyed(const VirtualService& other, const VirtualService* obeyed) const {
        const std::string& ns = question_.proxy.ns;
        if (!mesh::control::is_exported(other.export_to, other.meta.ns, ns))
            return fmt::format("it is not exported to namespace '{}'", ns);
        if (obeyed == nullptr) return "the Sidecar of the proxy does not import it";
        return named_resource("VirtualService", obeyed->meta) + " comes first for this host";
    }

    /// The rules that come before the one that is taken, match by match.
    void pass_over_rules(const mesh::VirtualHost& host) {
        const auto [name, port] = parts_of(host.name);
        auto route = host.routes.begin();
        for (const HttpRoute& rule : rules_of(name, port)) {
            const bool is_of_table = pass_over_unconcerned(rule, rule.name, port);
            if (!is_of_table || route == host.routes.end() || route->name != rule.name) continue;
            if (takes(*route, rule, port)) return;
            ++route;
        }
    }

    /// Those that hold for a host, under the names of their routes.
    std::vector<HttpRoute> rules_of(const std::string& name, std::uint16_t port) const {
        std::vector<HttpRoute> rules;
        if (const VirtualService* const service = catalogue_.virtual_service(name)) {
            rules = service->http;
            for (std::size_t index = 0; index < rules.size(); ++index)
                rules[index].name = route_name(*service, index);
        } else if (const KnownHost* const known = catalogue_.find(name)) {
            rules = gateway_rules(catalogue_, *known, port, question_.proxy.ns);
        }
        return rules;
    }

    /// Whether anything of the rule concerns the proxy.
    bool pass_over_unconcerned(const HttpRoute& rule, const std::string& name, std::uint16_t port) {
        bool concerns = rule.matches.empty();
        for (const HttpMatch& match : rule.matches) {
            const auto reason = why_not_concerned(match, question_.proxy, port, entrance_);
            concerns = concerns || !reason;
            if (!reason) continue;
            answer_.passed_over.push_back(
                {name, match.origin, why_not(*reason, match, question_.proxy, port)});
        }
        return concerns;
    }

    /// Whether the rule takes the request; its matches that do not are passed over.
    bool takes(const Route& route, const HttpRoute& rule, std::uint16_t port) {
        const mesh::RouteMatch* const taker = route.match_of(question_.head);
        auto match = route.matches.begin();
        for (const HttpMatch& written : rule.matches) {
            if (why_not_concerned(written, question_.proxy, port, entrance_)) continue;
            if (&*match == taker) {
                answer_.match_origin = written.origin;
                break;
            }
            const auto failure = failed_condition(*match, question_.head);
            assert(failure);
            answer_.passed_over.push_back({route.name, written.origin, to_text(*failure)});
            ++match;
        }
        if (!route.matches_request(question_.head)) return false;
        answer_.origin = rule.origin;
        answer_.timeout_is_of_rule = rule.timeout.has_value();
        answer_.retries_are_of_rule = rule.retries.has_value();
        return true;
    }

    void follow(const Route& route) {
        answer_.route = route;
        const mesh::RouteMatch* const match = route.match_of(question_.head);
        answer_.match = to_text(match == nullptr ? mesh::RouteMatch{} : *match);
        answer_.sent = apply_edits(route, question_.head);
        if (const auto own = route.own_answer()) {
            give({*own, "", "the rule answers by itself"});
            return;
        }
        const auto total = static_cast<double>(total_weight(route.clusters));
        for (const mesh::WeightedCluster& part : route.clusters)
            answer_.clusters.push_back(cluster(part.cluster, 100.0 * part.weight / total));
        for (const mesh::MirrorPolicy& mirror : route.mirrors) {
            answer_.mirrors.push_back(
                cluster(mirror.cluster, 100.0 * mirror.share.numerator / mirror.share.denominator));
        }
        if (answer_.clusters.size() == 1) answer_without_host(answer_.clusters.front());
    }

    void answer_without_host(const ClusterAnswer& only) {
        if (only.config == nullptr) {
            give({unavailable, "NC", "nobody defines the cluster " + only.name});
        } else if (only.hosts.empty() && !only.config->to_original_destination) {
            give({unavailable, "UH", "no pod or address answers for the cluster " + only.name});
        }
    }

    ClusterAnswer cluster(mesh::ClusterId id, double share_percent) const {
        ClusterAnswer found;
        found.name = registry_.cluster_name(id);
        found.share_percent = share_percent;
        if (const mesh::ClusterEntry* const entry = config_.find(id)) found.config = entry->config;
        if (found.name.find('|') == std::string::npos) {  // Of no host.
            found.host = mesh::without_port(question_.head.authority);
            return found;
        }
        // "outbound|PORT|SUBSET|HOST"
        std::string_view rest = found.name;
        const auto take = [&rest] {
            const std::string_view part = rest.substr(0, rest.find('|'));
            rest.remove_prefix(std::min(part.size() + 1, rest.size()));
            return std::string{part};
        };
        take();
        found.port = static_cast<std::uint16_t>(std::stoul(take()));
        found.subset = take();
        found.host = rest;
        find_policy(found);
        if (const mesh::ClusterEntry* const entry = config_.find(id)) {
            for (const mesh::Endpoint& endpoint : *entry->endpoints)
                found.hosts.push_back({.pod = registry_.owner(endpoint.id).pod,
                                       .address = endpoint.address,
                                       .ready = endpoint.ready,
                                       .zone = endpoint.zone,
                                       .priority = endpoint.priority,
                                       .locality_weight = endpoint.locality_weight});
        }
        return found;
    }

    /// What the rules of the host say of its localities and its subsets.
    void find_policy(ClusterAnswer& found) const {
        const KnownHost* const host = catalogue_.find(found.host);
        if (host == nullptr) return;
        const DestinationRule* const rule =
            catalogue_.destination_rule(*host, question_.proxy.ns, question_.proxy.labels);
        find_locality(*host, rule, found);
        if (rule == nullptr) return;
        found.destination_rule = named_resource("DestinationRule", rule->meta);
        found.destination_rule_origin = rule->origin;
        const auto subset = std::ranges::find(rule->subsets, found.subset, &Subset::name);
        if (subset != rule->subsets.end()) found.subset_origin = subset->origin;
    }

    void find_locality(const KnownHost& host,
                       const DestinationRule* rule,
                       ClusterAnswer& found) const {
        const Subset* subset = nullptr;
        if (rule != nullptr) {
            const auto known = std::ranges::find(rule->subsets, found.subset, &Subset::name);
            if (known != rule->subsets.end()) subset = &*known;
        }
        const auto policy = mesh::control::effective_policy(rule, subset, found.port);
        found.locality.order =
            text_of(mesh::control::locality_policy(policy, host.distribution, locality_defaults_));
        const bool is_of_rule = policy.load_balancer && policy.load_balancer->locality;
        const bool is_of_service = host.distribution != mesh::control::TrafficDistribution::any;
        found.locality.by = is_of_rule ? "rule" : is_of_service ? "Service" : "profile";
    }

    RouteQuestion question_;
    mesh::control::Entrance entrance_;  ///< Of the rule that is being looked at.
    const mesh::control::LocalityDefaults& locality_defaults_;
    const mesh::ProxyConfig& config_;
    const mesh::control::Registry& registry_;
    Catalogue catalogue_;
    RouteAnswer answer_;
};

}  // namespace

RouteAnswer route_answer(const RouteQuestion& question,
                         const std::vector<mesh::control::Resource>& resources,
                         const mesh::control::MeshDefaults& defaults) {
    mesh::control::ControlPlane control{defaults};
    for (const auto& resource : resources)
        control.apply(resource);
    for (const mesh::control::Pod& pod : first_pods(resources, question.cluster))
        control.apply(pod);
    control.connect(question.proxy);
    const auto pushes = control.pushes();
    assert(pushes.size() == 1);
    return Inquiry{question, defaults.locality, *pushes.front().config, control.registry()}
        .answer();
}

}  // namespace weft::scenarios
