#include "mesh/route/route.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {

bool Route::matches_request(const RequestHead& head) const {
    return matches.empty() || match_of(head) != nullptr;
}

const RouteMatch* Route::match_of(const RequestHead& head) const {
    const auto found =
        std::find_if(matches.begin(), matches.end(),
                     [&head](const RouteMatch& match) { return match.matches(head); });
    return found == matches.end() ? nullptr : &*found;
}

std::uint64_t total_weight(const std::vector<WeightedCluster>& clusters) {
    std::uint64_t total = 0;
    for (const WeightedCluster& entry : clusters)
        total += entry.weight;
    return total;
}

std::size_t weighted_choice(const std::vector<WeightedCluster>& clusters, std::uint64_t draw) {
    const std::uint64_t total = total_weight(clusters);
    assert(total > 0);

    std::uint64_t left = draw % total;
    std::size_t position = 0;
    while (left >= clusters[position].weight) {
        left -= clusters[position].weight;
        ++position;
    }
    return position;
}

RequestHead apply_edits(const Route& route, const RequestHead& head) {
    RequestHead edited = head;
    apply_header_edits(route.request_headers, edited);
    if (!route.rewrite) return edited;

    if (route.rewrite->authority) edited.authority = *route.rewrite->authority;
    if (route.rewrite->path) {
        const RouteMatch* const match = route.match_of(head);
        const auto path_match = match == nullptr ? std::nullopt : match->path;
        edited.path = rewritten_path(*route.rewrite->path, path_match, head.path);
    }
    return edited;
}

}  // namespace weft::mesh
