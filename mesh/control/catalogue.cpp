#include "mesh/control/catalogue.hpp"

#include "mesh/control/delegates.hpp"

#include <algorithm>
#include <cassert>
#include <set>
#include <utility>

namespace weft::mesh::control {
namespace {

/// Both are for all clients, or for the same.
bool select_alike(const DestinationRule& one, const DestinationRule& other) {
    const auto& selector = one.workload_selector;
    if (!selector || !other.workload_selector)
        return selector.has_value() == other.workload_selector.has_value();
    return *selector == *other.workload_selector;
}

/// Adds what a later rule for the same host says. Its subsets count if their names are new; of the
/// policies the oldest rule's stays. One that others see is not merged, nor one that selects other
/// clients.
void merge(DestinationRule& rule, const DestinationRule& later) {
    if (rule.export_to != later.export_to) return;
    const bool both_select = rule.workload_selector && later.workload_selector;
    if (both_select && !select_alike(rule, later)) return;
    if (!rule.policy) rule.policy = later.policy;
    for (const Subset& subset : later.subsets) {
        const bool taken = std::any_of(rule.subsets.begin(), rule.subsets.end(),
                                       [&](const auto& s) { return s.name == subset.name; });
        if (!taken) rule.subsets.push_back(subset);
    }
}

/// Of one namespace's rules for a host: the first that selects the client, else the one for all;
/// null if there is neither. Those of other namespaces select nobody. Source: Istio.
const DestinationRule* obeyed_rule(const std::vector<DestinationRule>& rules,
                                   std::string_view client_ns,
                                   const Labels& client) {
    const DestinationRule* for_all = nullptr;
    for (const DestinationRule& rule : rules) {
        if (!rule.workload_selector) {
            for_all = &rule;
        } else if (rule.meta.ns == client_ns && has_labels(client, *rule.workload_selector)) {
            return &rule;
        }
    }
    return for_all;
}

/// Its hosts are taken as they stand, also without a dot: rules cannot name such a one, since there
/// it is short for another. Source: Istio.
KnownHost known_host(const ServiceEntry& entry, const std::string& name) {
    KnownHost known{.host = lower_case(name),
                    .service = {},
                    .ns = entry.meta.ns,
                    .ports = entry.ports,
                    .selector = entry.workload_selector,
                    .addresses = entry.endpoints};
    const bool is_list = entry.resolution == ServiceEntry::Resolution::static_list;
    if (!is_list && entry.endpoints.empty()) {
        known.addresses.push_back({.address = known.host, .labels = {}, .ports = {}});
    }
    return known;
}

/// A server outside. DNS knows no ports, so one without ports is taken to listen where HTTP does.
KnownHost outside_host(const ServiceName& name, const Service& service) {
    KnownHost known{.host = service_host(name.name, name.ns),
                    .service = name.name,
                    .ns = name.ns,
                    .ports = service.ports,
                    .selector = {},
                    .addresses = {}};
    if (known.ports.empty()) {
        known.ports.push_back({.name = {}, .port = http_port, .target = {}, .app_protocol = {}});
    }
    known.addresses.push_back({.address = service.external_name, .labels = {}, .ports = {}});
    return known;
}

/// Ports that somebody listens on, each number once: a host that only rules know may be asked for
/// at any of them.
std::vector<ServicePort> ports_of(const std::vector<KnownHost>& hosts) {
    std::set<std::uint16_t> numbers;
    for (const KnownHost& host : hosts) {
        for (const ServicePort& port : host.ports) {
            numbers.insert(port.port);
        }
    }
    if (numbers.empty()) numbers.insert(http_port);
    std::vector<ServicePort> ports;
    for (const std::uint16_t number : numbers) {
        ports.push_back({.name = {}, .port = number, .target = {}, .app_protocol = {}});
    }
    return ports;
}

}  // namespace

bool belongs_to_catalogue(const Resource& resource) {
    return std::holds_alternative<Service>(resource) ||
           std::holds_alternative<ServiceEntry>(resource) ||
           std::holds_alternative<VirtualService>(resource) ||
           std::holds_alternative<DestinationRule>(resource) ||
           std::holds_alternative<Gateway>(resource) ||
           std::holds_alternative<Namespace>(resource) ||
           std::holds_alternative<GatewayRoute>(resource) ||
           std::holds_alternative<ReferenceGrant>(resource) ||
           std::holds_alternative<PeerAuthentication>(resource) ||
           std::holds_alternative<AuthorizationPolicy>(resource) ||
           std::holds_alternative<RequestAuthentication>(resource) ||
           std::holds_alternative<SidecarScope>(resource);
}

std::uint16_t default_port(const std::vector<ServicePort>& ports) {
    assert(!ports.empty());
    const bool has_http = std::ranges::find(ports, http_port, &ServicePort::port) != ports.end();
    return has_http ? http_port : ports.front().port;
}

const ServicePort* KnownHost::find_port(std::uint16_t port) const {
    const auto found = std::find_if(ports.begin(), ports.end(),
                                    [&](const ServicePort& known) { return known.port == port; });
    return found == ports.end() ? nullptr : &*found;
}

Catalogue::Catalogue(const Registry& registry,
                     const VisibleObjects& objects,
                     std::shared_ptr<const UnlimitedObjects> unlimited)
    : unlimited_(std::move(unlimited)) {
    add_services(objects);
    add_service_entries(objects);
    add_external_names(objects);
    add_virtual_services(registry, objects);
    add_destination_rules(objects);
    std::sort(asked_labels_.begin(), asked_labels_.end());
    asked_labels_.erase(std::unique(asked_labels_.begin(), asked_labels_.end()),
                        asked_labels_.end());
}

void Catalogue::add_host(KnownHost host) {
    const std::size_t position = hosts_.size();
    if (host.ports.empty() || !host_index_.emplace(host.host, position).second) return;
    if (!host.selector.empty()) {
        const auto& [label, value] = *host.selector.begin();
        selectors_[{host.ns, label, value}].push_back(position);
    }
    hosts_.push_back(std::move(host));
}

void Catalogue::add_services(const VisibleObjects& objects) {
    for (const Service* service : objects.services()) {
        if (!service->external_name.empty()) continue;
        add_host({.host = service_host(service->meta.name, service->meta.ns),
                  .service = service->meta.name,
                  .ns = service->meta.ns,
                  .ports = service->ports,
                  .selector = service->selector,
                  .addresses = {},
                  .distribution = service->distribution,
                  .is_headless = service->headless,
                  .publishes_not_ready = service->publishes_not_ready});
    }
}

/// A Service that leads to a host of the mesh is another name of it, as in Istio since 1.21: the
/// host's ports and rules hold. One that leads to another alias is too, whichever comes first.
void Catalogue::add_external_names(const VisibleObjects& objects) {
    std::vector<std::pair<ServiceName, const Service*>> open;
    for (const Service* service : objects.services()) {
        if (service->external_name.empty()) continue;
        open.push_back({{.name = service->meta.name, .ns = service->meta.ns}, service});
    }
    const auto is_alias = [&](const auto& entry) {
        const auto target = host_index_.find(lower_case(entry.second->external_name));
        if (target == host_index_.end()) return false;
        const std::size_t position = target->second;
        const std::string host = service_host(entry.first.name, entry.first.ns);
        if (!host_index_.emplace(host, position).second) return true;
        hosts_[position].aliases.push_back(entry.first);
        return true;
    };
    while (std::erase_if(open, is_alias) > 0) {
    }
    for (const auto& [name, service] : open) {
        if (objects.hides(lower_case(service->external_name))) continue;
        add_host(outside_host(name, *service));
    }
}

void Catalogue::add_service_entries(const VisibleObjects& objects) {
    for (const ServiceEntry* entry : objects.entries()) {
        for (const std::string& name : entry->hosts) {
            KnownHost host = known_host(*entry, name);
            if (objects.has_host(host.ns, host.host)) add_host(std::move(host));
        }
    }
}

void Catalogue::add_virtual_services(const Registry& registry, const VisibleObjects& objects) {
    const std::vector<ServicePort> ports = ports_of(hosts_);
    for (const VirtualService* rules : objects.virtual_services()) {
        if (!is_of_mesh(rules->gateways) || rules->http.empty() || rules->hosts.empty()) continue;
        for (const std::string& name : rules->hosts) {
            virtual_service_index_.add(resolve_host(name, rules->meta.ns),
                                       virtual_services_.size());
        }
        std::vector<std::string> left_out;  // The reader of manifests reports them.
        virtual_services_.push_back(merge_delegates(*rules, registry, left_out));
        for (const HttpRoute& route : virtual_services_.back().http) {
            for (const HttpMatch& match : route.matches) {
                if (!match.source_labels.empty()) asked_labels_.push_back(match.source_labels);
            }
        }
    }
    for (const VirtualService& rules : virtual_services_) {
        add_hosts_of(rules, ports);
    }
}

void Catalogue::add_hosts_of(const VirtualService& rules, const std::vector<ServicePort>& ports) {
    for (const std::string& name : rules.hosts) {
        const std::string host = resolve_host(name, rules.meta.ns);
        if (is_wildcard(host) && covers_a_host(host)) continue;
        add_host({.host = host,
                  .service = {},
                  .ns = rules.meta.ns,
                  .ports = ports,
                  .has_clusters = false,
                  .selector = {},
                  .addresses = {}});
    }
}

bool Catalogue::covers_a_host(std::string_view wildcard) const {
    return std::any_of(hosts_.begin(), hosts_.end(), [&](const KnownHost& known) {
        return known.has_clusters && wildcard_covers(wildcard, known.host);
    });
}

void Catalogue::add_destination_rules(const VisibleObjects& objects) {
    for (const DestinationRule* rule : objects.destination_rules()) {
        const std::string host = resolve_host(rule->host, rule->meta.ns);
        if (rule->workload_selector) asked_labels_.push_back(*rule->workload_selector);
        auto& of_namespace = destination_rule_index_[rule->meta.ns];
        if (of_namespace.add(host, destination_rules_.size())) {
            destination_rules_.push_back({*rule});
            continue;
        }
        auto& of_host = destination_rules_[*of_namespace.find(host)];
        for (DestinationRule& earlier : of_host)
            merge(earlier, *rule);
        const bool has_its_like = std::ranges::any_of(
            of_host, [&](const DestinationRule& earlier) { return select_alike(earlier, *rule); });
        if (!has_its_like) of_host.push_back(*rule);
    }
}

Labels Catalogue::labels_of_namespace(const std::string& name) const {
    const auto& namespaces = unlimited_->namespaces;
    const auto known = namespaces.find(name);
    Labels labels = known == namespaces.end() ? Labels{} : known->second;
    labels.insert_or_assign("kubernetes.io/metadata.name", name);
    return labels;
}

const KnownHost* Catalogue::find(std::string_view host) const {
    const auto entry = host_index_.find(host);
    return entry == host_index_.end() ? nullptr : &hosts_[entry->second];
}

const VirtualService* Catalogue::virtual_service(std::string_view host) const {
    const std::size_t* position = virtual_service_index_.find(host);
    return position == nullptr ? nullptr : &virtual_services_[*position];
}

const DestinationRule* Catalogue::destination_rule(const KnownHost& host,
                                                   std::string_view client_ns,
                                                   const Labels& client) const {
    for (const std::string_view ns : obeyed_namespaces(client_ns, host.ns)) {
        const auto of_namespace = destination_rule_index_.find(ns);
        if (of_namespace == destination_rule_index_.end()) continue;
        const std::size_t* position = of_namespace->second.find(host.host);
        if (position != nullptr)
            return obeyed_rule(destination_rules_[*position], client_ns, client);
    }
    return nullptr;
}

std::vector<const KnownHost*> Catalogue::selecting(const std::string& ns,
                                                   const Labels& labels) const {
    std::vector<const KnownHost*> found;
    for (const auto& [label, value] : labels) {
        const auto entry = selectors_.find({ns, label, value});
        if (entry == selectors_.end()) continue;
        for (const std::size_t position : entry->second) {
            if (has_labels(labels, hosts_[position].selector)) found.push_back(&hosts_[position]);
        }
    }
    return found;
}

}  // namespace weft::mesh::control
