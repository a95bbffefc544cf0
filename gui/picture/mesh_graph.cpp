#include "gui/picture/mesh_graph.hpp"

#include "gui/picture/fold.hpp"
#include "gui/picture/hubs.hpp"
#include "gui/picture/members.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace weft::gui {
namespace {

/// Marks those that call the service over so many calls, or that it calls.
void mark_reached(std::vector<bool>& seen,
                  const Topology& topology,
                  std::uint32_t from,
                  int calls,
                  bool forward) {
    std::set<std::uint32_t> reached{from};
    for (int call = 0; call < calls; ++call) {
        std::set<std::uint32_t> next;
        for (const Topology::Edge& edge : topology.edges) {
            const std::uint32_t here = forward ? edge.source : edge.destination;
            const std::uint32_t there = forward ? edge.destination : edge.source;
            if (reached.contains(here)) next.insert(there);
        }
        reached.merge(next);
    }
    for (const std::uint32_t service : reached)
        seen[service] = true;
}

/// The services that are to be seen at all, by number; those around a focus over so many calls.
std::vector<bool> seen_services(const Topology& topology, const MeshView& view, int calls) {
    std::vector<bool> seen(topology.services.size(), view.focus == none);
    if (view.focus < seen.size()) {
        mark_reached(seen, topology, view.focus, calls, true);
        mark_reached(seen, topology, view.focus, calls, false);
    }
    for (std::uint32_t number = 0; number < seen.size(); ++number) {
        const bool is_hidden = number < view.hidden.size() && view.hidden[number];
        if (is_hidden || (!view.only.empty() && !view.only.contains(number))) seen[number] = false;
    }
    return seen;
}

/// Services outside any namespace are boxes of their own: they cannot be closed.
using Members = std::map<std::string, std::vector<std::uint32_t>>;

/// The namespaces that are one box each.
std::set<std::string> closed_ones(const Members& members, const MeshView& view) {
    std::set<std::string> closed;
    std::size_t boxes = 0;
    std::vector<std::pair<std::size_t, std::string>> open;
    for (const auto& [ns, services] : members) {
        const bool is_asked_for =
            view.closed.contains(ns) || (view.level == Level::ns && !view.opened.contains(ns));
        if (!ns.empty() && view.focus == none && is_asked_for) {
            closed.insert(ns);
            ++boxes;
            continue;
        }
        boxes += services.size();
        if (!ns.empty() && !view.opened.contains(ns)) open.emplace_back(services.size(), ns);
    }
    // A focus shows neighbours, not namespaces; and one box alone would show nothing.
    if (view.focus != none || members.size() == 1) return closed;
    std::ranges::sort(open, std::ranges::greater{});
    for (const auto& [size, ns] : open) {
        if (boxes <= most_boxes) break;
        closed.insert(ns);
        boxes -= size - 1;
    }
    return closed;
}

MeshGraph::Box group(const std::string& title, std::vector<std::uint32_t> services) {
    return {.title = title, .services = std::move(services), .ns = {}, .is_group = true};
}

/// Joins those with the fewest edges, so that the rest fits; the one in focus stays.
void join_the_rest(std::vector<MeshGraph::Box>& boxes,
                   const Topology& topology,
                   std::uint32_t focus) {
    if (boxes.size() <= most_boxes) return;
    std::vector<std::size_t> degrees(topology.services.size());
    for (const Topology::Edge& edge : topology.edges) {
        ++degrees[edge.source];
        ++degrees[edge.destination];
    }
    const auto rank = [&](const MeshGraph::Box& box) {
        if (box.services.front() == focus) return std::size_t{0};
        return topology.edges.size() * 2 + 1 - (box.is_group ? 0 : degrees[box.services.front()]);
    };
    std::ranges::stable_sort(
        boxes, {}, [&](const MeshGraph::Box& box) { return std::pair{!box.is_group, rank(box)}; });
    std::vector<std::uint32_t> rest;
    for (std::size_t number = most_boxes - 1; number < boxes.size(); ++number)
        rest.insert(rest.end(), boxes[number].services.begin(), boxes[number].services.end());
    boxes.resize(most_boxes - 1);
    const std::string title = fmt::format("+{} more", rest.size());
    boxes.push_back(group(title, std::move(rest)));
}

std::vector<MeshGraph::Box> boxes_of(const Topology& topology, const MeshView& view, int calls) {
    const std::vector<bool> seen = seen_services(topology, view, calls);
    Members members;
    for (std::uint32_t service = 0; service < seen.size(); ++service)
        if (seen[service]) members[topology.services[service].ns].push_back(service);
    const std::set<std::string> closed = closed_ones(members, view);
    std::vector<MeshGraph::Box> boxes;
    for (const auto& [ns, services] : members) {
        if (closed.contains(ns)) {
            boxes.push_back(group(fmt::format("{} ({} services)", ns, services.size()), services));
            continue;
        }
        for (const std::uint32_t service : services)
            boxes.push_back(
                {.title = topology.services[service].name, .services = {service}, .ns = ns});
    }
    const std::size_t fits = view.focus == none ? most_boxes : readable_boxes;
    return boxes.size() > fits ? fold(boxes, topology, view) : boxes;
}

/// How many services that call one in a box, or that one calls, have no box themselves.
void count_more(MeshGraph& graph, const Topology& topology) {
    std::vector<std::uint32_t> boxes(topology.services.size(), none);
    for (std::uint32_t box = 0; box < graph.boxes.size(); ++box)
        for (const std::uint32_t service : graph.boxes[box].services)
            boxes[service] = box;
    std::vector<std::set<std::uint32_t>> missing(graph.boxes.size());
    for (const Topology::Edge& edge : topology.edges) {
        const std::uint32_t from = boxes[edge.source];
        const std::uint32_t to = boxes[edge.destination];
        if (from != none && to == none) missing[from].insert(edge.destination);
        if (from == none && to != none) missing[to].insert(edge.source);
    }
    for (std::uint32_t box = 0; box < graph.boxes.size(); ++box)
        graph.boxes[box].more = missing[box].size();
}

/// The zone of a service's pods; "" if they stand in several, or nobody knows.
std::string zone_of(const MeshGraph::Box& box, const Topology& topology, const MeshView& view) {
    if (box.pod != none) return topology.pods[box.pod].zone;
    std::set<std::string> zones;
    for (const std::uint32_t service : box.services)
        for (const std::uint32_t pod : topology.services[service].pods)
            if (pod >= view.gone.size() || !view.gone[pod]) zones.insert(topology.pods[pod].zone);
    return zones.size() == 1 ? *zones.begin() : std::string{};
}

void add_zones(MeshGraph& graph, const Topology& topology, const MeshView& view) {
    std::set<std::string> frames;
    for (MeshGraph::Box& box : graph.boxes) {
        box.ns = zone_of(box, topology, view);
        if (!box.ns.empty()) frames.insert(box.ns);
    }
    graph.frames.assign(frames.begin(), frames.end());
}

/// Namespaces are drawn around their boxes; one frame around everything would say nothing.
void add_frames(MeshGraph& graph, const Topology& topology) {
    std::set<std::string> all;
    std::set<std::string> frames;
    for (const MeshGraph::Box& box : graph.boxes) {
        for (const std::uint32_t service : box.services)
            all.insert(topology.services[service].ns);
        if (!box.ns.empty()) frames.insert(box.ns);
    }
    if (all.size() > 1) graph.frames.assign(frames.begin(), frames.end());
}

void add_links(MeshGraph& graph, const Topology& topology) {
    std::vector<std::uint32_t> boxes(topology.services.size(), none);
    for (std::uint32_t box = 0; box < graph.boxes.size(); ++box)
        for (const std::uint32_t service : graph.boxes[box].services)
            boxes[service] = box;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> places;
    for (std::uint32_t edge = 0; edge < topology.edges.size(); ++edge) {
        const std::uint32_t from = boxes[topology.edges[edge].source];
        const std::uint32_t to = boxes[topology.edges[edge].destination];
        if (from == none || to == none) continue;
        if (from == to && graph.boxes[from].is_group) continue;
        const auto [place, is_new] = places.try_emplace({from, to}, graph.links.size());
        if (is_new) graph.links.push_back({from, to, {}, false});
        graph.links[place->second].edges.push_back(edge);
    }
}

}  // namespace

