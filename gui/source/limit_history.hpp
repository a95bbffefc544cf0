#pragma once

#include "gui/source/run_source.hpp"

#include <cstdint>
#include <vector>

namespace weft::gui {

/// How often one limit was reached over the run.
struct LimitHistory {
    std::uint64_t limit = 0;    ///< mesh::Limit
    std::vector<double> times;  ///< By interval. Where a block is told as one, its mean.

    friend bool operator==(const LimitHistory&, const LimitHistory&) = default;
};

/// Of the limits of calls to a service, by whomever, those that were ever reached, in order of
/// their number; with `none`, of all limits, also those of requests at pods.
std::vector<LimitHistory> limit_histories(const RunSource& run, std::uint32_t service);

}  // namespace weft::gui
