#include "reports/metrics/summary.hpp"

namespace weft::reports {

void Tally::merge(const Tally& other) {
    if (other.requests() == 0) return;
    attempts += other.attempts;
    failed += other.failed;
    for (std::size_t bit = 0; bit < flags.size(); ++bit) {
        flags[bit] += other.flags[bit];
    }
    for (const StatusCount& status : other.statuses) {
        count_status(status.status, status.count);
    }
    latency.merge(other.latency);
}

void Tally::clear() {
    if (requests() == 0) return;
    attempts = 0;
    failed = 0;
    flags.fill(0);
    statuses.clear();
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
