#include "gui/window/speed_box.hpp"

#include "gui/window/main_window.hpp"

#include <QLineEdit>
#include <QToolBar>
#include <doctest/doctest.h>

namespace speed_box_test {

namespace {

using namespace weft;
using gui::read_speed;

QComboBox& box_of(const gui::MainWindow& window) {
    auto* const box = window.findChild<QComboBox*>("speed");
    REQUIRE(box != nullptr);
    return *box;
}

void type(QComboBox& box, const char* text) {
    box.lineEdit()->setText(QString::fromUtf8(text));
    Q_EMIT box.lineEdit()->editingFinished();
}

}  // namespace

TEST_SUITE("the box of the speed") {
    TEST_CASE("a speed is read with its sign or without, and is more than nothing") {
        CHECK(read_speed("×8") == 8);
        CHECK(read_speed(" x0.5 ") == 0.5);
        CHECK(read_speed("0,1") == 0.1);
        CHECK_FALSE(read_speed("0").has_value());
        CHECK_FALSE(read_speed("-1").has_value());
        CHECK_FALSE(read_speed("fast").has_value());
        CHECK_FALSE(read_speed("").has_value());
    }

    TEST_CASE("it says what keys have chosen, and what is typed or chosen there holds") {
        gui::MainWindow window;
        QComboBox& box = box_of(window);
        gui::Session& session = window.session();
        CHECK(box.currentText() == "×1");
        session.set_speed(session.speed() / 2);
        CHECK(box.currentText() == "×0.5");
        CHECK(box.itemText(box.currentIndex()) == "×0.5");  // Where the wheel goes on.
        type(box, "3");
        CHECK(session.speed() == 3);
        CHECK(box.currentText() == "×3");
        box.setCurrentIndex(box.count() - 1);
        Q_EMIT box.activated(box.count() - 1);
        CHECK(session.speed() == 64);
        box.setCurrentIndex(0);
        Q_EMIT box.activated(0);
        CHECK(session.speed() == 0.1);
    }

    TEST_CASE("what is faster than possible is as fast as possible, and what is no speed is told") {
        gui::MainWindow window;
        QComboBox& box = box_of(window);
        type(box, "1000");
        CHECK(window.session().speed() == 64);
        CHECK(box.currentText() == "×64");
        type(box, "soon");
        CHECK(window.session().speed() == 64);
        CHECK(box.currentText() == "×64");
        CHECK(window.message().contains("'soon' is no speed"));
    }
}

}  // namespace speed_box_test
