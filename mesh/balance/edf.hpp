#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weft::mesh {

/// Weighted rotation: earliest deadline first. An item is due again 1/weight after it was picked,
/// so that over any run of picks each gets its share, spread out as evenly as the weights allow.
///
/// Source: the reference proxy's scheduler, which it also uses to start as if some picks were done
/// already, so that proxies that start together do not all begin with the same host.
class EdfScheduler {
public:
    /// The state after `picks` picks from these weights, of which each is above zero.
    EdfScheduler(std::span<const double> weights, std::uint64_t picks);

    /// The next item. Its weight is asked for now, for its next deadline: a change of weight counts
    /// one pick late.
    template <class WeightOf>
    std::size_t pick(const WeightOf& weight_of) {
        const std::size_t item = queue_.front().item;
        postpone_first(weight_of(item));
        return item;
    }

    /// Tells each item and its deadline, the next one to be picked first.
    template <class Listener>
    void each(const Listener& listener) const {
        for (const Entry& entry : queue_)
            listener(entry.item, entry.deadline);
    }

private:
    struct Entry {
        double deadline;
        std::uint64_t order;  ///< Of equal deadlines the one set earlier comes first.
        std::size_t item;
    };

    static bool later(const Entry& a, const Entry& b);
    std::uint64_t place_after_whole_picks(std::span<const double> weights, std::uint64_t picks);
    void postpone_first(double weight);

    std::vector<Entry> queue_;  ///< A heap, the next pick in front.
    std::uint64_t next_order_ = 0;
};

}  // namespace weft::mesh
