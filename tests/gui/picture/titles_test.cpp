#include "gui/picture/titles.hpp"

#include <QFont>
#include <doctest/doctest.h>

#include <string>

namespace titles_test {

using weft::gui::on_two_lines;

namespace {

/// With room for so many letters: in a font all of whose letters are as wide.
std::string broken(const char* title, int letters) {
    QFont font{"DejaVu Sans Mono"};
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(20);
    const QFontMetricsF metrics{font};
    const double room = metrics.horizontalAdvance(QString(letters, QChar{'m'})) + 0.5;
    return on_two_lines(title, metrics, room).toStdString();
}

/// Whether a font was found all of whose letters are as wide.
bool has_such_a_font() {
    QFont font{"DejaVu Sans Mono"};
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(20);
    const QFontMetricsF metrics{font};
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
}

}  // namespace titles_test
