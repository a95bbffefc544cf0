#include "mesh/control/control_plane.hpp"

#include "mesh/control/locality.hpp"
#include "mesh/control/set_apart.hpp"
#include "mesh/control/translate.hpp"
#include "mesh/control/workload_rules.hpp"
#include "mesh/proxy/config_check.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh::control {

namespace {

/// What is translated for proxies that see the same.
struct View {
    Translation translation;
    std::vector<const KnownHost*> changed;  ///< Hosts with pods that changed.
};

}  // namespace

ControlPlane::ControlPlane(MeshDefaults defaults) : defaults_(std::move(defaults)) {}

void ControlPlane::note_change(const Resource& resource) {
    if (const auto* pod = std::get_if<Pod>(&resource)) {
        if (catalogue_) changed_pods_.emplace(pod->meta.ns, pod->meta.labels);
        settled_ = false;
    } else if (belongs_to_catalogue(resource)) {
        catalogue_.reset();
        settled_ = false;
    }
}

void ControlPlane::apply(const Resource& resource) {
    const auto old = registry_.objects().find(key_of(resource));
    if (old != registry_.objects().end()) note_change(old->second);
    note_change(resource);
    registry_.apply(resource);
}

void ControlPlane::remove(const ResourceKey& key) {
    const auto old = registry_.objects().find(key);
    if (old == registry_.objects().end()) return;
    note_change(old->second);
    registry_.remove(key);
}

void ControlPlane::overrule(const std::string& host, ServicePolicy policy) {
    defaults_.service_policies.insert_or_assign(host, std::move(policy));
    catalogue_.reset();
    settled_ = false;
}

void ControlPlane::connect(const ProxyIdentity& proxy) {
    disconnect(proxy.name);
    clients_.emplace(proxy.name, Client{.identity = proxy, .scope = {}, .told = {}});
    newcomers_.insert(proxy.name);
    some_came_ = true;
}

void ControlPlane::disconnect(const std::string& proxy) {
    const auto client = clients_.find(proxy);
    if (client == clients_.end()) return;
    if (client->second.scope) leave(*client->second.scope);
    clients_.erase(client);
    newcomers_.erase(proxy);
}

void ControlPlane::disconnect_all() {
    clients_.clear();
    clients_of_.clear();
    newcomers_.clear();
}

void ControlPlane::leave(const Scope& scope) {
    const auto clients = clients_of_.find(scope);
    if (clients != clients_of_.end() && --clients->second == 0) clients_of_.erase(clients);
}

void ControlPlane::forget_told() {
    for (auto& [name, client] : clients_)
        client.told.reset();
    settled_ = false;
}

void ControlPlane::miss_keys(std::set<std::string> addresses) {
    if (missing_keys_ == addresses) return;
    missing_keys_ = std::move(addresses);
    catalogue_.reset();
    settled_ = false;
}

/// Pods of one namespace with the same labels are taken to be alike.
std::uint32_t ControlPlane::security_of(const ProxyIdentity& proxy) {
    if (proxy.kind == ProxyIdentity::Kind::none) return 0;  // Nobody there asks.
    if (catalogue_->security().empty()) return 0;
    const auto [known, is_new] = security_by_labels_.try_emplace({proxy.ns, proxy.labels}, 0);
    if (!is_new) return known->second;
    WorkloadRules rules = workload_rules(*catalogue_, proxy, missing_keys_);
    if (rules.ask_nothing()) return 0;
    const auto found = std::ranges::find(asked_of_callers_, rules);
    known->second = static_cast<std::uint32_t>(found - asked_of_callers_.begin()) + 1;
    if (found == asked_of_callers_.end()) asked_of_callers_.push_back(std::move(rules));
    return known->second;
}

