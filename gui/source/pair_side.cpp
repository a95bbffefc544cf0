#include "gui/source/pair_side.hpp"

#include <map>
#include <string>

namespace weft::gui {
namespace {

std::string side_name(const std::string& name) {
    return name;
}
std::string side_name(const Topology::Pod& pod) {
    return pod.name;
}
std::string side_name(const Topology::Cluster& cluster) {
    return cluster.name;
}

/// Of each of these, the place of the one that is called the same there; none if there is none.
template <class Named>
std::vector<std::uint32_t> places(const std::vector<Named>& of, const std::vector<Named>& there) {
    std::map<std::string, std::uint32_t> by_name;
    for (std::uint32_t number = 0; number < there.size(); ++number)
        by_name.emplace(side_name(there[number]), number);
    std::vector<std::uint32_t> found;
    for (const Named& it : of) {
        const auto place = by_name.find(side_name(it));
        found.push_back(place == by_name.end() ? none : place->second);
    }
    return found;
}

/// What stands at these places; nothing where there is none.
template <class Value>
std::vector<Value> taken(const std::vector<Value>& from,
                         const std::vector<std::uint32_t>& numbers,
                         const Value& nothing) {
    std::vector<Value> values;
    for (const std::uint32_t number : numbers)
        values.push_back(number < from.size() ? from[number] : nothing);
    return values;
}

}  // namespace

PairSide::PairSide(PairRun& pair)
    : pair_(pair),
      pods_(places(pair.topology().pods, pair.a().topology().pods)),
      clusters_(places(pair.topology().clusters, pair.a().topology().clusters)),
      loads_(places(pair.topology().loads, pair.a().topology().loads)),
      steps_(places(pair.a().topology().steps, pair.topology().steps)) {}

Snapshot PairSide::snapshot(mesh::Instant at) {
    Snapshot of_a = pair_.a().snapshot(at);
    Snapshot snapshot = pair_.snapshot(at);
    std::swap(snapshot.edges, snapshot.other_edges);
    snapshot.struck_edges.clear();
    snapshot.loads = taken(of_a.loads, loads_, {});
    snapshot.pods = taken(of_a.pods, pods_, {.life = PodState::Life::gone});
    snapshot.limits = taken(of_a.limits, clusters_, std::uint64_t{0});
    snapshot.panics = taken(of_a.panics, clusters_, std::uint32_t{0});
    snapshot.newest_config = of_a.newest_config;
    snapshot.newest_config_since = of_a.newest_config_since;
    snapshot.faults.clear();
    for (const std::uint32_t step : of_a.faults)
        if (steps_[step] != none) snapshot.faults.push_back(steps_[step]);
    return snapshot;
}

std::vector<Flow> PairSide::curve(CurveOf what) {
    return pair_.curve_of_a(what);
}

}  // namespace weft::gui
