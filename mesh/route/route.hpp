#pragma once

#include "mesh/base/fraction.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"
#include "mesh/resilience/retry.hpp"
#include "mesh/route/edits.hpp"
#include "mesh/route/hash_policy.hpp"
#include "mesh/route/redirect.hpp"
#include "mesh/route/route_match.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

struct WeightedCluster {
    ClusterId cluster;
    std::uint32_t weight = 1;
    HeaderEdits request_headers{};  ///< Of what is sent there, before the route's own.
};

struct InjectedDelay {
    Duration delay{};
    Fraction share{};
};

struct InjectedAbort {
    std::uint16_t status = 0;
    Fraction share{};
};

struct MirrorPolicy {
    ClusterId cluster;
    Fraction share{100, 100};
};

struct DirectResponse {
    std::uint16_t status = 0;
};

/// One rule: the requests it takes, and what happens to them.
struct Route {
    std::string name{};  ///< "reviews.default/http[0]": which rule of the configuration it is.
    std::vector<RouteMatch> matches{};  ///< Any of them; none takes every request.

    std::vector<WeightedCluster>
        clusters{};  ///< Weights sum to more than 0, unless it answers itself.
    std::uint16_t unknown_cluster_status = 503;  ///< Where the chosen one does not exist.
    std::optional<DirectResponse> direct_response{};
    std::optional<Redirect> redirect{};
    std::optional<Rewrite> rewrite{};
    HeaderEdits request_headers{};
    Duration timeout{};  ///< Over all attempts; 0 is none.
    RetryPolicy retry{};
    std::optional<InjectedDelay> delay{};
    std::optional<InjectedAbort> abort{};
    std::vector<MirrorPolicy> mirrors{};
    std::vector<HashPolicy> hash{};

    bool matches_request(const RequestView& view) const {
        return matches.empty() || match_of(view) != nullptr;
    }
    bool matches_request(const RequestHead& head) const {
        return matches_request(RequestView{head});
    }

    /// The first match that takes the request; null if none does, or if there are none.
    const RouteMatch* match_of(const RequestView& view) const {
        for (const RouteMatch& match : matches) {
            if (match.matches(view)) return &match;
        }
        return nullptr;
    }
    const RouteMatch* match_of(const RequestHead& head) const {
        return match_of(RequestView{head});
    }

    /// The status with which the proxy answers by itself: that of a redirect or direct response.
    std::optional<std::uint16_t> own_answer() const;

    /// Whether the request depends on which of several clusters it is sent to.
    bool edits_by_cluster() const;
};

/// At most 2^32 - 1 in a rule that a table takes.
std::uint64_t total_weight(const std::vector<WeightedCluster>& clusters);

/// Position of the cluster that takes the drawn number: draw % total, half-open intervals in list
/// order. Requires a total weight above 0.
std::size_t weighted_choice(const std::vector<WeightedCluster>& clusters, std::uint64_t draw);

/// The number that chooses among weighted clusters: the value of a header, if the request has just
/// one and it is a number without a sign; else the hash that the route's policies make; else the
/// request's own random number. A header without a name and a hash that is nothing are not asked.
/// Source: the reference proxy's weighted clusters with header_name or use_hash_policy.
std::uint64_t weight_number(const RequestHead& head,
                            std::string_view header,
                            const std::optional<std::uint64_t>& hash,
                            std::uint64_t random);

/// The request as the route sends it on: rewritten, headers edited. Requires that the route takes
/// it.
RequestHead apply_edits(const Route& route, const RequestHead& head);

/// The same for one of the route's clusters, whose own edits come first: of two that set one
/// header, the route's stays.
/// Source: the order in which the reference proxy evaluates the edits of weighted clusters.
RequestHead apply_edits(const Route& route, const RequestHead& head, std::size_t cluster);

}  // namespace weft::mesh
