#include "gui/source/pair_run.hpp"

#include "reports/store/read_run.hpp"
#include "scenarios/play/first_difference.hpp"

#include <algorithm>
#include <exception>
#include <ranges>
#include <string_view>
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

std::string_view pod_name(const Topology& topology, std::uint32_t pod) {
    return pod < topology.pods.size() ? std::string_view{topology.pods[pod].name} : "";
}

std::uint32_t same_pod(const Topology& topology, std::string_view wanted) {
    const auto found = std::ranges::find(topology.pods, wanted, &Topology::Pod::name);
    return found == topology.pods.end() ? none
                                        : static_cast<std::uint32_t>(found - topology.pods.begin());
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
    if (what.kind == CurveOf::Kind::pod)
        what.number = same_pod(a_->topology(), pod_name(topology_, what.number));
    if (what.kind == CurveOf::Kind::edge) what.number = a_edge_[what.number];
    if (what.kind == CurveOf::Kind::service) what.number = a_service_[what.number];
    if (what.kind == CurveOf::Kind::all_loads || what.number != none) flows = a_->curve(what);
    flows.resize(intervals().size());
    return flows;
}

std::optional<mesh::Instant> PairRun::first_divergence() {
    if (std::exchange(is_compared_, true)) return divergence_;
    // What was played has a fingerprint, so that flows need be looked at only where that is the
    // same.
    divergence_ = first_other_fingerprint();
    if (!divergence_) divergence_ = first_other_flow();
    const auto event = first_other_event();
    if (event && (!divergence_ || *event < *divergence_)) divergence_ = event;
    return divergence_;
}

/// Of files that cannot be read again, nothing.
std::optional<mesh::Instant> PairRun::first_other_fingerprint() const {
    try {
        const reports::RecordedRun a = reports::read_run(a_->file());
        const reports::RecordedRun b = reports::read_run(b_->file());
        const auto interval = scenarios::first_other_interval(a, b);
        if (interval) return a.intervals[*interval].start;
    } catch (const std::exception&) {
        return std::nullopt;  // Whoever shows them has been told.
    }
    return std::nullopt;
}

std::optional<mesh::Instant> PairRun::first_other_event() const {
    const auto is_same = [&](const Event& a, const Event& b) {
        const sim::observe::Change& one = a.change;
        const sim::observe::Change& other = b.change;
        return one.at == other.at && one.kind == other.kind && a.count == b.count &&
               one.value == other.value &&
               pod_name(a_->topology(), one.pod) == pod_name(b_->topology(), other.pod);
    };
    // How often a limit was reached is told by interval or by block, as the file is large.
    const auto is_told = [](const Event& event) {
        return event.change.kind != sim::observe::Change::Kind::limit_reached;
    };
    auto events_of_a = a_->events() | std::views::filter(is_told);
    auto events_of_b = b_->events() | std::views::filter(is_told);
    const auto [of_a, of_b] = std::ranges::mismatch(events_of_a, events_of_b, is_same);
    std::optional<mesh::Instant> first;
    if (of_a != events_of_a.end()) first = of_a->change.at;
    if (of_b != events_of_b.end())
        first = first ? std::min(*first, of_b->change.at) : of_b->change.at;
    return first;
}

std::optional<mesh::Instant> PairRun::first_other_flow() {
    const std::size_t both = std::min(a_->intervals().size(), b_->intervals().size());
    for (std::size_t interval = 0; interval < both; ++interval) {
        const mesh::Instant at = b_->intervals()[interval].start;
        const mesh::Instant end_of_a = a_->intervals()[interval].end;
        const mesh::Instant end_of_b = b_->intervals()[interval].end;
        if (end_of_a != end_of_b) return std::min(end_of_a, end_of_b);  // One was stopped in it.
        const Snapshot here = snapshot(at);
        if (here.edges != here.other_edges) return at;
    }
    if (a_->intervals().size() == b_->intervals().size()) return std::nullopt;
    return both == 0 ? mesh::Instant{} : b_->intervals()[both - 1].end;
}

}  // namespace weft::gui
