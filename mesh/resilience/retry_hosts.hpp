#pragma once

#include "mesh/balance/priority_load.hpp"
#include "mesh/balance/subsets.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

/// Which hosts a retry keeps away from. The first attempt goes anywhere.
/// Source: the reference proxy's retry host predicates `previous_hosts` and `omit_host_metadata`.
struct RetryHostRules {
    bool omit_previous = false;    ///< Hosts that an attempt of this request went to.
    SubsetLabels omit_labels{};    ///< Hosts that have all of these; empty: none.
    std::uint32_t more_picks = 1;  ///< Until the last one is taken, suitable or not.

    friend bool operator==(const RetryHostRules&, const RetryHostRules&) = default;
};

/// Whether a retry may go to a host with these labels.
bool suits_retry(const RetryHostRules& rules, bool was_tried, const SubsetLabels& labels);

/// The host that `pick()`, which returns an optional, finds and `suits(*host)` accepts, or the last
/// one that it found; nothing if it finds none.
template <class Pick, class Suits>
auto pick_for_retry(const RetryHostRules& rules, Pick pick, Suits suits) {
    auto host = pick();
    for (std::uint32_t more = 0; more < rules.more_picks && host && !suits(*host); ++more) {
        host = pick();
    }
    return host;
}

/// Spreads a retry over the priorities that this request has not tried. Those that it tried are
/// looked at anew after every `update_frequency` attempts.
/// Source: the reference proxy's previous_priorities retry plugin.
class RetryPriorities {
public:
    struct Loads {
        std::vector<std::uint32_t> healthy;  ///< Percent; all together 100.
        std::vector<std::uint32_t> degraded;
    };

    /// Requires a frequency above 0.
    explicit RetryPriorities(std::uint32_t update_frequency)
        : update_frequency_(update_frequency) {}

    /// An attempt went to this priority.
    void on_attempt(std::uint32_t priority) { attempted_.push_back(priority); }

    /// The loads for the next attempt; nothing if the usual ones hold. When every priority that is
    /// able to carry anything has been tried, all of them are free again. What was found for other
    /// priorities, which have come or gone since, does not hold.
    std::optional<Loads> loads(const PriorityAvailability& available);

private:
    std::uint32_t update_frequency_;
    std::vector<std::uint32_t> attempted_;
    std::vector<std::uint32_t> excluded_;
    std::optional<Loads> last_;
};

}  // namespace weft::mesh