std::uint32_t MeshGraph::box_of(std::uint32_t service) const {
    for (std::uint32_t box = 0; box < boxes.size(); ++box)
        if (std::ranges::find(boxes[box].services, service) != boxes[box].services.end())
            return box;
    return none;
}

std::uint32_t MeshGraph::link_of(std::uint32_t edge) const {
    for (std::uint32_t link = 0; link < links.size(); ++link)
        if (std::ranges::find(links[link].edges, edge) != links[link].edges.end()) return link;
    return none;
}

std::uint32_t MeshGraph::box_of_pod(const Topology& topology, std::uint32_t pod) const {
    const auto found = std::ranges::find(boxes, pod, &Box::pod);
    if (found != boxes.end()) return static_cast<std::uint32_t>(found - boxes.begin());
    return box_of(topology.pods[pod].service);
}

bool stands_for_a_rest(const MeshGraph::Box& box) {
    return box.kind == MeshGraph::Box::Kind::rest || box.title.starts_with('+');
}

MeshGraph mesh_graph(const Topology& topology, const MeshView& view) {
    MeshGraph graph;
    graph.boxes = boxes_of(topology, view, 2);
    if (view.focus != none && graph.boxes.size() > readable_boxes)
        graph.boxes = boxes_of(topology, view, 1);
    join_the_rest(graph.boxes, topology, view.focus);
    add_frames(graph, topology);
    add_links(graph, topology);
    if (view.focus != none) count_more(graph, topology);
    add_members(graph, topology, view);
    if (view.by_zone) add_zones(graph, topology, view);
    if (view.level <= Level::service) raise_hubs(graph, view.focus);
    graph.has_control = topology.has_control && view.with_control;
    return graph;
}

}  // namespace weft::gui
