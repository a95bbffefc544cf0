#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"
#include "mesh/resilience/retry.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace weft::mesh {

/// What a string must be.
struct StringMatch {
    enum class Kind { exact, prefix, regex, present };

    Kind kind = Kind::exact;
    std::string text;
    bool ignore_case = false;
    std::shared_ptr<const re2::RE2> regex;  ///< Of the whole string; set by compile_regex().

    bool matches(std::string_view value) const;
};

/// The pattern as a match of the whole string, or nothing if RE2 refuses it.
std::optional<StringMatch> compile_regex(std::string_view pattern);

struct HeaderMatch {
    std::string name;  ///< Lower case.
    StringMatch value;
    bool invert = false;  ///< Must not match; a header that is missing passes.
};

struct QueryMatch {
    std::string name;
    StringMatch value;
};

/// All that is given must hold. The path is matched without its query.
struct RouteMatch {
    std::optional<StringMatch> path;
    std::optional<StringMatch> method;
    std::optional<StringMatch> authority;
    std::vector<HeaderMatch> headers;
    std::vector<QueryMatch> queries;

    bool matches(const RequestHead& head) const;
};

struct WeightedCluster {
    ClusterId cluster;
    std::uint32_t weight = 1;
};

/// Header names to remove, and values to set or add.
struct HeaderEdits {
    std::vector<Header> set;
    std::vector<Header> add;
    std::vector<std::string> remove;

    bool empty() const { return set.empty() && add.empty() && remove.empty(); }
};

struct Rewrite {
    std::optional<std::string> path;       ///< Replaces the matched prefix, or the whole path.
    std::optional<std::string> authority;
};

struct InjectedDelay {
    Duration delay{};
    Ratio share;
};

struct InjectedAbort {
    std::uint16_t status = 0;
    Ratio share;
};

struct MirrorPolicy {
    ClusterId cluster;
    Ratio share{Ratio::whole};
};

/// What the request's hash is made of, for balancers that hash: the first source that is there.
struct HashPolicy {
    enum class Source { header, query, cookie, source_ip };

    Source source = Source::header;
    std::string name;
};

struct DirectResponse {
    std::uint16_t status = 0;
};

/// One rule: the requests it takes, and what happens to them.
struct Route {
    std::string name;           ///< "reviews.default/http[0]": which rule of the configuration it is.
    std::vector<RouteMatch> matches;  ///< Any of them; none takes every request.

    std::vector<WeightedCluster> clusters;  ///< Weights sum to more than 0, unless it answers itself.
    std::optional<DirectResponse> direct_response;
    std::optional<Rewrite> rewrite;
    HeaderEdits request_headers;
    Duration timeout{};  ///< Over all attempts; 0 is none.
    RetryPolicy retry;
    std::optional<InjectedDelay> delay;
    std::optional<InjectedAbort> abort;
    std::vector<MirrorPolicy> mirrors;
    std::vector<HashPolicy> hash;

    bool matches_request(const RequestHead& head) const;
};

/// The rules of a set of host names.
struct VirtualHost {
    std::string name;
    std::vector<std::string> domains;  ///< Lower case: exact, "*.suffix", "prefix.*" or "*".
    std::vector<Route> routes;         ///< The first that matches is taken.
};

/// Where requests go, for one listener. Built once, then only read.
class RouteTable {
public:
    /// Throws std::invalid_argument if two virtual hosts claim one domain.
    explicit RouteTable(std::vector<VirtualHost> hosts);

    /// Exact name, then the longest suffix wildcard, the longest prefix wildcard, "*"; null if none.
    const VirtualHost* find_host(std::string_view authority) const;

    /// The rule that takes the request, or null.
    const Route* find(const RequestHead& head) const;

    const std::vector<VirtualHost>& hosts() const { return hosts_; }

private:
    std::vector<VirtualHost> hosts_;
    std::vector<std::pair<std::string, std::size_t>> exact_;   ///< Sorted by name.
    std::vector<std::pair<std::string, std::size_t>> suffix_;  ///< Longest first, without the '*'.
    std::vector<std::pair<std::string, std::size_t>> prefix_;  ///< Longest first, without the '*'.
    std::optional<std::size_t> any_;
};

/// Position of the cluster that takes the drawn number: draw % total, half-open intervals in list
/// order. Requires a total weight above 0.
std::size_t weighted_choice(const std::vector<WeightedCluster>& clusters, std::uint64_t draw);

/// The request as the route sends it on: rewritten, headers edited. `matched` decided the rewrite.
RequestHead apply_edits(const Route& route, const RequestHead& head);

/// The hash that the route's policies make of the request, or nothing if none of them applies.
/// Source: the reference proxy's hash policies (xxHash64, seed 0).
std::optional<std::uint64_t> request_hash(const std::vector<HashPolicy>& policies,
                                          const RequestHead& head,
                                          std::string_view source_ip);

}  // namespace weft::mesh
