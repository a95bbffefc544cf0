#include "gui/picture/glide.hpp"

#include <doctest/doctest.h>

namespace glide_test {

using weft::gui::gliding;
using weft::gui::Placement;

TEST_SUITE("glide") {
    TEST_CASE("a box goes straight from where it was, and a new one is where it will be") {
        Placement to;
        to.boxes = {{100, 100, 40, 20}, {200, 0, 40, 20}};
        to.lines.resize(1);
        to.lines[0].way = {{140, 110}, {200, 10}};
        const std::vector<QRectF> from{{0, 100, 80, 40}, {}};
        const Placement begin = gliding(to, from, 0);
        CHECK(begin.boxes[0] == from[0]);
        CHECK(begin.boxes[1] == to.boxes[1]);
        CHECK(begin.lines[0].way.empty());
        const Placement middle = gliding(to, from, 0.5);
        CHECK(middle.boxes[0].center() == (from[0].center() + to.boxes[0].center()) / 2);
        CHECK(middle.boxes[0].size() == QSizeF{60, 30});
        const Placement end = gliding(to, from, 1);
        CHECK(end.boxes == to.boxes);
        CHECK(end.lines[0].way.size() == 2);
    }
}

}  // namespace glide_test
