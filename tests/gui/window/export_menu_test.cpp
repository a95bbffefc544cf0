#include "gui/window/command_palette.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QDockWidget>
#include <QImage>
#include <QProcess>
#include <QSettings>
#include <QTest>
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace export_menu_test {

namespace {

using namespace weft;
using namespace weft::tests;

constexpr int program_patience_ms = 60'000;

std::string content(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

class ExportWindow {
public:
    ExportWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        window.session().seek(at(1s));
    }

    std::string written(const char* name) {
        const auto path = folder / name;
        CHECK(window.export_to(QString::fromStdString(path.string())));
        return content(path);
    }
    void trigger(const QString& text) {
        for (QAction* const action : window.findChildren<QAction*>())
            if (action->text() == text) return action->trigger();
        FAIL("no action has this text");
    }
    QDockWidget& dock(const char* name) { return *window.findChild<QDockWidget*>(name); }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("what the window writes") {
    TEST_CASE("every kind of file says of which run, moment and filter it is") {
        ExportWindow it;
        it.window.filter_by("shop");
        const std::string origin =
            "small, seed 18446744073709551615, at 1.000 s, filter shop, weft 0.1.0";
        for (const char* const name : {"mesh.svg", "mesh.dot", "mesh.graphml", "chart.csv"}) {
            CAPTURE(name);
            CHECK(it.written(name).find(origin) != std::string::npos);
        }
        QImage png;
        REQUIRE(png.loadFromData(QByteArray::fromStdString(it.written("mesh.png"))));
        CHECK(png.text("Description").toStdString() == origin);
        CHECK(it.written("mesh.pdf").starts_with("%PDF"));
    }

    TEST_CASE("a chart is that of what is selected, or of all loads") {
        ExportWindow it;
        const std::string all = it.written("all.csv");
        CHECK(all.find("\n0.000,1.000,10,") != std::string::npos);
        it.window.session().select({gui::Selection::Kind::edge, 0});
        CHECK(it.written("edge.csv") != all);
    }

    TEST_CASE("the charts of what is selected are a picture, with what they are of") {
        ExportWindow it;
        it.window.session().select({gui::Selection::Kind::service, 1});
        const auto path = it.folder / "chart.svg";
        REQUIRE(it.window.export_chart(QString::fromStdString(path.string())));
        const std::string svg = content(path);
        CHECK(svg.find("small, seed 18446744073709551615, at 1.000 s") != std::string::npos);
        CHECK(svg.find(">errors<") != std::string::npos);
        CHECK(svg.find(">attempts for a request<") != std::string::npos);
        CHECK_FALSE(it.window.export_chart("/nowhere/chart.svg"));
        CHECK(it.window.message().contains("/nowhere/chart.svg"));
    }

    TEST_CASE("without its caption a picture says what it is of in its description alone") {
        ExportWindow it;
        it.written("with.png");
        it.trigger("&With a Caption");
        const std::string svg = it.written("bare.svg");
        it.written("bare.png");
        it.trigger("&With a Caption");
        const auto image = [&](const char* name) {
            return QImage{QString::fromStdString((it.folder / name).string())};
        };
        CHECK(image("bare.png").height() < image("with.png").height());
        CHECK(image("bare.png").text("Description") == image("with.png").text("Description"));
        const std::string origin = "small, seed 18446744073709551615";
        const std::size_t first = svg.find(origin);
        CHECK(first != std::string::npos);
        CHECK(svg.find(origin, first + 1) == std::string::npos);
    }

    TEST_CASE("what is behind a picture shines through it where that is wanted") {
        ExportWindow it;
        const auto corner_of = [&](const char* name) {
            QImage image;
            REQUIRE(image.loadFromData(QByteArray::fromStdString(it.written(name))));
            return image.pixelColor(0, 0).alpha();
        };
        CHECK(corner_of("solid.png") == 255);
        it.trigger("Transparent Ground");
        CHECK(corner_of("clear.png") == 0);
        it.trigger("Transparent Ground");
        CHECK(corner_of("again.png") == 255);
        QSettings{}.remove("export/transparent");
    }

    TEST_CASE("a PNG is as large as was chosen") {
        ExportWindow it;
        QSettings{}.setValue("export/scale", 1);
        it.written("one.png");
        QSettings{}.setValue("export/scale", 4);
        it.written("four.png");
        QSettings{}.remove("export/scale");
        const QImage one{QString::fromStdString((it.folder / "one.png").string())};
        const QImage four{QString::fromStdString((it.folder / "four.png").string())};
        CHECK(std::abs(four.width() - 4 * one.width()) <= 4);
    }

    TEST_CASE("what cannot be written is named, and the window goes on") {
        ExportWindow it;
        CHECK_FALSE(it.window.export_to("/nowhere/mesh.dot"));
        CHECK(it.window.message().contains("/nowhere/mesh.dot"));
        CHECK_FALSE(it.window.export_to("mesh.gif"));
        it.window.session().seek(at(2s));
        CHECK(it.window.session().at() == at(2s));
    }

    TEST_CASE("the program writes without a window, and says what is wrong") {
        const TemporaryFolder folder;
        const auto run = QString::fromStdString(record_small_run(folder, "run.db", 3).string());
        const auto graph = QString::fromStdString((folder / "mesh.dot").string());
        QProcess program;
        program.start(WEFT_GUI_PROGRAM,
                      {"--run", run, "--at", "1.5", "--filter", "shop", "--export", graph});
        REQUIRE(program.waitForFinished(program_patience_ms));
        CHECK(program.exitCode() == 0);
        CHECK(content(folder / "mesh.dot").find("at 1.500 s, filter shop") != std::string::npos);

        program.start(WEFT_GUI_PROGRAM, {"--run", run, "--level", "pods", "--focus", "shop",
                                         "--expand", "default", "--export", graph});
        REQUIRE(program.waitForFinished(program_patience_ms));
        CHECK(program.exitCode() == 0);
        CHECK(content(folder / "mesh.dot").find("shop-v1-0") != std::string::npos);

        program.start(WEFT_GUI_PROGRAM, {"--run", run, "--filter", "err>x", "--export", graph});
        REQUIRE(program.waitForFinished(program_patience_ms));
        CHECK(program.exitCode() == 2);
        CHECK(program.readAllStandardError().contains("'x' is no number"));

        program.start(WEFT_GUI_PROGRAM, {"--run", run, "--export", "/nowhere/mesh.dot"});
        REQUIRE(program.waitForFinished(program_patience_ms));
        CHECK(program.exitCode() == 3);
    }
}

TEST_SUITE("finding one's way") {
    TEST_CASE("an action is found by some letters and done by Enter") {
        ExportWindow it;
        it.trigger("&Find an Action…");
        auto* const palette = it.window.findChild<QDialog*>("commands");
        REQUIRE(palette != nullptr);
        auto& find = *palette->findChild<QLineEdit*>("commands-find");
        auto& list = *palette->findChild<QListWidget*>("commands-list");
        const int all = list.count();
        CHECK(all > 30);
        QTest::keyClicks(&find, "error next");
        REQUIRE(list.count() == 1);
        CHECK(list.item(0)->text() == "Run ▸ Next Error   (E)");
        find.setText("next");
        CHECK(list.count() > 1);
        QTest::keyClick(&find, Qt::Key_Down);
        CHECK(list.currentRow() == 1);
        QTest::keyClick(&find, Qt::Key_Up);
        CHECK(list.currentRow() == 0);
        find.setText("bookmark");
        QTest::keyClick(&find, Qt::Key_Return);
        CHECK(it.window.session().bookmarks().size() == 1);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        it.trigger("&Keyboard Shortcuts");
        auto* const keys = it.window.findChild<QDialog*>("commands");
        REQUIRE(keys != nullptr);
        CHECK(keys->findChild<QListWidget*>("commands-list")->count() < all);
    }

    TEST_CASE("an action is done once however it is chosen, and not when it is gone") {
        ExportWindow it;
        it.trigger("&Find an Action…");
        auto* palette = it.window.findChild<QDialog*>("commands");
        REQUIRE(palette != nullptr);
        palette->findChild<QLineEdit*>("commands-find")->setText("bookmark");
        auto* list = palette->findChild<QListWidget*>("commands-list");
        Q_EMIT list->itemClicked(list->item(0));
        Q_EMIT list->itemActivated(list->item(0));
        CHECK(it.window.session().bookmarks().size() == 1);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

        it.trigger("&Find an Action…");
        palette = it.window.findChild<QDialog*>("commands");
        REQUIRE(palette != nullptr);
        list = palette->findChild<QListWidget*>("commands-list");
        auto* const find = palette->findChild<QLineEdit*>("commands-find");
        find->setText(QString::fromStdString((it.folder / "run.db").string()));
        REQUIRE(list->count() == 1);
        REQUIRE(it.window.open(it.folder / "run.db"));  // The recent files are listed anew.
        QTest::keyClick(find, Qt::Key_Return);
        CHECK(palette->isHidden());
    }

    TEST_CASE("panels are hidden by side, come back, and find their first places again") {
        ExportWindow it;
        auto& inspector = it.dock("dock-inspector");
        auto& runs = it.dock("dock-runs");
        CHECK_FALSE(inspector.isHidden());
        CHECK_FALSE(runs.isHidden());
        it.trigger("Panels at the Sides");
        CHECK(inspector.isHidden());
        CHECK(runs.isHidden());
        CHECK_FALSE(it.dock("dock-tabs").isHidden());
        it.trigger("Panels at the Sides");
        CHECK_FALSE(inspector.isHidden());
        CHECK_FALSE(runs.isHidden());
        runs.hide();
        it.trigger("Panels at the Sides");
        it.trigger("Panels at the Sides");
        CHECK_FALSE(inspector.isHidden());
        CHECK(runs.isHidden());  // It was not the key that hid it.
        it.trigger("Panels Belo&w");
        CHECK(it.dock("dock-tabs").isHidden());
        CHECK_FALSE(it.dock("dock-time").isHidden());
        it.trigger("&Reset Layout");
        CHECK_FALSE(it.dock("dock-tabs").isHidden());
    }
}

}  // namespace export_menu_test
