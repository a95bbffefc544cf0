#include "scenarios/analyze/analyzed_mesh.hpp"

#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"

#include <algorithm>
#include <array>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

Catalogue catalogue_of(const Documents& documents) {
    Registry registry;
    for (const Document& document : documents) {
        if (document.resource) registry.apply(*document.resource);
    }
    return Catalogue{registry};
}

/// Whatever has a template makes pods: DaemonSets and Jobs, too. A WorkloadEntry stands for one
/// that runs outside.
std::vector<PodGroup> pods_of(const Documents& documents) {
    std::vector<PodGroup> pods;
    for (const Document& document : documents) {
        Labels labels = labels_in(document, {"spec", "template", "metadata", "labels"});
        if (document.key.kind == "Pod") labels = labels_in(document, {"metadata", "labels"});
        if (document.key.kind == "WorkloadEntry") labels = labels_in(document, {"spec", "labels"});
        if (!labels.empty()) pods.push_back({&document, document.key.ns, std::move(labels)});
    }
    return pods;
}

}  // namespace

AnalyzedMesh::AnalyzedMesh(const Documents& documents)
    : documents_(documents), catalogue_(catalogue_of(documents)), pods_(pods_of(documents)) {
    for (const KnownHost& host : catalogue_.hosts()) {
        if (host.has_clusters && is_wildcard(host.host)) wildcards_.add(host.host, &host);
    }
    for (const auto& [document, service] : all<Service>()) {
        if (!service.ports.empty() || !service.external_name.empty()) continue;
        portless_.insert(service_host(service.meta.name, service.meta.ns));
    }
}

const KnownHost* AnalyzedMesh::find_host(std::string_view full_name) const {
    const KnownHost* const known = catalogue_.find(full_name);
    if (known != nullptr && known->has_clusters) return known;
    const auto* const wildcard = wildcards_.find(full_name);
    return wildcard == nullptr ? nullptr : *wildcard;
}

bool AnalyzedMesh::is_beside(std::string_view full_name) const {
    return portless_.contains(full_name) || full_name.ends_with(".istio-system.svc.cluster.local");
}

bool AnalyzedMesh::has_hosts() const {
    return std::ranges::any_of(catalogue_.hosts(), &KnownHost::has_clusters);
}

std::string AnalyzedMesh::suggest_host(const std::string& written, const std::string& ns) const {
    // A name with a dot is taken as it stands, which surprises who wrote "reviews.prod".
    const std::string full = lower_case(written) + ".svc.cluster.local";
    if (find_host(full) != nullptr) return "; did you mean '" + full + "'?";
    if (find_host(lower_case(written)) != nullptr)
        return "; a rule means '" + resolve_host(written, ns) + "', and no ServiceEntry's host";
    std::vector<std::string> names;
    for (const KnownHost& host : catalogue_.hosts()) {
        if (!host.has_clusters) continue;
        names.push_back(host.host);
        if (host.ns == ns && !host.service.empty()) names.push_back(host.service);
    }
    return did_you_mean(written, names);
}

std::vector<const PodGroup*> AnalyzedMesh::pods(std::string_view ns, const Labels& labels) const {
    std::vector<const PodGroup*> found;
    for (const PodGroup& group : pods_) {
        if (!ns.empty() && group.ns != ns) continue;
        if (has_labels(group.labels, labels)) found.push_back(&group);
    }
    return found;
}

std::string to_text(const Labels& labels) {
    std::string text;
    for (const auto& [name, value] : labels) {
        if (!text.empty()) text += ',';
        text.append(name).append("=").append(value);
    }
    return text;
}

bool is_of_istio(const Document& document) {
    return document.group.ends_with("istio.io");
}

bool are_of_installation(const Labels& labels) {
    const auto label = labels.find("istio");
    return labels.size() == 1 && label != labels.end() &&
           (label->second == "ingressgateway" || label->second == "egressgateway");
}

bool is_system_namespace(std::string_view ns) {
    constexpr std::array<std::string_view, 5> names{
        "istio-system", "kube-node-lease", "kube-public", "kube-system", "local-path-storage"};
    return std::ranges::find(names, ns) != names.end();
}

}  // namespace weft::scenarios
