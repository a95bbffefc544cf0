#include "gui/source/pair_run.hpp"

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

std::uint32_t same_service(const Topology& topology, const Topology::Service& wanted) {
    for (std::uint32_t number = 0; number < topology.services.size(); ++number) {
        const Topology::Service& service = topology.services[number];
        if (service.name == wanted.name && service.ns == wanted.ns) return number;
    }
    return none;
}

std::uint32_t same_edge(const Topology& topology, const Topology::Edge& wanted) {
    const auto found = std::ranges::find(topology.edges, wanted);
    return found == topology.edges.end()
               ? none
               : static_cast<std::uint32_t>(found - topology.edges.begin());
}

}  // namespace

PairRun::PairRun(std::unique_ptr<RunSource> a, std::unique_ptr<RunSource> b)
    : a_(std::move(a)), b_(std::move(b)), topology_(b_->topology()) {
    // Services of A by their numbers here; those that B lacks come last.
    std::vector<std::uint32_t> here;
    for (const Topology::Service& service : a_->topology().services) {
        std::uint32_t number = same_service(topology_, service);
        if (number == none) {
            number = static_cast<std::uint32_t>(topology_.services.size());
            topology_.services.push_back({service.name, service.ns, {}});
        }
        here.push_back(number);
    }
    a_service_.assign(topology_.services.size(), none);
    for (std::uint32_t number = 0; number < here.size(); ++number)
        a_service_[here[number]] = number;

    a_edge_.assign(topology_.edges.size(), none);
    const auto& edges = a_->topology().edges;
    for (std::uint32_t number = 0; number < edges.size(); ++number) {
        const Topology::Edge edge{here[edges[number].source], here[edges[number].destination],
                                  edges[number].version};
        const std::uint32_t same = same_edge(topology_, edge);
        if (same != none) {
            a_edge_[same] = number;
            continue;
        }
        topology_.edges.push_back(edge);
        a_edge_.push_back(number);
    }
}

Snapshot PairRun::snapshot(mesh::Instant at) {
    Snapshot snapshot = b_->snapshot(at);
    const Snapshot before = a_->snapshot(at);
    snapshot.edges.resize(topology_.edges.size());
    snapshot.other_edges.resize(topology_.edges.size());
    for (std::size_t edge = 0; edge < a_edge_.size(); ++edge)
        if (a_edge_[edge] != none) snapshot.other_edges[edge] = before.edges[a_edge_[edge]];
    return snapshot;
}

std::vector<Flow> PairRun::curve(CurveOf what) {
    const Topology& own = b_->topology();
    const bool is_only_in_a =
        (what.kind == CurveOf::Kind::edge && what.number >= own.edges.size()) ||
        (what.kind == CurveOf::Kind::service && what.number >= own.services.size());
    return is_only_in_a ? curve_of_a(what) : b_->curve(what);
}

std::vector<Flow> PairRun::curve_of_a(CurveOf what) {
    std::vector<Flow> flows;
    if (what.kind == CurveOf::Kind::edge) what.number = a_edge_[what.number];
    if (what.kind == CurveOf::Kind::service) what.number = a_service_[what.number];
    if (what.kind == CurveOf::Kind::all_loads || what.number != none) flows = a_->curve(what);
    flows.resize(intervals().size());
    return flows;
}

std::optional<mesh::Instant> PairRun::first_divergence() {
    const std::size_t both = std::min(a_->intervals().size(), b_->intervals().size());
    for (std::size_t interval = 0; interval < both; ++interval) {
        const mesh::Instant at = b_->intervals()[interval].start;
        const Snapshot here = snapshot(at);
        if (here.edges != here.other_edges) return at;
    }
    if (a_->intervals().size() == b_->intervals().size()) return std::nullopt;
    return both == 0 ? mesh::Instant{} : b_->intervals()[both - 1].end;
}

}  // namespace weft::gui
