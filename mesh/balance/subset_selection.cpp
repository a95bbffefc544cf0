#include "mesh/balance/subset_selection.hpp"

#include <string>
#include <utility>

namespace weft::mesh {
namespace {

/// Subsets of one cluster do not begin their rotations in step.
std::uint64_t seed_of(std::uint64_t seed, const SubsetLabels& labels) {
    std::string name = "subset";
    for (const auto& [key, value] : labels) {
        name += '/';
        name += key;
        name += '=';
        name += value;
    }
    return Draws{seed, name}.next();
}

}  // namespace

SubsetSelection::SubsetSelection(SubsetRules rules,
                                 HostSelection& whole,
                                 MakeSelection make,
                                 std::uint64_t seed)
    : rules_(std::move(rules)),
      whole_(whole),
      make_(std::move(make)),
      seed_(seed),
      subsets_(rules_, {}),
      default_(make_(seed_of(seed, {}))) {}

/// The selections of all subsets but the whole cluster.
template <class Do>
void SubsetSelection::at_each(const Do& what) {
    what(default_);
    for (auto& [labels, selection] : selections_)
        what(selection);
}

void SubsetSelection::on_labels(std::span<const SubsetLabels> labels) {
    subsets_ = Subsets{rules_, labels};
    last_ = nullptr;
    std::map<SubsetLabels, HostSelection> before = std::exchange(selections_, {});
    of_group_.assign(subsets_.groups().size(), &whole_);
    of_group_[Subsets::default_group] = &default_;
    for (const auto& [its, group] : subsets_.group_of_labels()) {
        auto old = before.extract(its);
        const auto selection = old.empty()
                                   ? selections_.emplace(its, make_(seed_of(seed_, its))).first
                                   : selections_.insert(std::move(old)).position;
        of_group_[group] = &selection->second;
    }
    places_.assign(labels.size(), {});
    for (std::size_t group = 0; group < of_group_.size(); ++group) {
        if (group == Subsets::any) continue;
        const std::vector<std::uint32_t>& members = subsets_.groups()[group];
        for (std::uint32_t at = 0; at < members.size(); ++at)
            places_[members[at]].push_back({of_group_[group], at});
    }
}

void SubsetSelection::on_hosts(std::span<const Locality> localities,
                               std::span<const SelectableHost> hosts,
                               const LocalCluster& local,
                               Instant now) {
    last_ = nullptr;
    for (std::size_t group = 0; group < of_group_.size(); ++group) {
        if (group == Subsets::any) continue;
        std::vector<SelectableHost> its;
        for (const std::uint32_t member : subsets_.groups()[group])
            its.push_back(hosts[member]);
        of_group_[group]->on_hosts(localities, its, local, now);
    }
}

std::optional<SelectedHost> SubsetSelection::pick(const Groups& groups,
                                                  const SelectionRequest& request) {
    for (const std::size_t group : groups) {
        auto chosen = of_group_[group]->pick(request);
        if (!chosen) continue;
        last_ = of_group_[group];
        chosen->position = subsets_.groups()[group][chosen->position];
        return chosen;
    }
    return std::nullopt;
}

void SubsetSelection::sent(std::uint32_t position) {
    for (const auto& [selection, at] : places_[position])
        selection->sent(at);
}

/// Every subset may have known a host that has left.
void SubsetSelection::ended(std::uint32_t position,
                            HostId host,
                            const AttemptEnd& end,
                            Instant now) {
    if (position == HostSelection::absent) {
        at_each([&](HostSelection& each) { each.ended(position, host, end, now); });
        return;
    }
    for (const auto& [selection, at] : places_[position])
        selection->ended(at, host, end, now);
}

void SubsetSelection::on_report(HostId host, const LoadReport& report, Instant now) {
    at_each([&](HostSelection& each) { each.on_report(host, report, now); });
}

}  // namespace weft::mesh
