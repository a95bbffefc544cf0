#include "mesh/control/delegates.hpp"

#include "mesh/control/host_names.hpp"
#include "mesh/control/visibility.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace weft::mesh::control {
namespace {

using Kind = StringMatch::Kind;

/// Whether the leaf may ask for something that the root does not take. Patterns cannot be compared.
bool contradict(const StringMatch& root, const StringMatch& leaf) {
    if (root.ignore_case != leaf.ignore_case) return true;
    if (root.kind == Kind::exact) return leaf.kind != Kind::exact || leaf.text != root.text;
    if (root.kind != Kind::prefix) return true;
    const bool is_text = leaf.kind == Kind::exact || leaf.kind == Kind::prefix;
    return !is_text || !leaf.text.starts_with(root.text);
}

bool contradict(const std::optional<StringMatch>& root, const std::optional<StringMatch>& leaf) {
    return root && leaf && contradict(*root, *leaf);
}

bool same_subject(const HeaderMatch& a, const HeaderMatch& b) {
    return a.name == b.name && a.invert == b.invert;
}

bool same_subject(const QueryMatch& a, const QueryMatch& b) {
    return a.name == b.name;
}

template <class Match>
bool contradict(const std::vector<Match>& root, const std::vector<Match>& leaf) {
    return std::any_of(root.begin(), root.end(), [&](const Match& one) {
        return std::any_of(leaf.begin(), leaf.end(), [&](const Match& other) {
            return same_subject(one, other) && contradict(one.value, other.value);
        });
    });
}

bool contradict(const Labels& root, const Labels& leaf) {
    return std::any_of(leaf.begin(), leaf.end(), [&](const auto& label) {
        const auto known = root.find(label.first);
        return known != root.end() && known->second != label.second;
    });
}

bool gateways_contradict(const HttpMatch& root, const HttpMatch& leaf) {
    if (root.gateways.empty()) return false;
    return std::any_of(leaf.gateways.begin(), leaf.gateways.end(), [&](const std::string& name) {
        return std::find(root.gateways.begin(), root.gateways.end(), name) == root.gateways.end();
    });
}

bool contradict(const HttpMatch& root, const HttpMatch& leaf) {
    return contradict(root.match.path, leaf.match.path) || contradict(root.scheme, leaf.scheme) ||
           contradict(root.match.method, leaf.match.method) ||
           contradict(root.match.authority, leaf.match.authority) ||
           contradict(root.match.headers, leaf.match.headers) ||
           contradict(root.match.queries, leaf.match.queries) ||
           (root.port && leaf.port && *root.port != *leaf.port) ||
           contradict(root.source_labels, leaf.source_labels) ||
           (!root.source_namespace.empty() && !leaf.source_namespace.empty() &&
            root.source_namespace != leaf.source_namespace) ||
           gateways_contradict(root, leaf);
}

/// "root-leaf", or the one that there is.
std::string joined_name(const std::string& root, const std::string& leaf) {
    if (root.empty() || leaf.empty()) return root + leaf;
    return root + "-" + leaf;
}

template <class Value>
void fill(Value& value, const Value& from) {
    if (!value) value = from;
}

template <class Match>
void add_missing(std::vector<Match>& matches, const std::vector<Match>& more) {
    for (const Match& match : more) {
        const bool is_there = std::any_of(matches.begin(), matches.end(), [&](const Match& known) {
            return same_subject(known, match);
        });
        if (!is_there) matches.push_back(match);
    }
}

HttpMatch merged(const HttpMatch& root, HttpMatch leaf) {
    leaf.name = joined_name(root.name, leaf.name);
    fill(leaf.match.path, root.match.path);
    fill(leaf.match.method, root.match.method);
    fill(leaf.match.authority, root.match.authority);
    fill(leaf.scheme, root.scheme);
    fill(leaf.port, root.port);
    add_missing(leaf.match.headers, root.match.headers);
    add_missing(leaf.match.queries, root.match.queries);
    leaf.source_labels.insert(root.source_labels.begin(), root.source_labels.end());
    if (leaf.source_namespace.empty()) leaf.source_namespace = root.source_namespace;
    if (leaf.gateways.empty()) leaf.gateways = root.gateways;
    return leaf;
}

/// Empty if every pair contradicts itself.
std::vector<HttpMatch> merged(const std::vector<HttpMatch>& roots,
                              const std::vector<HttpMatch>& leaves) {
    if (roots.empty()) return leaves;
    if (leaves.empty()) return roots;
    std::vector<HttpMatch> all;
    for (const HttpMatch& root : roots) {
        for (const HttpMatch& leaf : leaves) {
            if (!contradict(root, leaf)) all.push_back(merged(root, leaf));
        }
    }
    return all;
}

/// What the delegate's rule leaves open is as the root's rule says.
void fill_in(HttpRoute& leaf, const HttpRoute& root) {
    leaf.name = joined_name(root.name, leaf.name);
    fill(leaf.rewrite, root.rewrite);
    fill(leaf.timeout, root.timeout);
    fill(leaf.retries, root.retries);
    if (!leaf.delay && !leaf.abort) {
        leaf.delay = root.delay;
        leaf.abort = root.abort;
    }
    if (leaf.mirrors.empty()) leaf.mirrors = root.mirrors;
    if (leaf.request_headers.empty() && leaf.response_headers.empty()) {
        leaf.request_headers = root.request_headers;
        leaf.response_headers = root.response_headers;
    }
}

/// Short names keep the meaning that they have in their own namespace.
void resolve_hosts(HttpRoute& rule, std::string_view ns) {
    for (RouteDestination& share : rule.route)
        share.destination.host = resolve_host(share.destination.host, ns);
    for (auto& [destination, share] : rule.mirrors)
        destination.host = resolve_host(destination.host, ns);
}

const VirtualService* find(const Registry& registry, const Delegate& delegate) {
    const auto found = registry.objects().find({"VirtualService", delegate.ns, delegate.name});
    return found == registry.objects().end() ? nullptr
                                             : std::get_if<VirtualService>(&found->second);
}

void add_rules_of(const VirtualService& delegate,
                  const HttpRoute& root_rule,
                  const std::string& subject,
                  VirtualService& merged_rules,
                  std::vector<std::string>& left_out) {
    for (std::size_t index = 0; index < delegate.http.size(); ++index) {
        HttpRoute rule = delegate.http[index];
        const std::string leaf = "http[" + std::to_string(index) + "] of " + subject;
        if (rule.delegate) {
            left_out.push_back(leaf + " delegates again, which is not possible");
            continue;
        }
        rule.matches = merged(root_rule.matches, rule.matches);
        const std::size_t pairs = std::max<std::size_t>(root_rule.matches.size(), 1) *
                                  std::max<std::size_t>(delegate.http[index].matches.size(), 1);
        const bool asks = !root_rule.matches.empty() && !delegate.http[index].matches.empty();
        if (asks && rule.matches.size() < pairs) {
            left_out.push_back(leaf + " asks for what the rule that delegates to it excludes");
        }
        if (asks && rule.matches.empty()) continue;
        resolve_hosts(rule, delegate.meta.ns);
        HttpRoute root = root_rule;
        resolve_hosts(root, merged_rules.meta.ns);
        fill_in(rule, root);
        merged_rules.http.push_back(std::move(rule));
    }
}

}  // namespace

VirtualService merge_delegates(const VirtualService& root,
                               const Registry& registry,
                               std::vector<std::string>& left_out) {
    VirtualService all = root;
    all.http.clear();
    for (const HttpRoute& rule : root.http) {
        if (!rule.delegate) {
            all.http.push_back(rule);
            continue;
        }
        Delegate named = *rule.delegate;
        if (named.ns.empty()) named.ns = root.meta.ns;
        const std::string subject = "delegate '" + named.name + "'";
        const VirtualService* const delegate = find(registry, named);
        if (delegate == nullptr) {
            left_out.push_back(subject + " is unknown");
        } else if (!delegate->hosts.empty()) {
            left_out.push_back(subject + " names hosts of its own, so nothing can delegate to it");
        } else if (!is_exported(delegate->export_to, delegate->meta.ns, root.meta.ns)) {
            left_out.push_back(subject + " is not exported to namespace '" + root.meta.ns + "'");
        } else {
            add_rules_of(*delegate, rule, subject, all, left_out);
        }
    }
    return all;
}

}  // namespace weft::mesh::control
