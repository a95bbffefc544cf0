// What decides whether a picture is like the one that is kept must itself be able to fail.
#include "tests/gui/golden.hpp"

#include <doctest/doctest.h>

namespace golden_test {
namespace {

using namespace weft::tests;

/// A box, a line and a word, the line at so many pixels from the left.
QImage drawing(int line, const char* word = "payment") {
    QImage picture{320, 200, QImage::Format_RGB32};
    picture.fill(Qt::white);
    QPainter painter{&picture};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF{20, 20, 120, 50}, 6, 6);
    painter.drawText(QPointF{40, 48}, word);
    painter.setPen(QPen{Qt::darkRed, 2});
    painter.drawLine(QPointF{line + 0.5, 90}, QPointF{line + 0.5, 180});
    return picture;
}

}  // namespace

TEST_SUITE("golden pictures") {
    TEST_CASE("a picture is like itself") {
        CHECK_FALSE(picture_difference(drawing(100), drawing(100)).is_visible());
        CHECK(picture_difference(drawing(100), drawing(100)).share == 0);
    }

    TEST_CASE("one stroke that is moved by a pixel is seen, and so is another word") {
        CHECK(picture_difference(drawing(100), drawing(101)).is_visible());
        CHECK(picture_difference(drawing(100), drawing(100, "till")).is_visible());
    }

    TEST_CASE("a shade that nobody can tell apart is not seen, one beyond it is") {
        QImage white{64, 64, QImage::Format_RGB32};
        white.fill(QColor{255, 255, 255});
        QImage shade = white;
        shade.fill(QColor{255 - 16, 255, 255});
        CHECK_FALSE(picture_difference(white, shade).is_visible());
        shade.fill(QColor{255 - 17, 255, 255});
        CHECK(picture_difference(white, shade).share == 1);
    }

    TEST_CASE("a few scattered pixels are not seen, as many in one place are") {
        QImage white{320, 320, QImage::Format_RGB32};
        white.fill(Qt::white);
        QImage scattered = white;
        QImage blot = white;
        for (int number = 0; number < 20; ++number) {
            scattered.setPixel(number * 16, number * 16, 0xff000000);
            blot.setPixel(100 + number % 5, 100 + number / 5, 0xff000000);
        }
        CHECK_FALSE(picture_difference(white, scattered).is_visible());
        CHECK(picture_difference(white, blot).is_visible());
    }

    TEST_CASE("pictures of different sizes are never alike") {
        CHECK(picture_difference(drawing(100), drawing(100).copy(0, 0, 319, 200)).is_visible());
        CHECK(picture_difference(drawing(100), QImage{}).is_visible());
    }

    TEST_CASE("what differs is marked") {
        const QImage marked = marked_difference(drawing(100), drawing(200));
        CHECK(marked.pixel(100, 130) == 0xffff0000);
        CHECK(marked.pixel(30, 30) != 0xffff0000);
    }
}

}  // namespace golden_test
