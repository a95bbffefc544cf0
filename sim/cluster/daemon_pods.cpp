#include "sim/cluster/daemon_pods.hpp"

#include "sim/cluster/count_or_percent.hpp"

#include <algorithm>
#include <cstdint>

namespace weft::sim {
namespace {

/// As many of the candidates as are left of those that may be.
void take_some(std::vector<std::size_t>& taken,
               const std::vector<std::size_t>& candidates,
               std::size_t most,
               std::size_t already) {
    const std::size_t left = most > already ? most - already : 0;
    const auto some = static_cast<std::ptrdiff_t>(std::min(left, candidates.size()));
    taken.insert(taken.end(), candidates.begin(), candidates.begin() + some);
}

/// An old pod ends, and a new one takes its place.
void replace_old(std::span<const DaemonNode> nodes, std::size_t most, DaemonStep& step) {
    std::vector<std::size_t> candidates;
    std::size_t unavailable = 0;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        const DaemonNode& node = nodes[at];
        if (node.is_lost) {
            if (node.has_old) step.stop_old.push_back(at);
        } else if (!node.has_old) {
            if (!node.new_is_available) ++unavailable;
        } else if (node.has_new) {
            if (node.new_is_available) {
                step.stop_old.push_back(at);
            } else {
                ++unavailable;
            }
        } else if (node.old_is_available) {
            candidates.push_back(at);
        } else {
            step.stop_old.push_back(at);
        }
    }
    take_some(step.stop_old, candidates, most, unavailable);
}

/// A new pod comes beside the old one, which ends once that is available.
void replace_by_surge(std::span<const DaemonNode> nodes, std::size_t most, DaemonStep& step) {
    std::vector<std::size_t> candidates;
    std::size_t surging = 0;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        const DaemonNode& node = nodes[at];
        if (!node.has_old || node.is_lost) continue;
        if (node.has_new && node.new_is_available) {
            step.stop_old.push_back(at);
        } else if (node.has_new) {
            ++surging;
        } else if (node.takes_pod && node.old_is_available) {
            candidates.push_back(at);
        } else if (node.takes_pod) {
            step.start.push_back(at);
        }
    }
    take_some(step.start, candidates, most, surging);
}

}  // namespace

DaemonStep next_daemon_step(const mesh::control::SetUpdateRules& rules,
                            std::span<const DaemonNode> nodes) {
    DaemonStep step;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        const DaemonNode& node = nodes[at];
        const bool is_empty = !node.has_old && !node.has_new && !node.has_ending;
        if (is_empty && node.takes_pod) step.start.push_back(at);
    }
    if (rules.on_delete) return step;
    const auto all = static_cast<std::uint32_t>(nodes.size());
    const std::uint32_t extra = rounded_up(rules.max_surge, all);
    if (extra > 0) {
        replace_by_surge(nodes, extra, step);
    } else {
        replace_old(nodes, std::max(rounded_up(rules.max_unavailable, all), 1U), step);
    }
    return step;
}

}  // namespace weft::sim
