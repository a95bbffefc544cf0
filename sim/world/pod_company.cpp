#include "sim/world/pod_company.hpp"

#include "sim/world/pod.hpp"

#include <algorithm>

namespace weft::sim {

std::uint32_t PodCompany::kind_of(const Pod& pod) {
    const mesh::control::Metadata& meta = pod.object.meta;
    const auto& rules = pod.made_from.placement.anti_affinity;
    std::vector<std::uint32_t>& alike = known_[{meta.ns, meta.labels}];
    const auto known = std::ranges::find_if(
        alike, [&](std::uint32_t number) { return kinds_[number].keeps_from == rules; });
    if (known != alike.end()) return *known;
    alike.push_back(static_cast<std::uint32_t>(kinds_.size()));
    kinds_.push_back({meta.ns, meta.labels, rules});
    return alike.back();
}

void PodCompany::add(Pod& pod) {
    pod.company = kind_of(pod);
    ++nodes_[pod.node][pod.company];
}

void PodCompany::remove(Pod& pod) {
    if (pod.company == Pod::no_company) return;
    auto& here = nodes_[pod.node];
    const auto alike = here.find(pod.company);
    if (--alike->second == 0) here.erase(alike);
    pod.company = Pod::no_company;
}

std::vector<PlacedPod> PodCompany::there(bool all) const {
    std::vector<PlacedPod> there;
    for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
        for (const auto& [number, count] : nodes_[node]) {
            const Kind& kind = kinds_[number];
            if (!all && kind.keeps_from.empty()) continue;
            there.push_back({kind.ns, &kind.labels, node,
                             kind.keeps_from.empty() ? nullptr : &kind.keeps_from, count});
        }
    }
    return there;
}

}  // namespace weft::sim
