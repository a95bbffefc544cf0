#include "sim/world/pod_standings.hpp"

#include "sim/world/pod.hpp"

#include <cassert>

namespace weft::sim {

std::vector<std::uint32_t> PodStandings::Group::first_to_stop(std::uint32_t count) const {
    assert(count <= size());
    std::vector<std::uint32_t> chosen;
    chosen.reserve(count);
    for (const auto* const places : {&unavailable, &available}) {
        for (auto place = places->rbegin(); place != places->rend() && chosen.size() < count;
             ++place) {
            chosen.push_back(*place);
        }
    }
    return chosen;
}

void PodStandings::look(const mesh::control::Workload& workload,
                        std::span<Pod* const> pods,
                        mesh::Instant now) {
    const mesh::Duration min_ready = workload.rollout.min_ready;
    if (!made_from_ || min_ready_ != min_ready || !(*made_from_ == workload.pod)) {
        *this = {};
        made_from_ = workload.pod;
        min_ready_ = min_ready;
        for (std::uint32_t place = 0; place < pods.size(); ++place)
            changed_.push_back(place);
    }
    while (!ripening_.empty() && ripening_.begin()->first <= now) {
        changed_.push_back(ripening_.begin()->second);
        ripening_.erase(ripening_.begin());
    }
    known_.resize(pods.size());
    for (const std::uint32_t place : changed_)
        stand(place, *pods[place], now);
    changed_.clear();
}

void PodStandings::stand(std::uint32_t place, const Pod& pod, mesh::Instant now) {
    leave(place);
    Known& known = known_[place];
    if (pod.set >= groups_.size()) groups_.resize(std::size_t{pod.set} + 1);
    Group& group = groups_[pod.set];
    if (!pod.is_live()) {
        const bool is_ending = pod.stage == PodStage::ending;
        known = {.standing = is_ending ? Standing::ending : Standing::gone, .set = pod.set};
        if (is_ending) ++group.ending;
        return;
    }
    const mesh::Instant available_at = pod.ready_since + min_ready_;
    const bool is_available = pod.object.ready && available_at <= now;
    if (pod.object.ready && !is_available) ripening_.emplace(available_at, place);
    known = {.standing = is_available ? Standing::available : Standing::live,
             .is_new = pod.made_from == *made_from_,
             .set = pod.set};
    (is_available ? group.available : group.unavailable).insert(place);
}

void PodStandings::leave(std::uint32_t place) {
    const Known& known = known_[place];
    switch (known.standing) {
        case Standing::gone:
            return;
        case Standing::ending:
            --groups_[known.set].ending;
            return;
        case Standing::live:
            groups_[known.set].unavailable.erase(place);
            return;
        case Standing::available:
            groups_[known.set].available.erase(place);
            return;
    }
}

const PodStandings::Group& PodStandings::of_set(std::uint32_t set) const {
    static const Group nobody;
    return set < groups_.size() ? groups_[set] : nobody;
}

}  // namespace weft::sim
