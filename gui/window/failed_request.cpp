#include "gui/window/failed_request.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace weft::gui {
namespace {

constexpr mesh::Duration near_the_moment = std::chrono::seconds{5};
constexpr std::size_t most_looked_at = 2'000;

/// The service that a request must have met; nothing: any request will do.
std::optional<std::string> service_to_meet(const Session& session) {
    const Topology& topology = session.topology();
    const Selection& selection = session.selection();
    std::uint32_t service = none;
    if (selection.kind == Selection::Kind::service) service = selection.number;
    if (selection.kind == Selection::Kind::edge)
        service = topology.edges[selection.number].destination;
    if (selection.kind == Selection::Kind::pod) service = topology.pods[selection.number].service;
    if (service == none) return std::nullopt;
    return topology.services[service].name;
}

}  // namespace

void select_failed_request(Session& session) {
    if (!session.has_run() || session.selection().kind == Selection::Kind::request) return;
    const auto service = service_to_meet(session);
    const auto has_met = [&](const reports::SampledRequest& request) {
        if (!mesh::is_failure(request.status)) return false;
        if (!service) return true;
        const auto spans = session.run().spans(request.load, request.number);
        return std::ranges::find(spans, *service, &reports::RecordedSpan::service) != spans.end();
    };
    // The last one before the moment, or else the first one after it.
    const mesh::Instant at = session.at();
    const auto before = session.run().requests(at - near_the_moment, at, most_looked_at);
    const auto last = std::find_if(before.rbegin(), before.rend(), has_met);
    const auto choose = [&](const reports::SampledRequest& request) {
        session.select(
            {.kind = Selection::Kind::request, .load = request.load, .request = request.number});
    };
    if (last != before.rend()) return choose(*last);
    const auto after = session.run().requests(at, at + near_the_moment, most_looked_at);
    const auto next = std::find_if(after.begin(), after.end(), has_met);
    if (next != after.end()) choose(*next);
}

}  // namespace weft::gui
