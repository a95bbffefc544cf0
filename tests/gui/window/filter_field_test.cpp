#include "gui/window/filter_field.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QTableView>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>

namespace filter_field_test {

using namespace weft;
using namespace weft::tests;
using gui::FilterField;
using gui::FilterMistake;
using gui::MainWindow;

constexpr int laid_out_within_ms = 20'000;

/// A window that shows the small run: "client" calls "shop".
struct FilteredWindow {
    FilteredWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        field = dynamic_cast<FilterField*>(window.findChild<QLineEdit*>("filter"));
        REQUIRE(field != nullptr);
        wait();
    }

    void wait() {
        REQUIRE(
            QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, laid_out_within_ms));
    }

    TemporaryFolder folder;
    MainWindow window;
    FilterField* field = nullptr;
};

TEST_SUITE("filter field") {
    TEST_CASE("a mistake is marked at its word, and its underline is seen") {
        FilteredWindow it;
        it.field->setText("shop err>x");
        REQUIRE(it.field->mistake());
        CHECK(*it.field->mistake() == FilterMistake{5, 5, "'x' is no number"});
        CHECK(it.field->toolTip() == "'x' is no number");
        CHECK(it.field->accessibleDescription() == it.field->toolTip());
        QTest::keyClick(it.field, Qt::Key_Return);
        CHECK(it.window.message() == "'x' is no number");
        it.field->clearFocus();
        const QImage wrong = it.field->grab().toImage();
        it.field->setText("shop err>1");
        CHECK_FALSE(it.field->mistake());
        CHECK(it.field->toolTip().isEmpty());
        CHECK(it.field->grab().toImage() != wrong);
    }

    TEST_CASE("an expression for requests is accepted as it stands") {
        FilteredWindow it;
        const auto& requests = *it.window.findChild<QTableView*>("requests");
        REQUIRE(requests.model()->rowCount() == 3);
        it.field->setText("web where: latency > 5ms and number >= 10");
        CHECK_FALSE(it.field->mistake());
        CHECK(requests.model()->rowCount() == 2);
    }

    TEST_CASE("words may become names, namespaces, pods and kinds of events of the run") {
        FilteredWindow it;
        it.field->setText("-x sh");
        CHECK(it.field->completions() == QStringList{"shop", "shop-v1-0"});
        it.field->setText("hide:sh");
        CHECK(it.field->completions() == QStringList{"hide:shop", "hide:shop-v1-0"});
        it.field->setText("-ns:");
        CHECK(it.field->completions() == QStringList{"-ns:default"});
        it.field->setText("wh");
        CHECK(it.field->completions() == QStringList{"where:"});
        it.field->setText("kind:h");
        CHECK(it.field->completions() == QStringList{"kind:host_ejected"});
        it.field->setText("ns:");
        CHECK(it.field->completions() == QStringList{"ns:default"});
        it.field->setText("nobody");
        CHECK(it.field->completions().isEmpty());
    }

    TEST_CASE("filters that were used are remembered once, those that are wrong are not") {
        FilteredWindow it;
        for (const char* const filter : {"shop", "err>x", "client", "shop"}) {
            it.field->setText(filter);
            QTest::keyClick(it.field, Qt::Key_Return);
        }
        const QStringList history = it.field->history();
        REQUIRE(history.size() >= 2);
        CHECK(history[0] == "shop");
        CHECK(history[1] == "client");
        CHECK(history.count("shop") == 1);
        CHECK_FALSE(history.contains("err>x"));
    }

    TEST_CASE("a condition is added once") {
        FilteredWindow it;
        it.field->setText("ns:default");
        it.field->add_condition("hide:shop");
        it.field->add_condition("hide:shop");
        CHECK(it.field->text() == "ns:default hide:shop");
    }

    TEST_CASE("a filter that only dims leaves out what it hides alone") {
        FilteredWindow it;
        it.window.mesh().set_filter_dims(true);
        it.field->setText("shop");
        it.wait();
        const auto& graph = it.window.mesh().graph();
        REQUIRE(graph.boxes.size() == 2);
        CHECK(it.window.mesh().marks().fades(graph.box_of(0)));
        CHECK_FALSE(it.window.mesh().marks().fades(graph.box_of(1)));
        it.field->setText("hide:client");
        it.wait();
        CHECK(it.window.mesh().graph().boxes.size() == 1);
        it.window.mesh().set_filter_dims(false);
        it.field->setText("shop");
        it.wait();
        CHECK(it.window.mesh().graph().boxes.size() == 1);
    }
}

}  // namespace filter_field_test
