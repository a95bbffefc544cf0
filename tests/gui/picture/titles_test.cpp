#include "gui/picture/titles.hpp"

#include <QFont>
#include <doctest/doctest.h>

#include <string>

namespace titles_test {

using weft::gui::in_one_line;
using weft::gui::on_two_lines;
using weft::gui::with_two_lines;

namespace {

/// A font all of whose letters are as wide.
QFontMetricsF wide_letters() {
    QFont font{"DejaVu Sans Mono"};
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(20);
    return QFontMetricsF{font};
}

double room_for(int letters) {
    return wide_letters().horizontalAdvance(QString(letters, QChar{'m'})) + 0.5;
}

std::string broken(const char* title, int letters) {
    return on_two_lines(title, wide_letters(), room_for(letters)).toStdString();
}

QString in_line(const char* title, const char* shared, int letters) {
    return in_one_line(title, shared, wide_letters(), room_for(letters));
}

QString in_lines(const char* title, const char* shared, int letters) {
    return with_two_lines(title, shared, wide_letters(), room_for(letters));
}

/// Whether a font was found all of whose letters are as wide.
bool has_such_a_font() {
    const QFontMetricsF metrics = wide_letters();
    return metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("mmmm");
}

}  // namespace

TEST_SUITE("titles") {
    TEST_CASE("a title with room stays on its line") {
        const QFontMetricsF metrics{QFont{}};
        const double room = metrics.horizontalAdvance("payment");
        CHECK(on_two_lines("payment", metrics, room) == "payment");
        CHECK(on_two_lines("payment", metrics, room - 1).contains('\n'));
    }

    TEST_CASE("a longer one is broken where its words meet, so that both lines are short") {
        if (!has_such_a_font()) return;
        CHECK(broken("checkoutservice", 10) == "checkout\nservice");
        CHECK(broken("shopping-cart-backend", 14) == "shopping-\ncart-backend");
        CHECK(broken("orderHistory", 8) == "order\nHistory");
        CHECK(broken("a bank account", 9) == "a bank\naccount");
    }

    TEST_CASE("where no word ends in time it is broken in its middle") {
        if (!has_such_a_font()) return;
        CHECK(broken("recommendationservice", 11) == "recommenda\ntionservice");
        CHECK(broken("abcdefgh", 4) == "abcd\nefgh");
    }

    TEST_CASE("on one line, what others begin with, too, goes first") {
        if (!has_such_a_font()) return;
        CHECK(in_line("cart-7d9f-x2", "cart", 12) == "cart-7d9f-x2");
        CHECK(in_line("cart-7d9f-x2", "cart", 11) == "…-7d9f-x2");
        const QString shorter = in_line("cart-7d9f-x2", "cart", 6);
        CHECK(shorter.startsWith("…"));
        CHECK(shorter.endsWith("-x2"));
        CHECK(in_line("recommendation", "", 8).startsWith("reco"));
        CHECK(in_line("redis-cart-backend", "", 9).endsWith("nd"));
    }

    TEST_CASE("a number is there as a whole or not at all") {
        if (!has_such_a_font()) return;
        CHECK(in_line("+120 more", "", 9) == "+120 more");
        CHECK(in_line("+120 more", "", 8) == "+120");
        CHECK(in_line("+120 more", "", 3) == "");
        CHECK(in_line("12 pods", "", 6) == "12");
        CHECK(in_line("shop (25 services)", "", 18) == "shop (25 services)");
        CHECK(in_line("shop (25 services)", "", 17) == "shop (25)");
        CHECK(in_line("shop (25 services)", "", 8) == "shop");
    }

    TEST_CASE("two lines are taken if they tell more than one") {
        if (!has_such_a_font()) return;
        CHECK(in_lines("cart-7d9f-x2", "cart", 12) == "");
        CHECK(in_lines("cart-7d9f-x2", "cart", 8) == "cart-\n7d9f-x2");
        CHECK(in_lines("cart-7d9f-x2", "cart", 6) == "");
        CHECK(in_lines("checkoutservice", "", 10) == "checkout\nservice");
    }
}

}  // namespace titles_test
