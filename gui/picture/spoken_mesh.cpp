#include "gui/picture/spoken_mesh.hpp"

#include <chrono>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace weft::gui {
namespace {

constexpr mesh::Duration between_news = std::chrono::seconds{1};

/// The titles of the boxes at the other ends of a box's lines, each once.
std::set<std::string> neighbours(const MeshGraph& graph, std::uint32_t box, bool callers) {
    std::set<std::string> titles;
    for (const MeshGraph::Link& link : graph.links) {
        const std::uint32_t here = callers ? link.to : link.from;
        const std::uint32_t there = callers ? link.from : link.to;
        if (here == box && there != box) titles.insert(graph.boxes[there].title);
    }
    return titles;
}

/// "namespace shop", "+97 more": what stands for many says so.
std::string spoken_name(const MeshGraph::Box& box, const BoxLook& look, Say say) {
    const bool is_namespace = box.is_group && !stands_for_a_rest(box);
    return is_namespace ? fmt::format("{} {}", say("namespace"), look.title) : look.title;
}

/// Of a service, or of all that the box stands for.
PodCount pods_spoken_of(const MeshGraph::Box& box,
                        const Topology& topology,
                        const Snapshot& snapshot) {
    PodCount pods;
    using Kind = MeshGraph::Box::Kind;
    if (box.kind != Kind::service && box.kind != Kind::rest) return pods;
    for (const std::uint32_t service : box.services) {
        const PodCount of_service = pods_of(topology, snapshot, service);
        pods.all += of_service.all;
        pods.well += of_service.well;
    }
    return pods;
}

std::string in_a_row(const std::set<std::string>& words) {
    std::string row;
    for (const std::string& word : words)
        row += (row.empty() ? "" : ", ") + word;
    return row;
}

}  // namespace

std::string spoken_box(const MeshGraph& graph,
                       const MeshLook& look,
                       const Topology& topology,
                       const Snapshot& snapshot,
                       std::uint32_t number,
                       Say say) {
    const MeshGraph::Box& box = graph.boxes[number];
    const BoxLook& it = look.boxes[number];
    std::string words = fmt::format("{}, {}", spoken_name(box, it, say), say(name_of(it.health)));
    if (box.pod != none) words += fmt::format(", {}", it.figures);
    if (it.flow.requests > 0) {
        const double percent = it.flow.failed_share() * 100;
        words += percent > 0 && percent < 1
                     ? fmt::format(", {}", say("less than 1 percent errors"))
                     : fmt::format(", {:.0f} {}", percent, say("percent errors"));
    }
    if (const PodCount pods = pods_spoken_of(box, topology, snapshot); pods.all > 0)
        words += fmt::format(", {} {} {} {}", pods.well, say("of"), pods.all, say("pods"));
    for (const std::string& badge : it.badges)
        words += fmt::format(", {}", badge);
    return words;
}

std::string spoken_links(const MeshGraph& graph, std::uint32_t box, Say say) {
    const std::string called = in_a_row(neighbours(graph, box, false));
    const std::string callers = in_a_row(neighbours(graph, box, true));
    std::string words;
    if (!called.empty()) words = fmt::format("{} {}", say("calls"), called);
    if (!callers.empty())
        words += fmt::format("{}{} {}", words.empty() ? "" : "; ", say("called by"), callers);
    return words;
}

std::string StateNews::hear(const MeshGraph& graph,
                            const MeshLook& look,
                            mesh::Duration now,
                            Say say) {
    std::string news;
    std::map<std::string, Health> states;
    for (std::size_t box = 0; box < graph.boxes.size() && box < look.boxes.size(); ++box) {
        const std::string& title = graph.boxes[box].title;
        const Health health = look.boxes[box].health;
        states.emplace(title, health);
        const auto said = said_.find(title);
        if (said == said_.end() || said->second == health) continue;
        news += fmt::format("{}{} {}", news.empty() ? "" : ", ", title, say(name_of(health)));
    }
    has_more_ = !news.empty() && last_ && now - *last_ < between_news;
    if (has_more_) return {};
    said_ = std::move(states);
    if (!news.empty()) last_ = now;
    return news;
}

}  // namespace weft::gui
