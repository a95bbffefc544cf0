#pragma once

#include "gui/source/waterfall.hpp"

#include <vector>

namespace weft::gui {

/// The time of a waterfall from left to right. Long waits, in which no span begins or ends, may be
/// folded, so that what happens around them can be seen.
class WaterfallAxis {
public:
    /// A wait that is folded.
    struct Fold {
        mesh::Instant from;
        mesh::Instant to;
    };

    WaterfallAxis() = default;
    WaterfallAxis(const std::vector<WaterfallRow>& rows, bool folds);

    /// 0 where the first span begins, 1 where the last one ends.
    double place_of(mesh::Instant at) const;
    const std::vector<Fold>& folds() const { return folds_; }

private:
    std::vector<mesh::Instant> moments_;  ///< In which something begins or ends,
    std::vector<double> places_;          ///< and where they are.
    std::vector<Fold> folds_;
};

}  // namespace weft::gui
