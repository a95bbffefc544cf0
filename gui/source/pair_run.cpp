#include "gui/source/pair_run.hpp"

#include "scenarios/play/first_difference.hpp"

#include <algorithm>
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

/// The edges as they are called elsewhere; those that are not there are left out.
template <class NumberThere>
void keep_edges(CurveOf& what, NumberThere number_there) {
    std::vector<std::uint32_t> kept;
    what.also.insert(what.also.begin(), what.number);
    for (const std::uint32_t edge : what.also)
        if (const std::uint32_t there = number_there(edge); there != none) kept.push_back(there);
    what.number = kept.empty() ? none : kept.front();
    what.also.assign(kept.empty() ? kept.begin() : kept.begin() + 1, kept.end());
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
    const auto is_only_in_a = [&](std::uint32_t edge) { return edge >= own.edges.size(); };
    if (what.kind == CurveOf::Kind::service && what.number >= own.services.size())
        return curve_of_a(what);
    if (what.kind != CurveOf::Kind::edge) return b_->curve(what);
    const CurveOf all = what;
    keep_edges(what, [&](std::uint32_t edge) { return is_only_in_a(edge) ? none : edge; });
    return what.number == none ? curve_of_a(all) : b_->curve(what);
}

std::vector<Flow> PairRun::curve_of_a(CurveOf what) {
    std::vector<Flow> flows;
    if (what.kind == CurveOf::Kind::pod)
        what.number = same_pod(a_->topology(), pod_name(topology_, what.number));
    if (what.kind == CurveOf::Kind::edge)
        keep_edges(what, [&](std::uint32_t edge) { return a_edge_[edge]; });
    if (what.kind == CurveOf::Kind::service) what.number = a_service_[what.number];
    if (what.kind == CurveOf::Kind::all_loads || what.number != none) flows = a_->curve(what);
    flows.resize(intervals().size());
    return flows;
}

std::vector<Flow> PairRun::edges(std::size_t from, std::size_t to) {
    std::vector<Flow> flows = b_->edges(from, to);
    flows.resize(topology_.edges.size());
    return flows;
}

std::vector<Flow> PairRun::edges_of_a(std::size_t from, std::size_t to) {
    const std::vector<Flow> of_a = a_->edges(from, to);
    std::vector<Flow> flows;
    for (const std::uint32_t edge : a_edge_)
        flows.push_back(edge == none ? Flow{} : of_a[edge]);
    return flows;
}

std::optional<mesh::Instant> PairRun::first_divergence() {
    constexpr std::size_t many = 1'000;
    while (look_on(many)) {
    }
    return divergence_;
}

bool PairRun::look_on(std::size_t most_intervals) {
    if (is_compared_) return false;
    const auto& a = a_->intervals();
    const auto& b = b_->intervals();
    const std::size_t common = scenarios::common_intervals(a, b);
    if (a_->label().version == b_->label().version) {
        if (const auto other = scenarios::first_other_interval(a, b)) divergence_ = a[*other].start;
        looked_at_ = common;
    }
    const std::size_t end = std::min(common, looked_at_ + most_intervals);
    while (looked_at_ < end && is_same_flow(looked_at_))
        ++looked_at_;
    if (looked_at_ < common) {
        if (looked_at_ == end) return true;
        divergence_ = b[looked_at_].start;
    }
    if (!divergence_) divergence_ = end_of_shorter(common);
    const auto event = first_other_event();
    if (event && (!divergence_ || *event < *divergence_)) divergence_ = event;
    is_compared_ = true;
    return false;
}

bool PairRun::is_same_flow(std::size_t interval) {
    const Snapshot here = snapshot(b_->intervals()[interval].start);
    return here.edges == here.other_edges;
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

/// Of two that are the same in all intervals that both have; nothing if these are all.
std::optional<mesh::Instant> PairRun::end_of_shorter(std::size_t common) const {
    const auto& a = a_->intervals();
    const auto& b = b_->intervals();
    if (common < std::min(a.size(), b.size()))
        return std::min(a[common].end, b[common].end);  // One was stopped in it.
    if (a.size() == b.size()) return std::nullopt;
    return common == 0 ? mesh::Instant{} : b[common - 1].end;
}

}  // namespace weft::gui
