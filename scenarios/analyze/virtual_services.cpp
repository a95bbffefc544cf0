#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/match_coverage.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// A match of a rule before, by its positions.
struct Earlier {
    std::size_t rule;
    std::size_t at;
    const HttpMatch* match;
};

/// What a rule takes: each of its matches, or everything.
std::vector<HttpMatch> matches_of(const HttpRoute& rule) {
    return rule.matches.empty() ? std::vector<HttpMatch>(1) : rule.matches;
}

std::optional<Earlier> first_that_covers(const std::vector<Earlier>& earlier,
                                         const HttpMatch& match) {
    const auto found = std::ranges::find_if(
        earlier, [&](const Earlier& other) { return covers(*other.match, match); });
    return found == earlier.end() ? std::nullopt : std::optional{*found};
}

/// The reader has said it of those behind a rule without a match, so they are passed over. A rule
/// that delegates may let through what its match takes.
void check_order(const Document& document, const VirtualService& service, Diagnostics& said) {
    std::vector<std::vector<HttpMatch>> all;
    all.reserve(service.http.size());
    std::vector<Earlier> earlier;
    for (std::size_t number = 0; number < service.http.size(); ++number) {
        const HttpRoute& rule = service.http[number];
        const auto& matches = all.emplace_back(matches_of(rule));
        const std::size_t of_others = earlier.size();
        std::vector<std::optional<Earlier>> hidden_by;
        for (std::size_t at = 0; at < matches.size(); ++at) {
            hidden_by.push_back(first_that_covers(earlier, matches[at]));
            earlier.push_back({number, at, &matches[at]});
        }
        const bool is_hidden = std::ranges::all_of(
            hidden_by, [&](const auto& other) { return other && other->rule < number; });
        if (is_hidden) {
            say(said, Finding::unreachable_rule, place_in(document, {"spec", "http", number}),
                number);
        }
        for (std::size_t at = 0; at < matches.size() && !is_hidden; ++at) {
            if (!hidden_by[at]) continue;
            say(said, Finding::ineffective_match,
                place_in(document, {"spec", "http", number, "match", at}), number, at,
                hidden_by[at]->rule, hidden_by[at]->at);
        }
        if (rule.matches.empty() && !rule.delegate) return;
        if (rule.delegate)
            earlier.erase(earlier.begin() + static_cast<std::ptrdiff_t>(of_others), earlier.end());
    }
}

}  // namespace

void analyze_virtual_services(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const auto& [document, service] : mesh.all<VirtualService>()) {
        const auto written = find_in(document, {"spec", "http"});
        if (!written || written->size() != service.http.size()) continue;  // One was not read.
        check_order(document, service, diagnostics);
    }
}

}  // namespace weft::scenarios
