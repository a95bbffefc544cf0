#include "gui/picture/on_the_way.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <string>

namespace weft::gui {
namespace {

using MessageKind = sim::observe::Message::Kind;

/// The box of a service by the name that a run gives it: "cart", or "cart.shop" where there are
/// several.
std::uint32_t box_named(const MeshGraph& graph, const Topology& topology, const std::string& name) {
    for (std::uint32_t service = 0; service < topology.services.size(); ++service) {
        const Topology::Service& it = topology.services[service];
        if (it.name == name || it.name + "." + it.ns == name) return graph.box_of(service);
    }
    return none;
}

Dot::Kind kind_of_dot(const OnTheWay& message) {
    switch (message.kind) {
        case MessageKind::retry:
            return Dot::Kind::retry;
        case MessageKind::reset:
            return Dot::Kind::error;
        case MessageKind::lost:
            return Dot::Kind::unanswered;
        case MessageKind::answer:
            return mesh::is_failure(message.status) ? Dot::Kind::error : Dot::Kind::request;
        default:
            return Dot::Kind::request;
    }
}

}  // namespace

std::vector<Dot> dots_on_the_way(const MeshGraph& graph,
                                 const Placement& placement,
                                 const Topology& topology,
                                 const std::vector<OnTheWay>& messages) {
    std::vector<Dot> dots;
    for (const OnTheWay& message : messages) {
        const std::uint32_t from = box_named(graph, topology, message.source);
        const std::uint32_t to = box_named(graph, topology, message.destination);
        for (std::size_t link = 0; link < placement.lines.size(); ++link) {
            const bool forth = graph.links[link].from == from && graph.links[link].to == to;
            const bool back = graph.links[link].from == to && graph.links[link].to == from;
            const auto& way = placement.lines[link].way;
            if ((!forth && !back) || way.empty()) continue;
            const double passed = std::clamp(message.progress.value_or(0.5), 0.0, 1.0);
            const double share = forth ? passed : 1 - passed;
            const auto at = static_cast<std::size_t>(share * static_cast<double>(way.size() - 1));
            dots.push_back({way[at], kind_of_dot(message)});
            break;
        }
    }
    return dots;
}

}  // namespace weft::gui
