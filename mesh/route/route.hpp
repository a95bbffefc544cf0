#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"
#include "mesh/resilience/retry.hpp"
#include "mesh/route/edits.hpp"
#include "mesh/route/hash_policy.hpp"
#include "mesh/route/route_match.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::mesh {

struct WeightedCluster {
    ClusterId cluster;
    std::uint32_t weight = 1;
};

struct InjectedDelay {
    Duration delay{};
    Ratio share{};
};

struct InjectedAbort {
    std::uint16_t status = 0;
    Ratio share{};
};

struct MirrorPolicy {
    ClusterId cluster;
    Ratio share{Ratio::whole};
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
    std::optional<DirectResponse> direct_response{};
    std::optional<Rewrite> rewrite{};
    HeaderEdits request_headers{};
    Duration timeout{};  ///< Over all attempts; 0 is none.
    RetryPolicy retry{};
    std::optional<InjectedDelay> delay{};
    std::optional<InjectedAbort> abort{};
    std::vector<MirrorPolicy> mirrors{};
    std::vector<HashPolicy> hash{};

    bool matches_request(const RequestHead& head) const;

    /// The first match that takes the request; null if none does, or if there are none.
    const RouteMatch* match_of(const RequestHead& head) const;
};

/// At most 2^32 - 1 in a rule that a table takes.
std::uint64_t total_weight(const std::vector<WeightedCluster>& clusters);

/// Position of the cluster that takes the drawn number: draw % total, half-open intervals in list
/// order. Requires a total weight above 0.
std::size_t weighted_choice(const std::vector<WeightedCluster>& clusters, std::uint64_t draw);

/// The request as the route sends it on: rewritten, headers edited. Requires that the route takes
/// it.
RequestHead apply_edits(const Route& route, const RequestHead& head);

}  // namespace weft::mesh
