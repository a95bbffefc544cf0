#include "mesh/control/host_names.hpp"
#include "mesh/control/locality.hpp"
#include "mesh/control/registry.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

bool is_for_somebody(const AnalyzedMesh& mesh, const std::string& host) {
    if (mesh.find_host(host) != nullptr || mesh.is_beside(host)) return true;
    return is_wildcard(host) &&
           std::ranges::any_of(mesh.catalogue().hosts(), [&](const KnownHost& known) {
               return known.has_clusters && wildcard_covers(host, known.host);
           });
}

/// Where pods will be nobody knows before a run.
bool has_pods(const AnalyzedMesh& mesh, const KnownHost& host, Labels labels) {
    std::erase_if(labels, [](const auto& label) { return is_of_place(label.first); });
    const bool by_address = std::ranges::any_of(
        host.addresses, [&](const auto& address) { return has_labels(address.labels, labels); });
    labels.insert(host.selector.begin(), host.selector.end());
    const bool has_all = has_labels(labels, host.selector);
    return by_address || (has_all && !mesh.pods(host.ns, labels).empty());
}

/// Full names of hosts and subsets of them that a VirtualService sends to.
using UsedSubsets = std::set<std::pair<std::string, std::string>>;

UsedSubsets used_subsets(const AnalyzedMesh& mesh) {
    UsedSubsets used;
    for (const auto& [document, service] : mesh.all<VirtualService>()) {
        const auto use = [&](const Destination& to, const std::string& ns) {
            used.emplace(resolve_host(to.host, ns), to.subset);
        };
        for (const HttpRoute& rule : service.http) {
            for (const RouteDestination& to : rule.route)
                use(to.destination, service.meta.ns);
            for (const auto& [to, share] : rule.mirrors)
                use(to, service.meta.ns);
        }
    }
    return used;
}

/// A subset that no rule sends to hurts nobody, so that one is a warning. Where no file has pods,
/// somebody checks rules by themselves, and nothing is said.
void check_subsets(const AnalyzedMesh& mesh,
                   const UsedSubsets& used,
                   const Document& document,
                   const DestinationRule& rule,
                   Diagnostics& said) {
    const std::string full = resolve_host(rule.host, rule.meta.ns);
    const KnownHost* const host = mesh.find_host(full);
    const bool can_tell = host != nullptr && (!mesh.pods().empty() || host->service.empty());
    if (!can_tell || (host->selector.empty() && host->addresses.empty())) return;
    for (std::size_t at = 0; at < rule.subsets.size(); ++at) {
        const Subset& subset = rule.subsets[at];
        if (subset.labels.empty() || has_pods(mesh, *host, subset.labels)) continue;
        const bool is_used = used.contains({full, subset.name});
        say_as(is_used ? Diagnostic::Severity::error : Diagnostic::Severity::warning, said,
               Finding::subset_without_pods, place_in(document, {"spec", "subsets", at}),
               subset.name, rule.host, to_text(subset.labels));
    }
}

/// Whether the settings encrypt connections to somebody whose certificate nobody looks at.
bool leaves_unverified(const Document& document, const Path& tls) {
    const auto text = [&](std::string_view key) {
        Path path = tls;
        path.emplace_back(key);
        return text_in(document, path);
    };
    const std::string mode = text("mode");
    if (mode != "SIMPLE" && mode != "MUTUAL") return false;
    return text("caCertificates").empty() && text("credentialName").empty();
}

void check_certificates(const Document& document, const DestinationRule& rule, Diagnostics& said) {
    const Path tls{"spec", "trafficPolicy", "tls"};
    if (leaves_unverified(document, tls)) {
        const Path mode{"spec", "trafficPolicy", "tls", "mode"};
        say(said, Finding::unverified_server, place_in(document, mode), text_in(document, mode),
            rule.host);
    }
    const auto ports = find_in(document, {"spec", "trafficPolicy", "portLevelSettings"});
    for (std::size_t at = 0; ports && ports->IsSequence() && at < ports->size(); ++at) {
        const Path settings{"spec", "trafficPolicy", "portLevelSettings", at, "tls"};
        if (!leaves_unverified(document, settings)) continue;
        const Path mode{"spec", "trafficPolicy", "portLevelSettings", at, "tls", "mode"};
        const Path port{"spec", "trafficPolicy", "portLevelSettings", at, "port", "number"};
        say(said, Finding::unverified_server_of_port, place_in(document, mode),
            text_in(document, mode), text_in(document, port), rule.host);
    }
}

}  // namespace

void analyze_destination_rules(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    const UsedSubsets used = used_subsets(mesh);
    for (const auto& [document, rule] : mesh.all<DestinationRule>()) {
        if (rule.host.empty()) continue;  // Reported where it is missing.
        if (!is_for_somebody(mesh, resolve_host(rule.host, rule.meta.ns))) {
            say(diagnostics, Finding::unknown_rule_host, place_in(document, {"spec", "host"}),
                rule.host, mesh.suggest_host(rule.host, rule.meta.ns));
        }
        check_subsets(mesh, used, document, rule, diagnostics);
        check_certificates(document, rule, diagnostics);
    }
}

}  // namespace weft::scenarios
