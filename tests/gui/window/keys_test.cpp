#include "gui/window/keys.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <doctest/doctest.h>

#include <algorithm>

namespace keys_test {

namespace {

using namespace weft;
using namespace weft::tests;

QAction& key_action(gui::MainWindow& window, const QString& text) {
    const auto actions = window.findChildren<QAction*>();
    const auto found = std::ranges::find(actions, text, &QAction::text);
    REQUIRE(found != actions.end());
    return **found;
}

/// The list of keys of a window, of which the entries with some letters are shown.
class KeyList {
public:
    KeyList() {
        QSettings{}.remove("keys");
        key_action(window, "&Keyboard Shortcuts").trigger();
        REQUIRE(window.findChild<QDialog*>("commands") != nullptr);
    }
    ~KeyList() { QSettings{}.remove("keys"); }
    KeyList(const KeyList&) = delete;
    KeyList& operator=(const KeyList&) = delete;

    template <class Widget>
    Widget& find(const char* name) {
        auto* const found = window.findChild<Widget*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    QString shown(const QString& letters) {
        find<QLineEdit>("commands-find").setText(letters);
        auto& list = find<QListWidget>("commands-list");
        REQUIRE(list.count() == 1);
        return list.item(0)->text();
    }
    void change_to(const char* key) {
        find<QKeySequenceEdit>("commands-key").setKeySequence(QKeySequence{key});
        find<QPushButton>("commands-change").click();
    }
    QString said() { return find<QLabel>("commands-said").text(); }

    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("keys") {
    TEST_CASE("F10 goes to the menus, as in other programs of the desktop") {
        gui::MainWindow window;
        window.show();
        QAction& go = key_action(window, "Go to the &Menus");
        CHECK(go.shortcut() == QKeySequence{"F10"});
        go.trigger();
        CHECK(window.menuBar()->activeAction() == window.menuBar()->actions().first());
        window.menuBar()->actions().first()->menu()->close();
    }

    TEST_CASE("a key is changed in the list of keys, kept, and as it was at first again") {
        KeyList it;
        CHECK(it.shown("first difference") == "Run ▸ First Difference of A and B   (D)");
        QAction& difference = key_action(it.window, "First &Difference of A and B");
        CHECK(difference.toolTip() == "First Difference of A and B (D)");
        it.change_to("Ctrl+Shift+M");
        CHECK(difference.shortcuts() == QList{QKeySequence{"Ctrl+Shift+M"}});
        CHECK(difference.toolTip() == "First Difference of A and B (Ctrl+Shift+M)");
        CHECK(it.shown("first difference") == "Run ▸ First Difference of A and B   (Ctrl+Shift+M)");
        {
            gui::MainWindow next;
            CHECK(key_action(next, "First &Difference of A and B").shortcut() ==
                  QKeySequence{"Ctrl+Shift+M"});
            CHECK(key_action(next, "Next &Error").shortcut() == QKeySequence{"E"});
        }
        it.find<QPushButton>("commands-reset").click();
        CHECK(difference.shortcut() == QKeySequence{"D"});
        gui::MainWindow last;
        CHECK(key_action(last, "First &Difference of A and B").shortcut() == QKeySequence{"D"});
    }

    TEST_CASE("a key stands for one action, and what is heard by a panel alone stays") {
        KeyList it;
        it.shown("first difference");
        it.change_to("E");
        CHECK(it.said() == "E is the key of Run ▸ Next Error.");
        CHECK(key_action(it.window, "First &Difference of A and B").shortcut() ==
              QKeySequence{"D"});
        CHECK(it.shown("one step out") == "Mesh ▸ One step out   (Esc)");
        it.change_to("Ctrl+Shift+M");
        CHECK(it.said() == "This key cannot be changed.");
    }

    TEST_CASE("F6 plays fast, F7 faster than that, and from there one comes back to real time") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        gui::Session& session = window.session();
        key_action(window, "Play Fast").trigger();
        CHECK(session.is_playing());
        CHECK(session.speed() == 8);
        key_action(window, "Play Express").trigger();
        CHECK(session.speed() == 64);
        key_action(window, "&Slower").trigger();
        CHECK(session.speed() == 32);
        session.play(false);
        key_action(window, "Play in Real Time").trigger();
        CHECK(session.is_playing());
        CHECK(session.speed() == 1);
        CHECK(key_action(window, "&Faster").shortcut() == QKeySequence{"L"});
    }

    TEST_CASE("keys that other programs have are there, too") {
        gui::MainWindow window;
        const auto has = [&](const QString& text, const char* key) {
            return key_action(window, text).shortcuts().contains(QKeySequence{key});
        };
        CHECK(has("&Keyboard Shortcuts", "F1"));
        CHECK(has("&Keyboard Shortcuts", "Ctrl+,"));
        CHECK(has("&Quit", "Ctrl+W"));
        CHECK(has("In&ject…", "Ctrl+B"));
        CHECK(has("Fi&nd", "/"));
    }
}

}  // namespace keys_test
