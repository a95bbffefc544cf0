#include "mesh/security/text_pattern.hpp"
#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// Those that are declared, those that objects are in, and the one that every cluster has.
std::vector<std::string> namespaces_of(const AnalyzedMesh& mesh) {
    std::vector<std::string> names{"default"};
    for (const Document& document : mesh.documents())
        names.push_back(document.key.kind == "Namespace" ? document.key.name : document.key.ns);
    std::ranges::sort(names);
    const auto twice = std::ranges::unique(names);
    names.erase(twice.begin(), twice.end());
    return names;
}

class SourceCheck {
public:
    SourceCheck(const AnalyzedMesh& mesh, Diagnostics& diagnostics)
        : diagnostics_(diagnostics),
          known_(namespaces_of(mesh)),
          severity_(mesh.all<Namespace>().empty() ? Diagnostic::Severity::warning
                                                  : Diagnostic::Severity::error) {}

    void check(const Document& document, const AuthorizationPolicy& policy) {
        for (std::size_t rule = 0; rule < policy.rules.size(); ++rule) {
            const auto& sources = policy.rules[rule].from;
            for (std::size_t at = 0; at < sources.size(); ++at) {
                const auto check_all = [&](std::string_view key, const auto& names) {
                    for (std::size_t n = 0; n < names.size(); ++n) {
                        const Path path{"spec", "rules", rule, "from", at, "source", key, n};
                        check_namespace(names[n], place_in(document, path));
                    }
                };
                check_all("namespaces", sources[at].namespaces.values);
                check_all("notNamespaces", sources[at].namespaces.not_values);
            }
        }
    }

private:
    void check_namespace(const std::string& name, const Place& place) {
        if (is_system_namespace(name)) return;
        const mesh::TextPattern pattern{.kind = mesh::TextPattern::Kind::stars, .text = name};
        const bool is_there = std::ranges::any_of(
            known_, [&](const std::string& known) { return pattern.matches(known); });
        if (is_there) return;
        say_as(severity_, diagnostics_, Finding::referenced_resource_not_found, place, "namespace",
               name, did_you_mean(name, known_));
    }

    Diagnostics& diagnostics_;
    std::vector<std::string> known_;
    Diagnostic::Severity severity_;
};

}  // namespace

void analyze_access_policies(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    SourceCheck check{mesh, diagnostics};
    for (const auto& [document, policy] : mesh.all<AuthorizationPolicy>())
        check.check(document, policy);
}

}  // namespace weft::scenarios
