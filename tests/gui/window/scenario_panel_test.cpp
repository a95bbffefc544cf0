#include "gui/window/scenario_panel.hpp"

#include "gui/window/main_window.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/data_folder.hpp"
#include "tests/gui/small_mesh.hpp"
#include "tests/two_pods.hpp"

#include <QSettings>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace scenario_panel_test {

namespace {

using namespace weft;
using namespace weft::tests;

constexpr int panel_patience_ms = 60'000;

constexpr const char* panel_shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
horizon: 4s
manifests: [app.yaml]
load:
  - {id: web, to: app, rate: 50/s}
)";

std::string content(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// A window with the scenario of a shop as a text.
class TextWindow {
public:
    TextWindow() {
        std::ofstream{shop} << panel_shop;
        std::ofstream{folder / "app.yaml"} << weft::tests::two_pods;
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        REQUIRE(panel().open(shop));
        panel().parentWidget()->show();
    }

    gui::ScenarioPanel& panel() { return window.scenario(); }
    gui::CodeEditor& editor() { return panel().editor(); }
    template <class Widget>
    Widget& find(const char* name) {
        auto* const found = window.findChild<Widget*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    QListWidget& mistakes() { return find<QListWidget>("scenario-mistakes"); }
    bool will_have(int count) {
        return QTest::qWaitFor([&] { return mistakes().count() == count; }, panel_patience_ms);
    }
    void write_at_end(const char* text) {
        editor().moveCursor(QTextCursor::End);
        QTest::keyClicks(&editor(), text);
    }
    void press(const char* button) {
        QTest::mouseClick(&find<QPushButton>(button), Qt::LeftButton);
    }
    bool asks() { return find<QWidget>("scenario-question").isVisible(); }

    TemporaryFolder folder;
    std::filesystem::path shop = folder / "shop.yaml";
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("scenario as text") {
    TEST_CASE("what is wrong is underlined as one types, and the list leads there") {
        TextWindow it;
        CHECK(it.panel().text() == panel_shop);
        it.write_at_end("horizno: 3s");
        REQUIRE(it.will_have(1));
        CHECK(it.mistakes().item(0)->text().contains("shop.yaml:8: unknown key 'horizno'"));
        CHECK(it.editor().mark_in_line(8).selectedText() == "horizno:");
        it.editor().moveCursor(QTextCursor::Start);
        Q_EMIT it.mistakes().itemClicked(it.mistakes().item(0));
        CHECK(it.editor().textCursor().blockNumber() == 7);
        for (int letter = 0; letter < 11; ++letter)
            QTest::keyClick(&it.editor(), Qt::Key_Delete);
        CHECK(it.will_have(0));
        CHECK(it.mistakes().isHidden());
    }

    TEST_CASE("a mistake in a manifest leads to the manifest, which can only be read") {
        TextWindow it;
        std::string wrong = weft::tests::two_pods;
        wrong.replace(wrong.find("replicas: 2"), 11, "replicas: x");
        std::ofstream{it.folder / "app.yaml"} << wrong;
        it.write_at_end("# again");
        REQUIRE(it.will_have(1));
        Q_EMIT it.mistakes().itemActivated(it.mistakes().item(0));
        auto& files = it.find<QTabWidget>("scenario-files");
        REQUIRE(files.count() == 2);
        const auto* const manifest = dynamic_cast<gui::CodeEditor*>(files.currentWidget());
        REQUIRE(manifest != nullptr);
        CHECK(manifest->isReadOnly());
        CHECK(manifest->textCursor().blockNumber() == 4);
        Q_EMIT it.mistakes().itemActivated(it.mistakes().item(0));
        CHECK(files.count() == 2);
        CHECK_FALSE(it.editor().isReadOnly());
    }

    TEST_CASE("changes are saved, and what is not saved is not lost unasked") {
        TextWindow it;
        it.write_at_end("# one");
        CHECK(it.find<QTabWidget>("scenario-files").tabText(0).contains("not saved"));
        it.window.close();
        CHECK(it.window.isVisible());
        CHECK(it.asks());
        it.press("question-cancel");
        CHECK_FALSE(it.asks());
        CHECK(it.panel().is_modified());

        const auto other = it.folder / "other.yaml";
        std::ofstream{other} << panel_shop << "# other\n";
        CHECK(it.panel().open(other));
        CHECK(it.asks());
        CHECK(it.panel().text().endsWith("# one"));
        it.press("question-save");
        CHECK(content(it.shop) == std::string{panel_shop} + "# one");
        CHECK(it.panel().file() == other);

        it.write_at_end("# two");
        it.window.close();
        it.press("question-discard");
        CHECK_FALSE(it.window.isVisible());
        CHECK(content(other) == std::string{panel_shop} + "# other\n");
        QSettings{}.remove("window");  // Another test's window begins as it always does.
    }

    TEST_CASE("a text that is saved elsewhere takes its manifests along, and replaces none") {
        TextWindow it;
        const auto there = it.folder.path() / "there";
        std::filesystem::create_directory(there);
        CHECK(it.panel().save_to(there / "mine.yaml"));
        CHECK(content(there / "mine.yaml") == panel_shop);
        CHECK(content(there / "app.yaml") == weft::tests::two_pods);
        CHECK(it.panel().file() == there / "mine.yaml");

        REQUIRE(it.panel().open(it.shop));
        std::ofstream{there / "app.yaml"} << "# another\n";
        CHECK_FALSE(it.panel().save_to(there / "mine.yaml"));
        CHECK(it.window.message().contains("app.yaml is there already"));
        CHECK(content(there / "app.yaml") == "# another\n");
        CHECK(it.panel().file() == it.shop);
    }

    TEST_CASE("what cannot be read or written is named, and the text stays") {
        TextWindow it;
        it.write_at_end("# one");
        CHECK_FALSE(it.panel().open(it.folder / "none.yaml"));
        CHECK(it.window.message().contains("none.yaml"));
        CHECK_FALSE(it.panel().save_to(it.shop / "no-folder.yaml"));
        CHECK(it.window.message().contains("cannot be written"));
        CHECK(it.panel().is_modified());
        CHECK(it.panel().file() == it.shop);
        it.editor().document()->setModified(false);
    }

    TEST_CASE("a new scenario begins with an example and is saved with all that it needs") {
        TextWindow it;
        REQUIRE(it.panel().open(scenarios::find_data(scenarios::data::library, "gateway")));
        CHECK(it.find<QTabWidget>("scenario-files").tabText(0) == "new, from gateway.yaml");
        REQUIRE(it.panel().save_to(it.folder / "mine.yaml"));
        CHECK(it.find<QTabWidget>("scenario-files").tabText(0) == "mine.yaml");
        std::ostringstream out;
        std::ostringstream err;
        scenarios::CheckOptions options;
        options.files = {it.folder / "mine.yaml"};
        CHECK_MESSAGE(scenarios::check(options, out, err) == 0, err.str());
    }

    TEST_CASE("what is written is played, saved or not") {
        TextWindow it;
        QString shorter = panel_shop;
        it.editor().selectAll();
        it.editor().insertPlainText(shorter.replace("horizon: 4s", "horizon: 2s"));
        CHECK(it.panel().is_modified());
        it.press("scenario-play");
        const auto& run = it.window.session().run();
        CHECK(run.label().scenario == "shop");
        REQUIRE(QTest::qWaitFor([&] { return run.label().status == "done"; }, panel_patience_ms));
        CHECK(run.range().end == at(2s));
        CHECK(content(it.shop) == panel_shop);
        CHECK(it.panel().is_modified());
        it.editor().document()->setModified(false);
    }

    TEST_CASE(
        "a text with mistakes is not played: they are told, and the run that is shown stays") {
        TextWindow it;
        it.write_at_end("horizno: 3s");
        it.panel().play();
        CHECK(it.window.message().contains("unknown key 'horizno'"));
        CHECK(it.window.session().run().label().scenario == "small");
        it.editor().document()->setModified(false);
    }

    TEST_CASE("the scenario of a run is shown, or why it cannot be") {
        TextWindow it;
        CHECK_FALSE(it.window.edit_scenario());
        CHECK(it.window.message().contains("small.yaml"));
        REQUIRE(it.window.open_example("gateway"));
        CHECK(it.window.edit_scenario());
        CHECK(it.panel().file().filename() == "gateway.yaml");
        CHECK(it.panel().isVisible());
    }
}

}  // namespace scenario_panel_test
