#include "gui/window/failed_request.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace weft::gui {
namespace {

constexpr std::size_t most_looked_at = 2'000;

/// Whether a request went through one of these services; through any, if none is meant.
bool went_through(Session& session,
                  const reports::SampledRequest& request,
                  const std::vector<std::string>& services) {
    if (services.empty()) return true;
    const auto spans = session.run().spans(request.load, request.number);
    return std::ranges::any_of(spans, [&](const reports::RecordedSpan& span) {
        return std::ranges::find(services, span.service) != services.end();
    });
}

void select_request(Session& session, const reports::SampledRequest& request) {
    session.select(
        {.kind = Selection::Kind::request, .load = request.load, .request = request.number});
}

}  // namespace

std::uint32_t service_of_selection(const Session& session) {
    const Topology& topology = session.topology();
    const Selection& selection = session.selection();
    if (selection.kind == Selection::Kind::service) return selection.number;
    if (selection.kind == Selection::Kind::edge)
        return topology.edges[selection.number].destination;
    if (selection.kind == Selection::Kind::pod) return topology.pods[selection.number].service;
    return none;
}

std::vector<std::string> services_to_meet(const Session& session) {
    const Topology& topology = session.topology();
    const std::uint32_t service = service_of_selection(session);
    if (service == none) return {};
    std::vector<std::string> called;
    for (const Topology::Edge& edge : topology.edges) {
        if (edge.destination == service) return {topology.services[service].name};
        const std::string& name = topology.services[edge.destination].name;
        const bool is_known = std::ranges::find(called, name) != called.end();
        if (edge.source == service && !is_known) called.push_back(name);
    }
    return called;
}

void select_failed_request(Session& session) {
    if (!session.has_run() || session.selection().kind == Selection::Kind::request) return;
    const auto services = services_to_meet(session);
    const auto has_met = [&](const reports::SampledRequest& request) {
        return mesh::is_failure(request.status) && went_through(session, request, services);
    };
    // The last one before the moment, or else the first one after it.
    const mesh::Instant at = session.at();
    const auto before = session.run().requests(at - near_the_moment, at, most_looked_at);
    const auto last = std::find_if(before.rbegin(), before.rend(), has_met);
    if (last != before.rend()) return select_request(session, *last);
    const auto after = session.run().requests(at, at + near_the_moment, most_looked_at);
    const auto next = std::find_if(after.begin(), after.end(), has_met);
    if (next != after.end()) select_request(session, *next);
}

bool select_slowest_request(Session& session) {
    if (!session.has_run()) return false;
    const auto services = services_to_meet(session);
    const mesh::Instant at = session.at();
    auto requests =
        session.run().requests(at - near_the_moment, at + near_the_moment, most_looked_at);
    std::ranges::stable_sort(requests, std::ranges::greater{},
                             [](const reports::SampledRequest& it) { return it.ended - it.sent; });
    for (const reports::SampledRequest& request : requests) {
        if (!went_through(session, request, services)) continue;
        select_request(session, request);
        return true;
    }
    return false;
}

}  // namespace weft::gui
