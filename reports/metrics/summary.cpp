#include "reports/metrics/summary.hpp"

#include <algorithm>

namespace weft::reports {

std::vector<StatusCount> Tally::statuses() const {
    std::vector<StatusCount> all = not_200;
    std::uint64_t ok = requests();
    for (const StatusCount& other : not_200) {
        ok -= other.count;
    }
    if (ok != 0) all.push_back({200, ok});
    std::sort(all.begin(), all.end(),
              [](const StatusCount& a, const StatusCount& b) { return a.status < b.status; });
    return all;
}

void Tally::add_status(std::uint16_t status, std::uint64_t count) {
    if (mesh::is_failure(status)) failed += count;
    for (StatusCount& known : not_200) {
        if (known.status != status) continue;
        known.count += count;
        return;
    }
    not_200.push_back({status, count});
}

void Tally::merge(const Tally& other) {
    if (other.requests() == 0) return;
    attempts += other.attempts;
    for (std::size_t bit = 0; bit < flags.size(); ++bit) {
        flags[bit] += other.flags[bit];
    }
    for (const StatusCount& status : other.not_200) {
        add_status(status.status, status.count);
    }
    latency.merge(other.latency);
}

void Tally::clear() {
    if (requests() == 0) return;
    attempts = 0;
    failed = 0;
    flags.fill(0);
    not_200.clear();
    latency.clear();
}

void Summary::merge(const Summary& other) {
    for (std::uint32_t number = 0; number < other.loads_.size(); ++number) {
        load(number).merge(other.loads_[number]);
    }
    for (std::size_t number = 0; number < other.edges().size(); ++number) {
        edge(other.edges()[number]).merge(other.edge_tallies_[number]);
    }
    for (const auto& [group, count] : other.changes_) {
        changes_[group] += count;
    }
}

void Summary::clear() {
    for (Tally& tally : loads_) {
        tally.clear();
    }
    for (Tally& tally : edge_tallies_) {
        tally.clear();
    }
    changes_.clear();
}

std::uint64_t Summary::requests() const {
    std::uint64_t requests = 0;
    for (const Tally& tally : loads_) {
        requests += tally.requests();
    }
    return requests;
}

}  // namespace weft::reports
