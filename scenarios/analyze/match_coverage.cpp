#include "scenarios/analyze/match_coverage.hpp"

#include "mesh/control/registry.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace weft::scenarios {

using mesh::StringMatch;
using mesh::control::HttpMatch;

namespace {

using Kind = StringMatch::Kind;

bool same(const StringMatch& a, const StringMatch& b) {
    return a.kind == b.kind && a.text == b.text && a.ignore_case == b.ignore_case;
}

bool covers(const StringMatch& wide, const StringMatch& narrow) {
    if (wide.kind == Kind::present || same(wide, narrow)) return true;
    if (narrow.ignore_case && !wide.ignore_case) return false;
    if (narrow.kind == Kind::exact) return wide.matches(narrow.text);
    return wide.kind == Kind::prefix && narrow.kind == Kind::prefix && wide.matches(narrow.text);
}

bool covers(const std::optional<StringMatch>& wide, const std::optional<StringMatch>& narrow) {
    return !wide || (narrow && covers(*wide, *narrow));
}

/// Every path begins with a slash.
bool is_any_path(const StringMatch& match) {
    return match.kind == Kind::prefix && (match.text.empty() || match.text == "/");
}

bool covers(const mesh::HeaderMatch& wide, const mesh::HeaderMatch& narrow) {
    if (wide.name != narrow.name || wide.invert != narrow.invert) return false;
    return wide.invert ? same(wide.value, narrow.value) : covers(wide.value, narrow.value);
}

bool covers(const mesh::QueryMatch& wide, const mesh::QueryMatch& narrow) {
    return wide.name == narrow.name && covers(wide.value, narrow.value);
}

/// Each thing that the wide one asks for is asked for by the narrow one, as strictly.
template <class Match>
bool covers(const std::vector<Match>& wide, const std::vector<Match>& narrow) {
    return std::ranges::all_of(wide, [&](const Match& asked) {
        return std::ranges::any_of(narrow,
                                   [&](const Match& other) { return covers(asked, other); });
    });
}

bool covers_gateways(const HttpMatch& wide, const HttpMatch& narrow) {
    if (wide.gateways.empty()) return true;
    return !narrow.gateways.empty() &&
           std::ranges::all_of(narrow.gateways, [&](const std::string& name) {
               return std::ranges::find(wide.gateways, name) != wide.gateways.end();
           });
}

}  // namespace

bool covers(const HttpMatch& wide, const HttpMatch& narrow) {
    const bool takes_path = (wide.match.path && is_any_path(*wide.match.path)) ||
                            covers(wide.match.path, narrow.match.path);
    const bool takes_port = !wide.port || wide.port == narrow.port;
    const bool takes_ns =
        wide.source_namespace.empty() || wide.source_namespace == narrow.source_namespace;
    return takes_path && takes_port && takes_ns && covers(wide.match.method, narrow.match.method) &&
           covers(wide.match.authority, narrow.match.authority) &&
           covers(wide.scheme, narrow.scheme) && covers(wide.match.headers, narrow.match.headers) &&
           covers(wide.match.queries, narrow.match.queries) &&
           mesh::control::has_labels(narrow.source_labels, wide.source_labels) &&
           covers_gateways(wide, narrow);
}

}  // namespace weft::scenarios
