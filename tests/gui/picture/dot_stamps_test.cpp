#include "gui/picture/dot_stamps.hpp"

#include "tests/gui/golden.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace dot_stamps_test {
namespace {

using namespace weft;
using namespace weft::tests;
using gui::Dot;

const std::vector<Dot> some_dots{{{40, 40}, Dot::Kind::request},
                                 {{80, 40}, Dot::Kind::error},
                                 {{120, 40}, Dot::Kind::retry},
                                 {{40, 80}, Dot::Kind::error}};

QImage picture_of_dots(double zoom, const std::function<void(QPainter&)>& paint) {
    QImage picture{200, 200, QImage::Format_RGB32};
    picture.fill(Qt::white);
    QPainter painter{&picture};
    painter.scale(zoom, zoom);
    paint(painter);
    return picture;
}

}  // namespace

TEST_SUITE("dot stamps") {
    TEST_CASE("dots that are stamped look as if each had been painted, at any zoom and theme") {
        gui::DotStamps stamps;
        for (const gui::Theme theme : {gui::Theme::light, gui::Theme::dark}) {
            const gui::Palette& palette = gui::palette_of(theme);
            for (const double zoom : {1.0, 0.5, 1.5, 1.0}) {
                CAPTURE(zoom);
                const QImage painted = picture_of_dots(
                    zoom, [&](QPainter& painter) { gui::paint_dots(painter, some_dots, palette); });
                const QImage stamped = picture_of_dots(zoom, [&](QPainter& painter) {
                    stamps.paint(painter, some_dots, palette);
                    CHECK(painter.worldTransform().m11() == zoom);
                });
                CHECK_FALSE(picture_difference(painted, stamped).is_visible());
                const QImage empty = picture_of_dots(zoom, [](QPainter&) {});
                CHECK(picture_difference(empty, stamped).is_visible());
            }
        }
    }
}

}  // namespace dot_stamps_test
