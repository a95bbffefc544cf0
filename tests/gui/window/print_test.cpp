#include "gui/window/print.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QPrinterInfo>
#include <doctest/doctest.h>

#include <algorithm>

namespace print_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// How many pages a PDF has.
qsizetype pages_of(const QByteArray& pdf) {
    return pdf.count("/Type /Page\n");
}

/// Where on the sheet, in its dots, a page of this size comes to lie.
QRectF printed_area(QPagedPaintDevice& device, const QSizeF& size) {
    QRectF area;
    const gui::Page page{.size = size,
                         .paint =
                             [&area](QPainter& painter, const QSizeF& whole) {
                                 area = painter.combinedTransform().mapRect(QRectF{{0, 0}, whole});
                             },
                         .caption = "of a test",
                         .palette = gui::palette_of(gui::Theme::light)};
    CHECK(gui::print_page(page, device).isEmpty());
    return area;
}

QAction& print_action(gui::MainWindow& window) {
    const auto actions = window.findChildren<QAction*>();
    const auto found = std::ranges::find(actions, "&Print the Mesh…", &QAction::text);
    REQUIRE(found != actions.end());
    return **found;
}

}  // namespace

TEST_SUITE("printing") {
    TEST_CASE("a page is as large as its sheet lets it be, and in the middle") {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter wide{&buffer};
        const QRectF broad = printed_area(wide, {4000, 100});
        CHECK(broad.width() == doctest::Approx(wide.width()));
        CHECK(broad.height() == doctest::Approx(wide.width() / 40.0));
        CHECK(pages_of(buffer.data()) == 1);

        QBuffer other;
        other.open(QIODevice::WriteOnly);
        QPdfWriter high{&other};
        const QRectF narrow = printed_area(high, {100, 4000});
        const double caption = 26.0 * high.logicalDpiY() / 96;
        CHECK(narrow.height() == doctest::Approx(high.height() - caption));
        CHECK(narrow.center().x() == doctest::Approx(high.width() / 2.0));
    }

    TEST_CASE("the mesh and the charts are printed, on white, and the window stays as it was") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.session().set_theme(gui::Theme::dark);
        for (const bool charts : {false, true}) {
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            QPdfWriter writer{&buffer};
            CHECK(window.print(charts, writer));
            CHECK(pages_of(buffer.data()) == 1);
        }
        CHECK(window.session().theme() == gui::Theme::dark);
        CHECK(window.message().isEmpty());
    }

    TEST_CASE("what cannot be printed is told") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        QPdfWriter nowhere{QString{"/nowhere/mesh.pdf"}};
        CHECK_FALSE(window.print(false, nowhere));
        CHECK(window.message() == "It cannot be printed there.");
    }

    TEST_CASE("Ctrl+P prints, and says so where there is no printer") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        QAction& print = print_action(window);
        CHECK(print.shortcut() == QKeySequence{"Ctrl+P"});
        if (!QPrinterInfo::availablePrinterNames().isEmpty()) return;  // It asks for one.
        print.trigger();
        CHECK(window.message().startsWith("No printer is set up here."));
    }
}

}  // namespace print_test
