#include "gui/picture/hubs.hpp"

#include "gui/picture/pins.hpp"

#include <QPainterPath>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>

namespace weft::gui {
namespace {

constexpr std::size_t fewest_callers = 8;
constexpr double least_share = 0.15;
constexpr double port_height = 22;
constexpr double beside_port = 6;
constexpr double before_rail = 60;
constexpr double between_hubs = 18;

/// By box: the links to hubs, in the order of their names.
std::vector<std::vector<std::uint32_t>> ports_of_boxes(const MeshGraph& graph) {
    std::vector<std::vector<std::uint32_t>> ports(graph.boxes.size());
    for (std::uint32_t link = 0; link < graph.links.size(); ++link)
        if (is_port(graph, graph.links[link])) ports[graph.links[link].from].push_back(link);
    for (auto& of_box : ports)
        std::ranges::sort(of_box, {}, [&](std::uint32_t link) {
            return std::pair{graph.boxes[graph.links[link].to].title, link};
        });
    return ports;
}

/// Down from the box, and along below the name that stands there.
QPainterPath path_of_port(const QRectF& box, std::size_t place, std::size_t count) {
    const double width = box.width() / static_cast<double>(count);
    const double left = box.left() + beside_port + width * static_cast<double>(place);
    QPainterPath path{{left, box.bottom()}};
    path.lineTo(left, box.bottom() + port_height - beside_port);
    path.lineTo(left + width - 2 * beside_port, box.bottom() + port_height - beside_port);
    return path;
}

/// Frames that have lost all their boxes are gone.
void keep_frames_with_boxes(MeshGraph& graph) {
    std::set<std::string> with_boxes;
    for (const MeshGraph::Box& box : graph.boxes)
        with_boxes.insert(box.ns);
    std::erase_if(graph.frames,
                  [&](const std::string& frame) { return !with_boxes.contains(frame); });
}

}  // namespace

void raise_hubs(MeshGraph& graph, std::uint32_t focus) {
    std::vector<std::size_t> callers(graph.boxes.size());
    std::vector<bool> calls(graph.boxes.size());
    for (const MeshGraph::Link& link : graph.links) {
        ++callers[link.to];
        calls[link.from] = true;
    }
    const double least = least_share * static_cast<double>(graph.boxes.size());
    bool has_any = false;
    for (std::size_t number = 0; number < graph.boxes.size(); ++number) {
        MeshGraph::Box& box = graph.boxes[number];
        const bool is_service = box.kind == MeshGraph::Box::Kind::service && !box.is_group;
        box.is_hub = is_service && !calls[number] && box.services.front() != focus &&
                     callers[number] >= fewest_callers &&
                     static_cast<double>(callers[number]) > least;
        if (!box.is_hub) continue;
        box.ns.clear();
        has_any = true;
    }
    if (has_any) keep_frames_with_boxes(graph);
}

bool is_port(const MeshGraph& graph, const MeshGraph::Link& link) {
    return graph.boxes[link.to].is_hub;
}

std::vector<double> room_for_ports(const MeshGraph& graph) {
    std::vector<double> room(graph.boxes.size());
    for (const MeshGraph::Link& link : graph.links)
        if (is_port(graph, link)) room[link.from] = port_height;
    return room;
}

void add_rail(const MeshGraph& graph, Placement& placement) {
    std::vector<std::uint32_t> hubs;
    double height = -between_hubs;
    for (std::uint32_t box = 0; box < graph.boxes.size(); ++box) {
        if (!graph.boxes[box].is_hub) continue;
        hubs.push_back(box);
        height += placement.boxes[box].height() + between_hubs;
    }
    if (hubs.empty()) return;
    std::ranges::sort(hubs, {}, [&](std::uint32_t box) { return graph.boxes[box].title; });
    const double left = placement.size.width() + before_rail;
    double top = std::max(0.0, (placement.size.height() - height) / 2);
    double right = left;
    for (const std::uint32_t hub : hubs) {
        placement.boxes[hub].moveTopLeft({left, top});
        top = placement.boxes[hub].bottom() + between_hubs;
        right = std::max(right, placement.boxes[hub].right());
    }
    placement.size = {right + before_rail / 4, std::max(placement.size.height(), top)};
}

void add_ports(const MeshGraph& graph, Placement& placement) {
    placement.whole.clear();
    const auto ports = ports_of_boxes(graph);
    for (std::size_t box = 0; box < ports.size(); ++box) {
        for (std::size_t place = 0; place < ports[box].size(); ++place) {
            const std::uint32_t link = ports[box][place];
            placement.whole.resize(graph.links.size());
            placement.lines[link] =
                line_along(path_of_port(placement.boxes[box], place, ports[box].size()));
            Placement::Line& whole = placement.whole[link];
            whole = line_along(
                way_between(placement.boxes[box], placement.boxes[graph.links[link].to]));
            whole.label = whole.way[whole.way.size() / 2];
        }
    }
}

const Placement::Line& line_to_paint(const MeshGraph& graph,
                                     const Placement& placement,
                                     const MeshMarks& marks,
                                     std::uint32_t link) {
    const MeshGraph::Link& it = graph.links[link];
    const auto is_end = [&](std::uint32_t box) { return box == it.from || box == it.to; };
    const bool is_meant = is_end(marks.pointed_box) || is_end(marks.selected_box) ||
                          link == marks.pointed_link || link == marks.selected_link;
    const bool has_whole = link < placement.whole.size() && !placement.whole[link].way.empty();
    return is_meant && has_whole ? placement.whole[link] : placement.lines[link];
}

QRectF place_of_port_name(const Placement& placement, std::uint32_t link) {
    const QRectF port = placement.lines[link].path.boundingRect();
    return port.adjusted(3, 1, 0, -1);
}

}  // namespace weft::gui
