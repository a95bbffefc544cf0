#include "scenarios/manifests/read_manifests.hpp"

#include "scenarios/manifests/check_rules.hpp"
#include "scenarios/manifests/mesh_settings.hpp"
#include "scenarios/manifests/resource_readers.hpp"
#include "scenarios/manifests/service_graph.hpp"
#include "scenarios/manifests/unset_fields.hpp"
#include "scenarios/read/read_chaos.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace weft::scenarios {

using mesh::control::Resource;
using mesh::control::ResourceKey;

namespace {

/// The group stands before the slash of an apiVersion; Kubernetes' own first kinds have none.
struct Kind {
    std::string_view group;
    std::string_view name;
    ReadResource read;
};

constexpr std::string_view autoscaling = "autoscaling";
constexpr std::string_view istio = "networking.istio.io";
constexpr std::string_view istio_security = "security.istio.io";
constexpr std::string_view gateway_api = "gateway.networking.k8s.io";

/// What Istio's analysis calls a mistake within one of its resources.
constexpr std::string_view schema_error = "IST0106";

constexpr std::array<Kind, 21> kinds{{
    {"", "Namespace", read_namespace},
    {"", "ServiceAccount", read_service_account},
    {"", "Service", read_service},
    {"apps", "Deployment", read_deployment},
    {"apps", "StatefulSet", read_stateful_set},
    {autoscaling, "HorizontalPodAutoscaler", read_autoscaler},
    {"apps", "DaemonSet", read_daemon_set},
    {"batch", "Job", read_job},
    {"policy", "PodDisruptionBudget", read_disruption_budget},
    {istio, "VirtualService", read_virtual_service},
    {istio, "DestinationRule", read_destination_rule},
    {istio, "Gateway", read_gateway},
    {istio, "ServiceEntry", read_service_entry},
    {istio, "Sidecar", read_sidecar},
    {gateway_api, "Gateway", read_api_gateway},
    {gateway_api, "HTTPRoute", read_http_route},
    {gateway_api, "GRPCRoute", read_grpc_route},
    {gateway_api, "ReferenceGrant", read_reference_grant},
    {istio_security, "PeerAuthentication", read_peer_authentication},
    {istio_security, "AuthorizationPolicy", read_authorization_policy},
    {istio_security, "RequestAuthentication", read_request_authentication},
}};

/// Kinds that no run plays and whose names are like those of others: whoever writes one means it.
constexpr std::array<std::string_view, 8> kinds_not_played{
    "CronJob",  "Pod",      "PodTemplate",   "TCPRoute",
    "TLSRoute", "UDPRoute", "WorkloadEntry", "WorkloadGroup"};

/// An IstioOperator needs no name.
constexpr const char* unnamed = "unnamed";

bool is_known_version(std::string_view group, std::string_view version) {
    if (version == "v1") return true;
    if (group == autoscaling) return version == "v2" || version == "v2beta2";
    if (group == gateway_api || group == istio_security) return version == "v1beta1";
    return group == istio && (version == "v1beta1" || version == "v1alpha3");
}

const Kind* find_kind(std::string_view api_version, std::string_view name) {
    const std::size_t slash = api_version.find('/');
    const bool has_group = slash != std::string_view::npos;
    const std::string_view group = has_group ? api_version.substr(0, slash) : "";
    const std::string_view version = has_group ? api_version.substr(slash + 1) : api_version;
    if (!is_known_version(group, version)) return nullptr;
    const auto found = std::ranges::find_if(
        kinds, [&](const Kind& kind) { return kind.group == group && kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

/// The end of "… is not honoured": a kind that was nearly meant, or that only this version is
/// foreign.
std::string hint_for(const std::string& kind_name, const std::string& api_version) {
    std::vector<std::string> names;
    for (const Kind& kind : kinds) {
        if (kind.name == kind_name) return " in apiVersion " + api_version;
        names.emplace_back(kind.name);
    }
    if (std::ranges::find(kinds_not_played, kind_name) != kinds_not_played.end()) return "";
    return did_you_mean(kind_name, names);
}

/// Reads documents one after the other, and knows where each resource came from.
class ManifestReader {
public:
    ManifestReader(std::vector<Resource>& resources, Diagnostics& diagnostics, Documents* documents)
        : resources_(resources), diagnostics_(diagnostics), documents_(documents) {
        for (std::size_t i = 0; i < resources.size(); ++i)
            known_.emplace(key_of(resources[i]), Known{i, {}});
    }

    void read_documents(const std::vector<YAML::Node>& documents, const std::string& file) {
        for (const YAML::Node& document : documents) {
            drop_unset_fields(document);
            read_document(document, file);
        }
    }

    /// Once everything is read: what the rules make of each other.
    void check() const { check_rules(resources_, rule_places_, diagnostics_); }

private:
    struct Known {
        std::size_t index;
        Place place;
    };

    void read_document(const YAML::Node& node, const std::string& file) {
        if (!node.IsDefined() || node.IsNull()) return;
        YamlMap document{node, file, diagnostics_};
        if (node.IsMap() && is_list(document)) {
            document.each("items", [&](const YAML::Node& item) { read_document(item, file); });
        } else if (node.IsMap()) {
            read_object(document, node);
        }
    }

    static bool is_list(YamlMap& document) {
        const YAML::Node kind = document.node("kind");
        return kind.IsDefined() && kind.IsScalar() && kind.Scalar().ends_with("List") &&
               document.has("items");
    }

    /// Folders hold other things as well, such as the values of a chart.
    static bool is_object(const YamlMap& document) {
        return document.has("apiVersion") || document.has("kind") || document.has("metadata");
    }

    /// By its kind, or by what it holds if that was forgotten.
    static bool is_scenario(const YamlMap& document) {
        YamlMap copy = document;
        const YAML::Node kind = copy.node("kind");
        const YAML::Node version = copy.node("apiVersion");
        if (kind.IsDefined() && kind.IsScalar() && kind.Scalar() == "Scenario") {
            return !version.IsDefined() ||
                   (version.IsScalar() && version.Scalar().starts_with("weft/"));
        }
        constexpr std::array own{"manifests", "horizon", "load", "timeline", "expect"};
        const auto held =
            std::ranges::count_if(own, [&](const char* key) { return document.has(key); });
        return !document.has("metadata") && held >= 2;
    }

    void read_object(YamlMap& document, const YAML::Node& node) {
        if (is_scenario(document)) {
            document.diagnostics().warning(
                document.place(),
                fmt::format("is a scenario, which is played by itself: weft run {}",
                            document.file()));
            return;
        }
        if (!is_object(document)) {
            document.diagnostics().warning(
                document.place(),
                is_service_graph(node)
                    ? fmt::format("is a graph of services, which is played by itself: weft run {}",
                                  document.file())
                    : "is no Kubernetes object (apiVersion and kind are missing)");
            return;
        }
        const std::string api_version = document.required_text("apiVersion");
        const std::string kind = document.required_text("kind");
        if (api_version.empty() || kind.empty()) return;
        const std::string name = name_in(document);
        const std::string subject = name.empty() ? kind : kind + " '" + name + "'";
        const auto warn = [&](const std::string& what) {
            document.diagnostics().warning(document.place("kind"), subject + what);
        };
        if (const Kind* known = find_kind(api_version, kind)) {
            const std::size_t said = diagnostics_.all().size();
            const auto resource = known->read(document);
            if (known->group == istio) diagnostics_.name_errors(said, schema_error);
            if (resource) keep(*resource, document);
            keep_document(document_of(node, document.file(), resource));
            return;
        }
        Document other = document_of(node, document.file(), std::nullopt);
        const bool is_of_mesh = is_mesh_file(other);
        if (is_of_mesh && other.key.name.empty()) other.key.name = unnamed;
        keep_document(other);
        // The timeline plays the first, and the scenario is played under the others.
        if (is_chaos(other) || is_of_mesh) return;
        warn(" is not honoured" + hint_for(kind, api_version));
    }

    static std::string name_in(const YamlMap& document) {
        YamlMap copy = document;
        const YAML::Node meta = copy.node("metadata");
        if (!meta.IsDefined() || !meta.IsMap()) return "";
        const YAML::Node name = meta["name"];
        return name.IsDefined() && name.IsScalar() ? name.Scalar() : "";
    }

    static RulePlaces places_of(YamlMap document) {
        const auto spec = document.map("spec");
        return {.document = document.place(),
                .hosts = spec ? spec->place("hosts") : document.place()};
    }

    /// The later of two versions of one object is the one that the cluster has.
    void keep(const Resource& resource, const YamlMap& document) {
        const ResourceKey key = key_of(resource);
        if (key.name.empty()) return;  // Reported where it is missing.
        if (std::holds_alternative<mesh::control::VirtualService>(resource)) {
            rule_places_[key] = places_of(document);
        }
        const auto [position, is_new] =
            known_.emplace(key, Known{resources_.size(), document.place()});
        if (is_new) {
            resources_.push_back(resource);
            return;
        }
        Known& before = position->second;
        std::string message = key.kind + " '" + key.name + "' replaces the one ";
        message += before.place.file.empty()
                       ? std::string{"read before"}
                       : "at " + before.place.file + ":" + std::to_string(before.place.line);
        document.diagnostics().warning(document.place(), message);
        resources_[before.index] = resource;
        before.place = document.place();
    }

    void keep_document(Document document) {
        if (documents_ == nullptr || document.key.name.empty()) return;
        const auto [known, is_new] =
            written_.emplace(std::pair{document.group, document.key}, documents_->size());
        if (is_new) {
            documents_->push_back(std::move(document));
        } else {
            Document& before = (*documents_)[known->second];
            warn_of_replaced(before, document);
            before = std::move(document);
        }
    }

    /// Of resources it is said where they are kept; the rest is played by other readers, or not.
    void warn_of_replaced(const Document& before, const Document& now) {
        if (!is_chaos(now) && !is_mesh_file(now)) return;
        const Place place = place_in(before, {});
        diagnostics_.warning(place_in(now, {}),
                             fmt::format("{} '{}' replaces the one at {}:{}", now.key.kind,
                                         now.key.name, place.file, place.line));
    }

    std::vector<Resource>& resources_;
    Diagnostics& diagnostics_;
    Documents* documents_;  ///< Null: nobody asks.
    std::map<std::pair<std::string, ResourceKey>, std::size_t> written_;
    std::map<ResourceKey, Known> known_;
    std::map<ResourceKey, RulePlaces> rule_places_;
};

/// The files of a folder; that it cannot be looked into, or has none, is an error.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder,
                                            Diagnostics& diagnostics) {
    auto files = diagnostics.sources()->files_below(folder);
    if (!files) {
        diagnostics.error({folder.string()}, files.error());
        return {};
    }
    if (files->empty()) diagnostics.error({folder.string()}, "holds no *.yaml or *.yml file");
    return std::move(*files);
}

}  // namespace

void read_manifest_files(const std::vector<std::filesystem::path>& files,
                         std::vector<Resource>& resources,
                         Diagnostics& diagnostics,
                         Documents* documents) {
    ManifestReader reader{resources, diagnostics, documents};
    const auto read = [&](const std::filesystem::path& file) {
        reader.read_documents(load_yaml(file, diagnostics), file.string());
    };
    for (const std::filesystem::path& file : files) {
        if (diagnostics.sources()->is_folder(file)) {
            std::ranges::for_each(files_of(file, diagnostics), read);
        } else {
            read(file);
        }
    }
    reader.check();
}

void read_manifest_text(const std::string& text,
                        const std::string& name,
                        std::vector<Resource>& resources,
                        Diagnostics& diagnostics,
                        Documents* documents) {
    ManifestReader reader{resources, diagnostics, documents};
    reader.read_documents(parse_yaml(text, name, diagnostics), name);
    reader.check();
}

void read_manifest_object(const YAML::Node& object,
                          const std::string& name,
                          std::vector<Resource>& resources,
                          Diagnostics& diagnostics) {
    ManifestReader reader{resources, diagnostics, nullptr};
    reader.read_documents({object}, name);
    reader.check();
}

}  // namespace weft::scenarios
