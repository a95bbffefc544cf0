#include "gui/window/mesh_bar.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QLabel>
#include <QTest>
#include <QToolButton>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mesh_bar_test {

using namespace weft;
using namespace weft::tests;
using gui::MeshStep;
using gui::MeshView;

constexpr int shown_within_ms = 20'000;

struct BarWindow {
    BarWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        window.show();
        wait();
    }

    void wait() {
        REQUIRE(QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, shown_within_ms));
    }
    /// As soon as the mesh was painted, which on a screen takes a while.
    bool says(const QString& text) {
        return QTest::qWaitFor([&] { return way().text() == text; }, shown_within_ms);
    }
    QLabel& way() { return *window.findChild<QLabel*>("mesh-way"); }
    void press(const QString& name) {
        const auto buttons = window.findChild<QWidget*>("mesh-bar")->findChildren<QToolButton*>();
        const auto named = std::ranges::find(buttons, name, &QToolButton::text);
        REQUIRE(named != buttons.end());
        QTest::mouseClick(*named, Qt::LeftButton);
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

std::vector<std::string> names_of(const std::vector<MeshStep>& steps) {
    std::vector<std::string> names;
    for (const MeshStep& step : steps)
        names.push_back(step.name.toStdString());
    return names;
}

TEST_SUITE("mesh bar") {
    TEST_CASE("the way into the mesh has a step for each thing that Escape takes back") {
        gui::Topology topology;
        topology.services = {{"cart", "a", {}}, {"pay", "b", {}}};
        const MeshView whole{.level = gui::Level::pod};
        CHECK(names_of(steps_into(whole, topology)) == std::vector<std::string>{"Whole mesh"});
        MeshView inside = whole;
        inside.closed = {"b"};
        inside.opened = {"a", "c"};
        inside.focus = 0;
        inside.unfolded = {1};
        inside.only = {0, 1};
        const auto steps = steps_into(inside, topology);
        CHECK(names_of(steps) == std::vector<std::string>{"Whole mesh", "closed: b", "opened: a, c",
                                                          "cart and neighbours", "all of pay",
                                                          "2 chosen"});
        CHECK(steps.front().view == whole);
        CHECK(steps.back().view == inside);
        CHECK(steps[3].view.focus == 0);
        CHECK(steps[3].view.unfolded.empty());
    }

    TEST_CASE("a link in it leads out again") {
        BarWindow it;
        CHECK(it.says("Whole mesh"));
        MeshView view = it.window.mesh().view();
        view.focus = 3;  // Of the client, frontend, cart and payment.
        it.window.mesh().set_view(view);
        it.wait();
        CHECK(it.says("<a href=\"0\">Whole mesh</a> ▸ payment and neighbours"));
        Q_EMIT it.way().linkActivated("0");
        it.wait();
        CHECK(it.window.mesh().view().focus == gui::none);
        CHECK(it.says("Whole mesh"));
    }

    TEST_CASE("its buttons zoom, and fit the mesh again") {
        BarWindow it;
        const double before = it.window.mesh().zoom();
        it.press("+");
        CHECK(it.window.mesh().zoom() == doctest::Approx(before * 1.2));
        it.press("−");
        it.press("−");
        CHECK(it.window.mesh().zoom() == doctest::Approx(before / 1.2));
        it.press("Fit");
        CHECK(it.window.mesh().zoom() == doctest::Approx(before));
    }
}

}  // namespace mesh_bar_test
