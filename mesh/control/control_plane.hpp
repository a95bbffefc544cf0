#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/push/push_queue.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/control/sharing.hpp"
#include "mesh/control/visibility.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weft::mesh::control {

/// Turns the cluster's objects into what each proxy must know, as versions that are pushed.
///
/// Sans-I/O: the host tells it what changed and carries the pushes. Proxies whose identity makes no
/// difference share one configuration object. Parts that a version did not change (routes,
/// clusters, endpoints) are the same objects as before, even if they were written anew with the
/// same meaning.
class ControlPlane {
public:
    explicit ControlPlane(MeshDefaults defaults);

    /// A version of an object appeared or replaced an older one. A pod costs its services'
    /// endpoints at the next pushes(); rules and services cost a translation of everything.
    void apply(const Resource& resource);
    void remove(const ResourceKey& key);

    /// A proxy that connects again under its name is told everything anew.
    void connect(const ProxyIdentity& proxy);
    void disconnect(const std::string& proxy);
    void disconnect_all();

    /// Something else holds for a host, whatever the rules say.
    void overrule(const std::string& host, ServicePolicy policy);

    /// All that are connected are told everything anew.
    void forget_told();

    /// Keys of issuers that could not be fetched from these addresses, and could from all others.
    void miss_keys(std::set<std::string> addresses);

    /// What proxies must be told since the last call, in order of their names. Configurations that
    /// are new in one call have one version number; a proxy that connects late is told what its
    /// like already have, under its old number. Whose configuration did not change gets nothing.
    std::vector<Push> pushes();

    /// Of the newest configuration. It grows only if one differs from all that are in use.
    std::uint64_t version() const { return version_; }

    /// The pods and addresses behind endpoint and cluster numbers.
    const Registry& registry() const { return registry_; }

private:
    /// What tells configurations apart: a namespace, which of the labels that rules ask for a
    /// proxy has, what protects its app, where it stands, if that makes a difference, what is asked
    /// of its callers, and its Sidecar.
    struct Scope {
        std::string ns;
        std::vector<bool> asked_labels;
        std::string protected_by{};        ///< Name of a service with a policy, or "".
        std::vector<std::string> place{};  ///< Values of labels_of_place_.
        std::string host{};                ///< That it answers for itself, if zones are balanced.
        std::uint32_t security = 0;        ///< Number of what its callers are asked; 0: nothing.
        std::optional<ResourceKey> sidecar{};
        ProxyIdentity::Kind kind{};
        Labels gateway{};     ///< Labels of a gateway: what is bound to it.
        std::string calls{};  ///< Of one outside.

        friend auto operator<=>(const Scope&, const Scope&) = default;
    };

    struct Client {
        ProxyIdentity identity;
        std::optional<Scope> scope;               ///< Nothing: to be found.
        std::shared_ptr<const ProxyConfig> told;  ///< Or one that says the same.
    };

    /// A scope that has proxies: one of them, and the newest version that any of them was told.
    struct Need {
        const ProxyIdentity* like;
        std::uint64_t newest_told;
    };

    /// Proxies that see the same: of a namespace, with its Sidecar if one is obeyed.
    using AudienceKey = std::pair<std::string, std::optional<ResourceKey>>;

    using Configs = std::vector<std::shared_ptr<const ProxyConfig>>;

    void note_change(const Resource& resource);
    Scope scope_of(const ProxyIdentity& proxy);
    std::uint32_t security_of(const ProxyIdentity& proxy);
    std::map<Scope, Need> needs();
    void leave(const Scope& scope);
    std::optional<std::vector<Push>> greet();
    Scope in_common(Scope scope) const;
    AudienceKey audience_of(const Scope& scope) const;
    const SidecarScope* sidecar_of(const AudienceKey& audience) const;
    const Catalogue& seen_by(const AudienceKey& audience);
    const WorkloadRules* asked_of_callers(const Scope& scope) const;
    std::vector<const KnownHost*> hosts_of_changed_pods(const Catalogue& seen) const;
    std::shared_ptr<const ProxyConfig> share(ProxyConfig content,
                                             std::uint64_t newest_told,
                                             Configs& in_use) const;
    void look_anew();
    void translate();

    MeshDefaults defaults_;
    Registry registry_;
    Sharing sharing_;
    std::uint64_t version_ = 0;
    std::map<std::string, Client> clients_;
    std::map<Scope, std::uint64_t> clients_of_;     ///< How many each scope has, once it is found.
    std::set<std::string> newcomers_;               ///< That connected since the last pushes.
    bool some_came_ = false;                        ///< Since then, gone again or not.
    std::optional<Catalogue> catalogue_;            ///< Nothing: something else than a pod changed.
    SidecarScopes sidecars_;                        ///< Of the catalogue.
    std::map<AudienceKey, Catalogue> views_;        ///< Where not all proxies see everything.
    bool limits_visibility_ = false;                ///< As the catalogue was made.
    std::set<std::string, std::less<>> set_apart_;  ///< Namespaces; the same.
    std::vector<std::string> labels_of_place_;      ///< Of the catalogue: see labels_of_place().
    std::set<std::string> missing_keys_;            ///< Addresses.
    std::vector<WorkloadRules> asked_of_callers_;   ///< Of the catalogue; scopes count from 1.
    std::map<std::pair<std::string, Labels>, std::uint32_t> security_by_labels_;  ///< The same.
    std::map<Scope, std::shared_ptr<const ProxyConfig>> configs_;  ///< What each scope must know.
    std::set<std::pair<std::string, Labels>> changed_pods_;        ///< Their namespaces and labels.
    bool settled_ =
        true;  ///< Since the last pushes nothing happened but that proxies came or went.
};

}  // namespace weft::mesh::control
