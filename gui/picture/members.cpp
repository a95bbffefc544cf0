#include "gui/picture/members.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace weft::gui {
namespace {

using MemberKind = MeshGraph::Box::Kind;

/// A box behind a service, and the edges that lead to it.
struct Member {
    MeshGraph::Box box;
    std::vector<std::uint32_t> edges;
};

std::vector<Member> versions_of(std::uint32_t service, const Topology& topology) {
    std::map<std::string, std::vector<std::uint32_t>> edges;
    for (std::uint32_t edge = 0; edge < topology.edges.size(); ++edge) {
        const Topology::Edge& it = topology.edges[edge];
        if (it.destination == service && !it.version.empty()) edges[it.version].push_back(edge);
    }
    std::vector<Member> members;
    for (auto& [version, of_version] : edges) {
        members.push_back({{.title = version,
                            .services = {service},
                            .ns = topology.services[service].ns,
                            .kind = MemberKind::version,
                            .version = version},
                           std::move(of_version)});
    }
    return members;
}

std::vector<Member> pods_behind(std::uint32_t service,
                                const Topology& topology,
                                const MeshView& view) {
    std::vector<Member> members;
    for (const std::uint32_t pod : topology.services[service].pods) {
        if (pod < view.gone.size() && view.gone[pod]) continue;
        members.push_back(
            {{.title = topology.pods[pod].name,
              .services = {service},
              .ns = topology.services[service].ns,
              .kind = view.level == Level::pod ? MemberKind::pod : MemberKind::sidecar,
              .pod = pod},
             {}});
    }
    return members;
}

/// One for all of them.
Member all_as_one(const std::vector<Member>& members, const MeshView& view) {
    const char* const what = view.level == Level::version ? "versions" : "pods";
    Member all{{.title = fmt::format("{} {}", members.size(), what),
                .services = members.front().box.services,
                .ns = members.front().box.ns,
                .is_group = true,
                .kind = MemberKind::rest},
               {}};
    for (const Member& member : members)
        all.edges.insert(all.edges.end(), member.edges.begin(), member.edges.end());
    return all;
}

}  // namespace

void add_members(MeshGraph& graph, const Topology& topology, const MeshView& view) {
    if (view.level < Level::version) return;
    std::vector<std::uint32_t> boxes;
    for (std::uint32_t box = 0; box < graph.boxes.size(); ++box)
        if (!graph.boxes[box].is_group) boxes.push_back(box);
    // The one in focus is what it is all about.
    std::ranges::stable_partition(
        boxes, [&](std::uint32_t box) { return graph.boxes[box].services.front() == view.focus; });
    for (const std::uint32_t box : boxes) {
        const std::uint32_t service = graph.boxes[box].services.front();
        std::vector<Member> members = view.level == Level::version
                                          ? versions_of(service, topology)
                                          : pods_behind(service, topology, view);
        const std::size_t room = most_boxes - std::min(most_boxes, graph.boxes.size());
        if (members.empty() || room == 0) continue;
        if (members.size() > room) members = {all_as_one(members, view)};
        for (Member& member : members) {
            const auto to = static_cast<std::uint32_t>(graph.boxes.size());
            graph.links.push_back({box, to, std::move(member.edges), true});
            graph.boxes.push_back(std::move(member.box));
        }
    }
}

}  // namespace weft::gui
