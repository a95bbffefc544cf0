#include "mesh/balance/edf.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

constexpr std::uint64_t picks_limit = 429'496'729;  // The reference's; products below stay exact.
constexpr double least_weight = 1e-13;              // Added to each, so that no share is zero.

}  // namespace

EdfScheduler::EdfScheduler(std::span<const double> weights, std::uint64_t picks) {
    picks %= picks_limit;
    std::uint64_t done = place_after_whole_picks(weights, picks);
    std::make_heap(queue_.begin(), queue_.end(), later);
    for (; done < picks && !queue_.empty(); ++done) {
        pick([&](std::size_t item) { return weights[item]; });
    }
}

/// Gives each item the whole picks that its share of `picks` holds, at once. What is left, fewer
/// than there are items, must be picked one by one. Returns how many were given.
std::uint64_t EdfScheduler::place_after_whole_picks(std::span<const double> weights,
                                                    std::uint64_t picks) {
    double sum = 0;
    for (const double weight : weights) {
        sum += weight + least_weight;
    }
    const auto wanted = static_cast<double>(picks);
    std::uint64_t given = 0;
    queue_.reserve(weights.size());
    for (std::size_t item = 0; item < weights.size(); ++item) {
        const double weight = weights[item] + least_weight;
        auto whole = static_cast<std::uint64_t>(weight * wanted / sum);
        // An item that is due at the very moment reached may not have had its turn yet.
        if (whole > 0 && static_cast<double>(whole) / weight >= wanted / sum) --whole;
        given += whole;
        queue_.push_back({(static_cast<double>(whole) + 1) / weight, next_order_++, item});
    }
    return given;
}

bool EdfScheduler::later(const Entry& a, const Entry& b) {
    return a.deadline != b.deadline ? a.deadline > b.deadline : a.order > b.order;
}

/// Lets the first entry sink to its new place: one walk down, where removing and adding it takes
/// two.
void EdfScheduler::postpone_first(double weight) {
    Entry picked = queue_.front();
    picked.deadline += 1 / weight;
    picked.order = next_order_++;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < queue_.size(); child = 2 * hole + 1) {
        if (child + 1 < queue_.size() && later(queue_[child], queue_[child + 1])) ++child;
        if (later(queue_[child], picked)) break;
        queue_[hole] = queue_[child];
        hole = child;
    }
    queue_[hole] = picked;
}

}  // namespace weft::mesh
