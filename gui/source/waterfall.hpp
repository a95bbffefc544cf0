#pragma once

#include "gui/source/words.hpp"
#include "reports/store/read_details.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace weft::gui {

/// A row of a request's waterfall.
struct WaterfallRow {
    reports::RecordedSpan span;
    int depth = 0;
    bool is_critical = false;  ///< It is part of what made the request take as long.

    /// "call payment (2 attempts): 503", "payment-1, attempt 1: 200" (the first)
    std::string words(Say say = in_english) const;
};

/// The spans of one request in the order of a tree, each below who called it, by time. Critical are
/// those that end last of what their caller still waits for, from the end back to the beginning.
std::vector<WaterfallRow> waterfall(const std::vector<reports::RecordedSpan>& spans);

}  // namespace weft::gui
