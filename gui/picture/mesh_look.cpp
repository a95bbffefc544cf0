#include "gui/picture/mesh_look.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <initializer_list>

namespace weft::gui {
namespace {

std::string label_of(const Flow& flow, Metric metric) {
    if (flow.requests == 0) return {};
    switch (metric) {
        case Metric::rate:
            return rate_words(flow.per_second());
        case Metric::errors:
            return share_words(flow.failed_share());
        case Metric::latency:
            return duration_words(flow.p99);
        case Metric::attempts:
            return fmt::format("×{:.2f}", flow.attempts_per_request());
    }
    return {};
}

double width_of(double per_second) {
    constexpr double widest = 7;
    return std::min(1 + std::log10(1 + per_second), widest);
}

std::string difference_label(double difference) {
    if (std::abs(difference) < 0.005) return "=";
    return fmt::format("{}{:.0f} %", difference > 0 ? "+" : "−", std::abs(difference) * 100);
}

bool is_behind(const PodState& pod, const Snapshot& snapshot) {
    return pod.life != PodState::Life::gone && pod.config != 0 &&
           pod.config < snapshot.newest_config;
}

/// "old config 4.1 s": for so long there has been a newer one.
std::string old_words(const Snapshot& snapshot, Say say) {
    return fmt::format("{} {}", say("old config"),
                       duration_words(snapshot.at - snapshot.newest_config_since));
}

/// Of the proxies whose configuration is known, how many act on the newest.
std::string control_words(const Topology& topology, const Snapshot& snapshot) {
    std::size_t all = 0;
    std::size_t behind = 0;
    for (std::size_t pod = 0; pod < snapshot.pods.size(); ++pod) {
        const PodState& state = snapshot.pods[pod];
        const bool is_there = state.config != 0 && state.life != PodState::Life::gone;
        if (!is_there || topology.pods[pod].service == none) continue;
        ++all;
        behind += is_behind(state, snapshot) ? 1 : 0;
    }
    if (all == 0 || snapshot.newest_config == 0) return {};
    return fmt::format("v{} · {}/{}", snapshot.newest_config, all - behind, all);
}

/// What the pods and clusters of a box's services are in.
std::vector<std::string> badges_of(const MeshGraph::Box& box,
                                   const Topology& topology,
                                   const Snapshot& snapshot,
                                   Say say) {
    std::uint64_t ejected = 0;
    std::uint64_t circuits = 0;
    std::uint64_t half_open = 0;
    std::uint64_t crashed = 0;
    std::uint64_t overloaded = 0;
    std::uint64_t stale = 0;
    std::uint64_t limits = 0;
    std::uint64_t panics = 0;
    for (const std::uint32_t service : box.services) {
        for (const std::uint32_t pod : topology.services[service].pods) {
            const PodState& state = snapshot.pods[pod];
            if (state.life == PodState::Life::gone) continue;
            ejected += state.ejected_by > 0 ? 1 : 0;
            circuits += state.circuits_open > state.circuits_half_open ? 1 : 0;
            half_open += state.circuits_half_open > 0 ? 1 : 0;
            crashed += state.life == PodState::Life::crashed ? 1 : 0;
            overloaded += state.overloaded ? 1 : 0;
            stale += is_behind(state, snapshot) ? 1 : 0;
        }
        for (std::size_t cluster = 0; cluster < topology.clusters.size(); ++cluster) {
            if (topology.clusters[cluster].service != service) continue;
            limits += snapshot.limits[cluster];
            panics += snapshot.panics[cluster] > 0 ? 1 : 0;
        }
    }
    std::vector<std::string> badges;
    const auto add = [&](std::uint64_t count, const char* what) {
        if (count > 0) badges.push_back(fmt::format("{} {}", count, say(what)));
    };
    add(crashed, "crashed");
    add(ejected, "ejected");
    add(circuits, "circuit open");
    add(half_open, "circuit half open");
    if (limits > 0) badges.push_back(fmt::format("{} ×{}", say("limit"), limits));
    if (panics > 0) badges.push_back(say("panic"));
    add(overloaded, "overloaded");
    if (stale > 0) badges.push_back(fmt::format("{} {}", stale, old_words(snapshot, say)));
    return badges;
}

std::string figures_of_flow(const Flow& flow, Say say) {
    if (flow.requests == 0) return say("no calls");
    return fmt::format("{}  {} {}", rate_words(flow.per_second()), share_words(flow.failed_share()),
                       say("err"));
}

/// The flows of all services, in this run and in the one that it is compared with.
struct ServiceFlows {
    std::vector<Flow> now;
    std::vector<Flow> before;
};

/// "+12 more", "12 pods", "shop (5 services)": the last word is none of a name.
std::string title_of_box(const MeshGraph::Box& box, Say say) {
    const std::size_t space = box.title.rfind(' ');
    if (!box.is_group || space == std::string::npos) return box.title;
    const bool is_closed = box.title.ends_with(')');
    const std::string word = box.title.substr(space + 1, box.title.size() - space - 1 - is_closed);
    return fmt::format("{} {}{}", box.title.substr(0, space), say(word.c_str()),
                       is_closed ? ")" : "");
}

/// How a pod is, and at the level of sidecars its proxy.
BoxLook pod_look(const MeshGraph::Box& box, const Snapshot& snapshot, Say say) {
    const PodState& state = snapshot.pods[box.pod];
    const bool is_sidecar = box.kind == MeshGraph::Box::Kind::sidecar;
    BoxLook look{.title = box.title, .figures = {}, .pods = {}, .badges = {}};
    look.health = health_of(state);
    look.figures = say(is_sidecar ? "proxy" : name_of(state.life));
    if (is_sidecar && state.config != 0)
        look.figures = fmt::format("{}  {} v{}", say("proxy"), say("config"), state.config);
    look.is_struck = state.is_struck;
    look.is_behind = is_behind(state, snapshot);
    if (look.is_behind) look.badges.push_back(old_words(snapshot, say));
    const auto add = [&](std::uint32_t count, const char* words) {
        if (count > 0) look.badges.push_back(fmt::format("{} {}", say(words), count));
    };
    add(state.ejected_by, "ejected by");
    add(state.circuits_open - state.circuits_half_open, "circuit open by");
    add(state.circuits_half_open, "circuit half open by");
    if (state.overloaded) look.badges.push_back(say("overloaded"));
    if (is_sidecar) {
        add(state.ejects, "ejects");
        add(state.holds_circuits, "opened");
    }
    return look;
}

BoxLook version_look(const MeshGraph::Box& box,
                     const Topology& topology,
                     const Snapshot& snapshot,
                     Say say) {
    BoxLook look{.title = box.title, .figures = {}, .pods = {}, .badges = {}};
    Flow flow;
    Flow before;
    for (std::size_t number = 0; number < topology.edges.size(); ++number) {
        const Topology::Edge& edge = topology.edges[number];
        if (edge.destination != box.services.front() || edge.version != box.version) continue;
        flow.add(snapshot.edges[number]);
        if (number < snapshot.other_edges.size()) before.add(snapshot.other_edges[number]);
    }
    look.health = health_of(flow);
    look.figures = figures_of_flow(flow, say);
    look.flow = flow;
    if (!snapshot.other_edges.empty()) look.difference = difference_of(flow, before);
    return look;
}

BoxLook box_look(const MeshGraph::Box& box,
                 const Topology& topology,
                 const Snapshot& snapshot,
                 const ServiceFlows& flows,
                 Say say) {
    using Kind = MeshGraph::Box::Kind;
    if (box.kind == Kind::pod || box.kind == Kind::sidecar) return pod_look(box, snapshot, say);
    if (box.kind == Kind::version) return version_look(box, topology, snapshot, say);
    BoxLook look{.title = title_of_box(box, say), .figures = {}, .pods = {}, .badges = {}};
    Flow flow;
    Flow before;
    PodCount pods;
    for (const std::uint32_t service : box.services) {
        flow.add(flows.now[service]);
        if (!flows.before.empty()) before.add(flows.before[service]);
        look.health = std::max(look.health,
                               health_of_service(topology, snapshot, service, flows.now[service]));
        const PodCount of_service = pods_of(topology, snapshot, service);
        pods.all += of_service.all;
        pods.well += of_service.well;
        for (const std::uint32_t pod : topology.services[service].pods) {
            look.is_struck |= snapshot.pods[pod].is_struck;
            look.is_behind |= is_behind(snapshot.pods[pod], snapshot);
        }
    }
    look.figures = figures_of_flow(flow, say);
    look.flow = flow;
    if (pods.all > 0) look.pods = fmt::format("{}/{} {}", pods.well, pods.all, say("pods"));
    look.badges = badges_of(box, topology, snapshot, say);
    if (box.more > 0) look.badges.push_back(fmt::format("+{} {}", box.more, say("more")));
    if (!snapshot.other_edges.empty()) {
        look.difference = difference_of(flow, before);
        look.figures = fmt::format("{} → {} {}", share_words(before.failed_share()),
                                   share_words(flow.failed_share()), say("err"));
    }
    return look;
}

LinkLook link_look(const MeshGraph::Link& link,
                   const Snapshot& snapshot,
                   Metric metric,
                   const MeshSigns& signs) {
    if (link.is_member && link.edges.empty()) return {.label = {}};
    Flow flow;
    Flow before;
    bool is_struck = false;
    for (const std::uint32_t edge : link.edges) {
        flow.add(snapshot.edges[edge]);
        if (edge < snapshot.other_edges.size()) before.add(snapshot.other_edges[edge]);
        is_struck |= edge < snapshot.struck_edges.size() && !snapshot.struck_edges[edge].empty();
    }
    LinkLook look{.label = label_of(flow, metric), .health = health_of(flow)};
    look.is_struck = is_struck;
    const auto is_cut = [&](std::uint32_t edge) {
        return edge < signs.cut_edges.size() && signs.cut_edges[edge];
    };
    // A partition between some of their pods leaves the others their way.
    look.is_cut = std::ranges::all_of(link.edges, is_cut) && flow.failed == flow.requests;
    look.per_second = flow.per_second();
    look.width = width_of(look.per_second);
    if (flow.seconds > 0) {
        look.failed_per_second = static_cast<double>(flow.failed) / flow.seconds;
        const std::uint64_t extra = flow.attempts - std::min(flow.requests, flow.attempts);
        look.extra_per_second = static_cast<double>(extra) / flow.seconds;
        look.rejected_per_second = static_cast<double>(flow.rejected) / flow.seconds;
        look.unanswered_per_second = static_cast<double>(flow.unanswered) / flow.seconds;
    }
    if (!snapshot.other_edges.empty()) {
        look.difference = difference_of(flow, before);
        look.label = difference_label(look.difference);
    }
    return look;
}

/// By service: nobody calls it, and a pod of it is called as a client of a load is, "SERVICE-LOAD".
std::vector<bool> clients_of(const Topology& topology) {
    std::vector<bool> clients(topology.services.size());
    for (std::size_t number = 0; number < clients.size(); ++number) {
        const Topology::Service& service = topology.services[number];
        clients[number] = std::ranges::any_of(service.pods, [&](std::uint32_t pod) {
            return std::ranges::any_of(topology.loads, [&](const std::string& load) {
                return topology.pods[pod].name.starts_with(
                    fmt::format("{}-{}", service.name, load));
            });
        });
    }
    for (const Topology::Edge& edge : topology.edges)
        clients[edge.destination] = false;
    return clients;
}

/// Of one service: what is declared of it.
void add_signs(BoxLook& look, const MeshGraph::Box& box, const MeshSigns& signs, Say say) {
    if (box.kind != MeshGraph::Box::Kind::service || box.is_group) return;
    const std::uint32_t service = box.services.front();
    if (service >= signs.rules.size()) return;
    look.is_gateway = signs.gateways[service];
    if (!signs.rules[service].empty()) look.badges.push_back(say(signs.rules[service].c_str()));
}

/// Of all edges that a link stands for, by what passes along each.
std::optional<double> secured_share(const MeshGraph::Link& link,
                                    const Snapshot& snapshot,
                                    const MeshSigns& signs) {
    double requests = 0;
    double secured = 0;
    for (const std::uint32_t edge : link.edges) {
        if (edge >= signs.mutual_tls.size() || !signs.mutual_tls[edge]) continue;
        const auto of_edge = static_cast<double>(snapshot.edges[edge].requests);
        requests += of_edge;
        secured += of_edge * *signs.mutual_tls[edge];
    }
    return requests > 0 ? std::optional{secured / requests} : std::nullopt;
}

}  // namespace

std::string whole_text(const BoxLook& look) {
    std::string text = look.title;
    for (const std::string& part : {look.figures, look.pods})
        if (!part.empty()) text += fmt::format(", {}", part);
    for (const std::string& badge : look.badges)
        text += fmt::format(", {}", badge);
    return text;
}

double difference_of(const Flow& now, const Flow& before) {
    const double errors = now.failed_share() - before.failed_share();
    if (std::abs(errors) >= 0.005) return std::clamp(errors, -1.0, 1.0);
    const auto slow = static_cast<double>(now.p99.count());
    const auto was = static_cast<double>(before.p99.count());
    if (slow <= 0 || was <= 0) return 0;
    return std::clamp((slow - was) / std::max(slow, was), -1.0, 1.0);
}

MeshLook mesh_look(const MeshGraph& graph,
                   const Topology& topology,
                   const Snapshot& snapshot,
                   Metric metric,
                   const MeshSigns& signs,
                   Say say) {
    MeshLook look;
    look.is_difference = !snapshot.other_edges.empty();
    ServiceFlows flows{flows_of_services(topology, snapshot.edges), {}};
    if (look.is_difference) flows.before = flows_of_services(topology, snapshot.other_edges);
    for (const MeshGraph::Box& box : graph.boxes)
        look.boxes.push_back(box_look(box, topology, snapshot, flows, say));
    for (const MeshGraph::Link& link : graph.links)
        look.links.push_back(link_look(link, snapshot, metric, signs));
    for (const std::uint32_t step : snapshot.faults)
        look.faults.push_back(topology.steps[step]);
    const std::vector<bool> clients = clients_of(topology);
    for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
        add_signs(look.boxes[box], graph.boxes[box], signs, say);
        const MeshGraph::Box& what = graph.boxes[box];
        const bool is_service = what.kind == MeshGraph::Box::Kind::service && !what.is_group;
        look.boxes[box].is_client = is_service && clients[what.services.front()];
    }
    for (std::size_t link = 0; link < graph.links.size(); ++link)
        look.links[link].mutual_tls = secured_share(graph.links[link], snapshot, signs);
    for (const MeshGraph::Link& link : graph.links) {
        const std::string& caller = graph.boxes[link.from].title;
        if (graph.boxes[link.to].title.starts_with(caller + "-"))
            look.boxes[link.to].shared = caller;
    }
    look.control = control_words(topology, snapshot);
    return look;
}

}  // namespace weft::gui
