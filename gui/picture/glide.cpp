#include "gui/picture/glide.hpp"

#include <algorithm>

namespace weft::gui {

Placement gliding(const Placement& to, const std::vector<QRectF>& from, double share) {
    if (share >= 1) return to;
    Placement moving = to;
    for (std::size_t box = 0; box < std::min(from.size(), to.boxes.size()); ++box) {
        if (from[box].isEmpty()) continue;
        const QPointF way = from[box].center() - to.boxes[box].center();
        const QSizeF more = from[box].size() - to.boxes[box].size();
        QRectF place{QPointF{}, to.boxes[box].size() + more * (1 - share)};
        place.moveCenter(to.boxes[box].center() + way * (1 - share));
        moving.boxes[box] = place;
    }
    for (Placement::Line& line : moving.lines)
        line = {};
    moving.whole.clear();
    return moving;
}

}  // namespace weft::gui