ControlPlane::Scope ControlPlane::scope_of(const ProxyIdentity& proxy) {
    Scope scope{.ns = proxy.ns, .asked_labels = {}, .place = {}, .host = {}, .kind = proxy.kind};
    if (proxy.kind == ProxyIdentity::Kind::gateway) scope.gateway = proxy.labels;
    scope.calls = proxy.calls;
    for (const Labels& wanted : catalogue_->asked_labels()) {
        scope.asked_labels.push_back(has_labels(proxy.labels, wanted));
    }
    scope.protected_by = protecting_service(*catalogue_, defaults_, proxy);
    scope.security = security_of(proxy);
    if (const SidecarScope* const sidecar = sidecars_.of(proxy)) scope.sidecar = key_of(*sidecar);
    if (labels_of_place_.empty()) return scope;
    const Labels labels = with_place(proxy.labels, proxy.zone, proxy.node);
    for (const std::string& name : labels_of_place_) {
        const auto label = labels.find(name);
        scope.place.push_back(label == labels.end() ? std::string{} : label->second);
    }
    if (defaults_.locality.mode == LocalityDefaults::Mode::zone_aware) {
        const auto own = catalogue_->selecting(proxy.ns, proxy.labels);
        if (!own.empty()) scope.host = own.front()->host;
    }
    return scope;
}

/// Without the namespace, if what its proxies are told is told in all that nothing sets apart, but
/// for short names.
ControlPlane::Scope ControlPlane::in_common(Scope scope) const {
    const bool calls_services =
        scope.kind == ProxyIdentity::Kind::sidecar || scope.kind == ProxyIdentity::Kind::none;
    if (calls_services && !scope.sidecar && !set_apart_.contains(scope.ns)) scope.ns.clear();
    return scope;
}

ControlPlane::AudienceKey ControlPlane::audience_of(const Scope& scope) const {
    return limits_visibility_ ? AudienceKey{scope.ns, scope.sidecar} : AudienceKey{};
}

const SidecarScope* ControlPlane::sidecar_of(const AudienceKey& audience) const {
    const auto& sidecar = audience.second;
    return sidecar ? &std::get<SidecarScope>(registry_.objects().at(*sidecar)) : nullptr;
}

const WorkloadRules* ControlPlane::asked_of_callers(const Scope& scope) const {
    return scope.security == 0 ? nullptr : &asked_of_callers_[scope.security - 1];
}

/// What there is for these proxies.
const Catalogue& ControlPlane::seen_by(const AudienceKey& audience) {
    if (!limits_visibility_) return *catalogue_;
    const auto known = views_.find(audience);
    if (known != views_.end()) return known->second;
    const VisibleObjects objects{registry_, {.ns = audience.first, .scope = sidecar_of(audience)}};
    return views_.try_emplace(audience, registry_, objects, *catalogue_).first->second;
}

std::map<ControlPlane::Scope, ControlPlane::Need> ControlPlane::needs() {
    std::map<Scope, Need> needs;
    clients_of_.clear();
    for (auto& [name, client] : clients_) {
        if (!client.scope) client.scope = scope_of(client.identity);
        ++clients_of_[*client.scope];
        Need& need = needs.try_emplace(*client.scope, Need{&client.identity, 0}).first->second;
        if (client.told) need.newest_told = std::max(need.newest_told, client.told->version);
    }
    return needs;
}

std::vector<const KnownHost*> ControlPlane::hosts_of_changed_pods(const Catalogue& seen) const {
    std::vector<const KnownHost*> hosts;
    for (const auto& [ns, labels] : changed_pods_) {
        const auto selecting = seen.selecting(ns, labels);
        hosts.insert(hosts.end(), selecting.begin(), selecting.end());
    }
    std::sort(hosts.begin(), hosts.end(),
              [](const KnownHost* a, const KnownHost* b) { return a->host < b->host; });
    hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
    return hosts;
}

/// A configuration that says this, new or in use. No proxy may be told a version below its last.
std::shared_ptr<const ProxyConfig> ControlPlane::share(ProxyConfig content,
                                                       std::uint64_t newest_told,
                                                       Configs& in_use) const {
    const auto known = std::find_if(in_use.begin(), in_use.end(), [&](const auto& config) {
        return config->version >= newest_told && same_content(*config, content);
    });
    if (known != in_use.end()) return *known;
    content.version = version_ + 1;
    if (auto mistake = mistake_in(content))
        content.mistake = std::make_shared<const std::string>(std::move(*mistake));
    in_use.push_back(std::make_shared<const ProxyConfig>(std::move(content)));
    return in_use.back();
}

