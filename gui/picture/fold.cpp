#include "gui/picture/fold.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace weft::gui {
namespace {

using Boxes = std::vector<MeshGraph::Box>;
using Numbers = std::vector<std::uint32_t>;

/// Beside whom a box may be folded, on which side, and within which frame.
using FoldPlace = std::tuple<std::uint32_t, bool, std::string>;

struct Neighbours {
    std::set<std::uint32_t> callers;  ///< Boxes.
    std::set<std::uint32_t> callees;
};

std::vector<Neighbours> neighbours_of(const Boxes& boxes, const Topology& topology) {
    Numbers of_service(topology.services.size(), none);
    for (std::uint32_t box = 0; box < boxes.size(); ++box)
        for (const std::uint32_t service : boxes[box].services)
            of_service[service] = box;
    std::vector<Neighbours> neighbours(boxes.size());
    for (const Topology::Edge& edge : topology.edges) {
        const std::uint32_t from = of_service[edge.source];
        const std::uint32_t to = of_service[edge.destination];
        if (from == none || to == none || from == to) continue;
        neighbours[from].callees.insert(to);
        neighbours[to].callers.insert(from);
    }
    return neighbours;
}

/// Those with a single neighbour, by where they would be folded.
std::map<FoldPlace, Numbers> ends_of(const Boxes& boxes,
                                     const Topology& topology,
                                     const MeshView& view) {
    const std::vector<Neighbours> neighbours = neighbours_of(boxes, topology);
    std::map<FoldPlace, Numbers> ends;
    for (std::uint32_t box = 0; box < boxes.size(); ++box) {
        const auto& [callers, callees] = neighbours[box];
        const bool has_one = callers.size() + callees.size() == 1;
        if (!has_one || boxes[box].is_group || boxes[box].services.front() == view.focus) continue;
        const bool is_called = !callers.empty();
        const std::uint32_t beside = is_called ? *callers.begin() : *callees.begin();
        if (view.unfolded.contains(boxes[beside].services.front())) continue;
        ends[{beside, is_called, boxes[box].ns}].push_back(box);
    }
    return ends;
}

/// Of each place so many stay.
Boxes folded(const Boxes& boxes, const std::map<FoldPlace, Numbers>& ends, std::size_t staying) {
    std::vector<bool> goes(boxes.size());
    Boxes rests;
    for (const auto& [place, numbers] : ends) {
        if (numbers.size() < staying + 2) continue;  // One that stands for one would win nothing.
        MeshGraph::Box rest{.title = fmt::format("+{} more", numbers.size() - staying),
                            .services = {},
                            .ns = std::get<std::string>(place),
                            .is_group = true,
                            .kind = MeshGraph::Box::Kind::rest};
        for (std::size_t at = staying; at < numbers.size(); ++at) {
            goes[numbers[at]] = true;
            rest.services.push_back(boxes[numbers[at]].services.front());
        }
        rests.push_back(std::move(rest));
    }
    Boxes left;
    for (std::size_t box = 0; box < boxes.size(); ++box)
        if (!goes[box]) left.push_back(boxes[box]);
    left.insert(left.end(), rests.begin(), rests.end());
    return left;
}

}  // namespace

std::vector<MeshGraph::Box> fold(const std::vector<MeshGraph::Box>& boxes,
                                 const Topology& topology,
                                 const MeshView& view) {
    const auto ends = ends_of(boxes, topology, view);
    for (const std::size_t staying : {8U, 4U, 2U}) {
        Boxes left = folded(boxes, ends, staying);
        if (left.size() <= readable_boxes) return left;
    }
    return folded(boxes, ends, 0);
}

}  // namespace weft::gui
