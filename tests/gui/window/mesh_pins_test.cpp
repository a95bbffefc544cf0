// Boxes of the mesh that keep their places.
#include "gui/window/main_window.hpp"
#include "tests/gui/mesh_menu.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QMouseEvent>
#include <QTest>
#include <doctest/doctest.h>

#include <cstdint>

namespace mesh_pins_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Level;
using gui::MainWindow;
using gui::MeshWidget;

constexpr int patience_with_layout_ms = 20'000;
constexpr std::uint32_t shop = 1;  ///< "client", which is the first service, calls it.

bool is_laid_out(MainWindow& window) {
    return QTest::qWaitFor([&] { return window.mesh().is_laid_out(); }, patience_with_layout_ms);
}

/// A window that shows the small run, and leaves no pins behind.
class PinningWindow {
public:
    PinningWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        REQUIRE(is_laid_out(window));
    }
    ~PinningWindow() { window.mesh().unpin_all(); }

    MeshWidget& mesh() { return window.mesh(); }
    std::uint32_t box() { return mesh().graph().box_of(shop); }
    QPointF pin() { return pin_of(mesh().placement(), box()); }
    QPointF middle() { return mesh().place_of_box(box()).center(); }
    void trigger(const char* action) { window.findChild<QAction*>(action)->trigger(); }
    void show(Level level) {
        mesh().set_level(level);
        REQUIRE(is_laid_out(window));
    }
    void press(int key) {
        QTest::keyClick(&mesh(), Qt::Key(key), Qt::AltModifier | Qt::ShiftModifier);
    }

    /// With Shift, from the middle of the box.
    void drag(QPointF way) {
        const auto send = [&](QEvent::Type type, QPointF at, Qt::MouseButton button) {
            const bool is_held = type != QEvent::MouseButtonRelease;
            QMouseEvent event{type,
                              at,
                              mesh().mapToGlobal(at),
                              button,
                              is_held ? Qt::LeftButton : Qt::NoButton,
                              Qt::ShiftModifier};
            QApplication::sendEvent(&mesh(), &event);
        };
        const QPointF begin = middle();
        send(QEvent::MouseButtonPress, begin, Qt::LeftButton);
        send(QEvent::MouseMove, begin + way / 2, Qt::NoButton);
        send(QEvent::MouseMove, begin + way, Qt::NoButton);
        send(QEvent::MouseButtonRelease, begin + way, Qt::LeftButton);
    }

    TemporaryFolder folder;
    MainWindow window;
};

void check_near(QPointF one, QPointF other) {
    CHECK((one - other).manhattanLength() < 0.5);
}

}  // namespace

TEST_SUITE("pins in the window") {
    TEST_CASE(
        "a box that is pinned by its menu stays through levels and runs until it is unpinned") {
        PinningWindow it;
        const QPointF before = it.pin();
        REQUIRE(choose_in_menu(it.window, "Pin Here", it.middle().toPoint()));
        CHECK(it.mesh().marks().is_pinned(it.box()));
        check_near(it.pin(), before);
        for (int time = 0; time < 3; ++time)
            it.press(Qt::Key_Down);
        it.press(Qt::Key_Right);
        const QPointF moved = it.pin();
        check_near(moved, before + QPointF{20, 60});
        it.show(Level::pod);
        check_near(it.pin(), moved);
        it.show(Level::service);
        check_near(it.pin(), moved);
        MainWindow other;
        REQUIRE(other.open(it.folder / "run.db"));
        REQUIRE(is_laid_out(other));
        check_near(pin_of(other.mesh().placement(), other.mesh().graph().box_of(shop)), moved);
        REQUIRE(choose_in_menu(it.window, "Unpin", it.middle().toPoint()));
        CHECK_FALSE(it.mesh().marks().is_pinned(it.box()));
        check_near(it.pin(), before);
        REQUIRE(other.open(it.folder / "run.db"));
        CHECK(other.mesh().pins().empty());
    }

    TEST_CASE("dragging with Shift moves a pinned box, and the picture from any other one") {
        PinningWindow it;
        const QPointF before = it.pin();
        const QPointF place = it.middle();
        const QPointF way{30, 90};
        it.drag(way);
        check_near(it.pin(), before);
        check_near(it.middle(), place + way);
        it.mesh().toggle_pin(it.box());
        it.drag(way);
        check_near(it.pin(), before + way / it.mesh().zoom());
        check_near(it.middle(), place + 2 * way);
        CHECK_FALSE(it.mesh().marks().is_chosen(it.box()));
    }

    TEST_CASE("the key pins where the keyboard is, and all are unpinned together") {
        PinningWindow it;
        it.mesh().toggle_pin(gui::none);
        CHECK(it.mesh().pins().empty());
        it.mesh().select_box(it.box());
        CHECK(it.window.findChild<QAction*>("pin")->shortcut() == QKeySequence{"P"});
        it.trigger("pin");
        it.mesh().select_box(it.mesh().graph().box_of(0));
        it.trigger("pin");
        CHECK(it.mesh().pins().size() == 2);
        QAccessibleInterface* const mesh = QAccessible::queryAccessibleInterface(&it.mesh());
        REQUIRE(mesh != nullptr);
        const auto name = [&] {
            return mesh->child(static_cast<int>(it.box()))->text(QAccessible::Name);
        };
        CHECK(name().endsWith(", pinned"));
        it.trigger("unpin-all");
        CHECK(it.mesh().pins().empty());
        CHECK_FALSE(name().contains("pinned"));
    }

    TEST_CASE("what is not pinned is moved by no key") {
        PinningWindow it;
        it.mesh().select_box(it.box());
        const QPointF before = it.pin();
        it.press(Qt::Key_Down);
        check_near(it.pin(), before);
        CHECK(it.mesh().pins().empty());
    }
}

}  // namespace mesh_pins_test