/// The catalogue, and what follows from it.
void ControlPlane::look_anew() {
    catalogue_.emplace(registry_);
    limits_visibility_ = limits_visibility(registry_);
    set_apart_ = namespaces_set_apart(registry_, *catalogue_);
    sidecars_ = SidecarScopes{registry_};
    views_.clear();
    labels_of_place_ = labels_of_place(*catalogue_, defaults_);
    asked_of_callers_.clear();
    security_by_labels_.clear();
    for (auto& [name, client] : clients_) {
        client.scope.reset();
    }
}

/// Brings configs_ up to date for the scopes that have proxies.
void ControlPlane::translate() {
    const bool all_anew = !catalogue_;
    if (all_anew) look_anew();
    std::map<AudienceKey, View> views;
    const auto view_of = [&](const Scope& scope) -> View& {
        const AudienceKey audience = audience_of(scope);
        const auto known = views.find(audience);
        if (known != views.end()) return known->second;
        const Catalogue& seen = seen_by(audience);
        return views
            .emplace(audience, View{Translation{seen, sidecar_of(audience), *catalogue_, defaults_,
                                                registry_, sharing_},
                                    hosts_of_changed_pods(seen)})
            .first->second;
    };

    const auto before = std::exchange(configs_, {});
    Configs in_use;
    for (const auto& [scope, config] : before) {
        in_use.push_back(config);
    }
    std::map<Scope, ProxyConfig> anew;  // By what scopes have in common; the same:
    std::map<Scope, ProxyConfig> renewed;
    for (const auto& [scope, need] : needs()) {
        const auto old = before.find(scope);
        const bool is_known = !all_anew && old != before.end();
        const Scope common = in_common(scope);
        auto& [translation, changed] = view_of(common);
        if (is_known && changed.empty()) {
            configs_[scope] = old->second;
            continue;
        }
        const auto [made, is_first] = (is_known ? renewed : anew).try_emplace(common);
        if (is_first) {
            made->second = is_known
                               ? translation.renew_endpoints(*old->second, *need.like, changed)
                               : translation.config(*need.like, common.ns, asked_of_callers(scope));
        }
        ProxyConfig content = made->second;
        if (is_known) {
            content.routes = old->second->routes;
        } else {
            translation.add_short_names(scope.kind, scope.ns, content);
        }
        configs_[scope] = share(std::move(content), need.newest_told, in_use);
    }
    for (const auto& [scope, config] : configs_) {
        version_ = std::max(version_, config->version);
    }
    changed_pods_.clear();
}

/// Where nothing changed, those that came are told what their like were told, and nobody else is
/// looked at: many that come one by one cost no more than they are. Nothing if one of them has no
/// like.
std::optional<std::vector<Push>> ControlPlane::greet() {
    for (const std::string& name : newcomers_) {
        Client& client = clients_.at(name);
        if (!client.scope) client.scope = scope_of(client.identity);
        if (!configs_.contains(*client.scope)) return std::nullopt;
    }
    std::vector<Push> told;
    for (const std::string& name : newcomers_) {
        Client& client = clients_.at(name);
        ++clients_of_[*client.scope];
        client.told = configs_.at(*client.scope);
        told.push_back({name, client.told});
    }
    if (clients_of_.size() < configs_.size()) {
        std::erase_if(configs_,
                      [&](const auto& known) { return !clients_of_.contains(known.first); });
    }
    newcomers_.clear();
    some_came_ = false;
    return told;
}

std::vector<Push> ControlPlane::pushes() {
    if (settled_ && !some_came_) return {};
    if (settled_ && catalogue_) {
        if (auto told = greet()) return std::move(*told);
    }
    std::vector<Push> changed;
    translate();
    // Many proxies go from one configuration to one other: each such step is compared once.
    std::map<std::pair<const ProxyConfig*, const ProxyConfig*>, bool> steps;
    for (auto& [name, client] : clients_) {
        const auto& config = configs_.at(*client.scope);
        if (client.told == config) continue;
        const auto [step, first] = steps.try_emplace({client.told.get(), config.get()}, true);
        if (first && client.told) step->second = !same_content(*client.told, *config);
        if (step->second) changed.push_back({name, config});
        client.told = config;
    }
    sharing_.forget_unused();
    newcomers_.clear();
    some_came_ = false;
    settled_ = true;
    return changed;
}

}  // namespace weft::mesh::control
