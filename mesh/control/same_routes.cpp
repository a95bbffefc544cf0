#include "mesh/control/same_routes.hpp"

#include <algorithm>
#include <optional>

namespace weft::mesh::control {
namespace {

template <class Value, class Same>
bool same_lists(const std::vector<Value>& a, const std::vector<Value>& b, Same same) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

template <class Value, class Same>
bool same_if_any(const std::optional<Value>& a, const std::optional<Value>& b, Same same) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
}

bool same_text(const StringMatch& a, const StringMatch& b) {
    return a.kind == b.kind && a.text == b.text && a.ignore_case == b.ignore_case &&
           a.first == b.first && a.end == b.end;
}

bool same_header(const HeaderMatch& a, const HeaderMatch& b) {
    return a.name == b.name && same_text(a.value, b.value) && a.invert == b.invert &&
           a.treat_missing_as_empty == b.treat_missing_as_empty;
}

bool same_query(const QueryMatch& a, const QueryMatch& b) {
    return a.name == b.name && same_text(a.value, b.value) && a.invert == b.invert;
}

bool same_match(const RouteMatch& a, const RouteMatch& b) {
    return same_if_any(a.path, b.path, same_text) && same_if_any(a.method, b.method, same_text) &&
           same_if_any(a.authority, b.authority, same_text) &&
           same_lists(a.headers, b.headers, same_header) &&
           same_lists(a.queries, b.queries, same_query);
}

bool same_edits(const HeaderEdits& a, const HeaderEdits& b) {
    return a.set == b.set && a.add == b.add && a.remove == b.remove;
}

bool same_cluster(const WeightedCluster& a, const WeightedCluster& b) {
    return a.cluster == b.cluster && a.weight == b.weight &&
           same_edits(a.request_headers, b.request_headers);
}

bool same_answer(const DirectResponse& a, const DirectResponse& b) {
    return a.status == b.status;
}

bool same_rewrite(const Rewrite& a, const Rewrite& b) {
    return a.path == b.path && a.authority == b.authority && a.replaces == b.replaces &&
           same_if_any(a.pattern, b.pattern, same_text);
}

bool same_redirect(const Redirect& a, const Redirect& b) {
    return a.scheme == b.scheme && a.authority == b.authority && a.port == b.port &&
           a.path == b.path && a.replaces == b.replaces && a.status == b.status;
}

bool same_delay(const InjectedDelay& a, const InjectedDelay& b) {
    return a.delay == b.delay && a.share == b.share;
}

bool same_abort(const InjectedAbort& a, const InjectedAbort& b) {
    return a.status == b.status && a.share == b.share;
}

bool same_mirror(const MirrorPolicy& a, const MirrorPolicy& b) {
    return a.cluster == b.cluster && a.share == b.share;
}

bool same_route(const Route& a, const Route& b) {
    return a.name == b.name && a.timeout == b.timeout && a.retry == b.retry &&
           same_lists(a.clusters, b.clusters, same_cluster) &&
           same_lists(a.matches, b.matches, same_match) &&
           a.unknown_cluster_status == b.unknown_cluster_status &&
           same_if_any(a.direct_response, b.direct_response, same_answer) &&
           same_if_any(a.redirect, b.redirect, same_redirect) &&
           same_if_any(a.rewrite, b.rewrite, same_rewrite) &&
           same_edits(a.request_headers, b.request_headers) &&
           same_if_any(a.delay, b.delay, same_delay) && same_if_any(a.abort, b.abort, same_abort) &&
           same_lists(a.mirrors, b.mirrors, same_mirror) &&
           same_lists(a.hash, b.hash, same_hash_policy);
}

bool same_host(const VirtualHost& a, const VirtualHost& b) {
    return a.name == b.name && a.domains == b.domains && same_lists(a.routes, b.routes, same_route);
}

}  // namespace

bool same_hosts(const std::vector<VirtualHost>& a, const std::vector<VirtualHost>& b) {
    return same_lists(a, b, same_host);
}

bool same_hash_policy(const HashPolicy& a, const HashPolicy& b) {
    return a.source == b.source && a.name == b.name && a.terminal == b.terminal;
}

}  // namespace weft::mesh::control
