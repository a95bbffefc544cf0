#include "mesh/route/route.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <utility>

namespace weft::mesh {

std::optional<std::uint16_t> Route::own_answer() const {
    if (redirect) return redirect->status;
    if (direct_response) return direct_response->status;
    return std::nullopt;
}

bool Route::edits_by_cluster() const {
    return std::any_of(clusters.begin(), clusters.end(),
                       [](const WeightedCluster& entry) { return !entry.request_headers.empty(); });
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

std::uint64_t weight_number(const RequestHead& head,
                            std::string_view header,
                            const std::optional<std::uint64_t>& hash,
                            std::uint64_t random) {
    const auto values =
        header.empty() ? std::vector<std::string_view>{} : header_values(head, header);
    if (values.size() == 1) {
        std::uint64_t number = 0;
        const char* const end = values[0].data() + values[0].size();
        const auto [read_to, error] = std::from_chars(values[0].data(), end, number);
        if (error == std::errc{} && read_to == end) return number;
    }
    return hash.value_or(random);
}

RequestHead apply_edits(const Route& route, const RequestHead& head) {
    RequestHead edited = head;
    edited.port = 0;
    apply_header_edits(route.request_headers, edited);
    if (!route.rewrite) return edited;

    if (route.rewrite->authority) edited.authority = *route.rewrite->authority;
    if (route.rewrite->path) {
        const RouteMatch* const match = route.match_of(head);
        const auto path_match = match == nullptr ? std::nullopt : match->path;
        edited.path = rewritten_path(*route.rewrite, path_match, head.path);
    }
    return edited;
}

RequestHead apply_edits(const Route& route, const RequestHead& head, std::size_t cluster) {
    RequestHead edited = apply_edits(route, head);
    const HeaderEdits& of_cluster = route.clusters[cluster].request_headers;
    if (of_cluster.empty()) return edited;

    RequestHead sent = head;
    apply_header_edits(of_cluster, sent);
    sent.path = std::move(edited.path);
    sent.port = 0;
    apply_header_edits(route.request_headers, sent);
    if (route.rewrite && route.rewrite->authority) sent.authority = *route.rewrite->authority;
    return sent;
}

}  // namespace weft::mesh
