#include "mesh/control/registry.hpp"
#include "mesh/control/visibility.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

using mesh::control::Labels;
using mesh::control::root_namespace;

namespace {

constexpr std::array<std::string_view, 5> with_selector{"AuthorizationPolicy", "PeerAuthentication",
                                                        "RequestAuthentication", "Telemetry",
                                                        "WasmPlugin"};
constexpr std::array<std::string_view, 2> with_workload_selector{"EnvoyFilter", "Sidecar"};

/// Where a kind says which pods it is for; empty for one that does not.
Path selector_path(const Document& document) {
    if (!is_of_istio(document)) return {};
    if (std::ranges::find(with_selector, document.key.kind) != with_selector.end())
        return {"spec", "selector", "matchLabels"};
    const bool is_other = std::ranges::find(with_workload_selector, document.key.kind) !=
                          with_workload_selector.end();
    return is_other ? Path{"spec", "workloadSelector", "labels"} : Path{};
}

/// One without a selector is for all pods of its namespace. Source: Istio looks there for those of
/// AuthorizationPolicies alone.
void check_namespace_has_pods(const AnalyzedMesh& mesh,
                              const Document& document,
                              const std::string& subject,
                              Diagnostics& said) {
    const bool names_gateways =
        find_in(document, {"spec", "targetRefs"}) || find_in(document, {"spec", "targetRef"});
    if (document.key.kind != "AuthorizationPolicy" || names_gateways) return;
    if (mesh.pods().empty() || !mesh.pods(document.key.ns, {}).empty()) return;
    say(said, Finding::no_matching_workloads, place_in(document, {"spec"}),
        fmt::format("namespace '{}' has no pods", document.key.ns), subject);
}

/// Istio takes a selector of a Sidecar or a Telemetry for a reference, as a Gateway's.
void check_matches(const AnalyzedMesh& mesh, const Document& document, Diagnostics& said) {
    const Path path = selector_path(document);
    if (path.empty()) return;
    const bool is_of_root = document.key.ns == root_namespace;
    const std::string subject = fmt::format("{} '{}'", document.key.kind, document.key.name);
    const Labels labels = labels_in(document, path);
    if (labels.empty()) {
        if (!is_of_root) check_namespace_has_pods(mesh, document, subject, said);
        return;
    }
    if (are_of_installation(labels)) return;
    const std::string ns = is_of_root ? "" : document.key.ns;
    if (!mesh.pods(ns, labels).empty()) return;
    if (document.key.kind == "Sidecar" || document.key.kind == "Telemetry") {
        const auto severity =
            mesh.pods().empty() ? Diagnostic::Severity::warning : Diagnostic::Severity::error;
        return say_as(severity, said, Finding::referenced_resource_not_found,
                      place_in(document, path), "pod for the selector", to_text(labels), "");
    }
    say(said, Finding::no_matching_workloads, place_in(document, path),
        fmt::format("no pod has the labels {}", to_text(labels)), subject);
}

/// Of these kinds one at most may hold for a pod, and one for the rest of a namespace.
struct Exclusive {
    std::string_view kind;
    Finding same_pods;
    Finding several;
};

constexpr std::array<Exclusive, 2> exclusive{{
    {"Sidecar", Finding::conflicting_sidecar_selectors, Finding::several_sidecars_without_selector},
    {"Telemetry", Finding::conflicting_telemetry_selectors,
     Finding::several_telemetries_without_selector},
}};

using Objects = std::vector<const Document*>;

std::string names_of(const Objects& objects) {
    std::vector<std::string> names;
    for (const Document* const document : objects)
        names.push_back("'" + document->key.name + "'");
    return listed(names);
}

/// At each of them, since any may be the one that has to go; once, however many pods they share.
void check_overlaps(const AnalyzedMesh& mesh,
                    const Objects& selecting,
                    Finding finding,
                    Diagnostics& said) {
    std::set<std::string> known;
    for (const PodGroup& pods : mesh.pods()) {
        Objects same;
        for (const Document* const document : selecting) {
            const Labels labels = labels_in(*document, selector_path(*document));
            if (pods.ns == document->key.ns && mesh::control::has_labels(pods.labels, labels))
                same.push_back(document);
        }
        if (same.size() < 2 || !known.insert(names_of(same)).second) continue;
        for (const Document* const document : same) {
            say(said, finding, place_in(*document, selector_path(*document)), names_of(same),
                pods.document->key.kind, pods.document->key.name);
        }
    }
}

void check_exclusive(const AnalyzedMesh& mesh, const Exclusive& kind, Diagnostics& said) {
    std::map<std::string, Objects> open;
    std::map<std::string, Objects> selecting;
    for (const Document& document : mesh.documents()) {
        if (document.key.kind != kind.kind || !is_of_istio(document)) continue;
        const bool is_open = labels_in(document, selector_path(document)).empty();
        (is_open ? open : selecting)[document.key.ns].push_back(&document);
    }
    for (const auto& [ns, objects] : open) {
        if (objects.size() < 2) continue;
        for (const Document* const document : objects)
            say(said, kind.several, place_in(*document, {"spec"}), names_of(objects), ns);
    }
    for (const auto& [ns, objects] : selecting)
        check_overlaps(mesh, objects, kind.same_pods, said);
}

}  // namespace

void analyze_selectors(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const Document& document : mesh.documents())
        check_matches(mesh, document, diagnostics);
    for (const Exclusive& kind : exclusive)
        check_exclusive(mesh, kind, diagnostics);
}

}  // namespace weft::scenarios
