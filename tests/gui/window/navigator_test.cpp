#include "gui/window/navigator.hpp"

#include "gui/source/file_run.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"

#include <QTest>
#include <doctest/doctest.h>

#include <memory>
#include <vector>

namespace navigator_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::PlayedStep;
using gui::StepPhase;
using sim::observe::Change;

/// The item below another one whose text ends so.
QTreeWidgetItem& below(const QTreeWidgetItem& item, const QString& ending) {
    for (int row = 0; row < item.childCount(); ++row)
        if (item.child(row)->text(0).endsWith(ending)) return *item.child(row);
    FAIL("no such item");
    return *item.child(0);
}

class SeenNavigator {
public:
    SeenNavigator() {
        tree.show();
        session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
        session.seek(at(4s));
    }
    QTreeWidgetItem& services() { return *tree.topLevelItem(0); }
    QTreeWidgetItem& faults() { return *tree.topLevelItem(1); }

    TemporaryFolder folder;
    gui::Session session;
    gui::Navigator tree{session};
};

}  // namespace

TEST_SUITE("navigator") {
    TEST_CASE("a step begins when it first strikes, at whom it strikes first") {
        const std::vector<gui::Event> events{
            {{.at = at(1s), .kind = Change::Kind::manifest_applied, .step = 2}},
            {{.at = at(2s), .kind = Change::Kind::fault_struck, .pod = 5, .step = 1}},
            {{.at = at(2s), .kind = Change::Kind::fault_struck, .pod = 6, .step = 1}},
            {{.at = at(2s), .kind = Change::Kind::fault_started, .step = 1}},
            {{.at = at(3s), .kind = Change::Kind::fault_stopped, .step = 1}},
            {{.at = at(4s), .kind = Change::Kind::fault_started, .step = 1}}};
        const auto steps = gui::played_steps(events);
        REQUIRE(steps.size() == 2);
        CHECK(steps[0] == PlayedStep{.step = 2, .from = at(1s), .is_fault = false});
        CHECK(steps[1] == PlayedStep{.step = 1, .from = at(2s), .pod = 5});

        gui::Snapshot snapshot;
        snapshot.at = at(1500ms);
        CHECK(phase_of(steps[0], snapshot) == StepPhase::active);
        CHECK(phase_of(steps[1], snapshot) == StepPhase::to_come);
        snapshot.at = at(2s);
        snapshot.faults = {1};
        CHECK(phase_of(steps[1], snapshot) == StepPhase::active);
        snapshot.faults.clear();
        CHECK(phase_of(steps[1], snapshot) == StepPhase::over);
    }

    TEST_CASE("namespaces count the states of their services, the worst first") {
        SeenNavigator it;
        QTreeWidgetItem& shop = below(it.services(), "shop");
        CHECK(shop.text(1) == "╳ 1 ■ 2 ▲ 1");
        CHECK(shop.toolTip(1) == "1 down, 2 failing, 1 degraded");
        CHECK(shop.childCount() == 4);
        CHECK(below(shop, "payment").text(0) == "■ payment");
        CHECK(below(it.services(), "bank").text(1) == "●");
        it.session.seek(at(1s));
        CHECK(shop.text(1) == "●");
    }

    TEST_CASE("a click selects, and a double click or Enter leads to a service's neighbours") {
        SeenNavigator it;
        std::vector<std::uint32_t> focused;
        it.tree.on_focus = [&](std::uint32_t service) { focused.push_back(service); };
        QTreeWidgetItem& payment = below(below(it.services(), "shop"), "payment");
        Q_EMIT it.tree.itemClicked(&payment, 0);
        const auto payment_number = it.session.selection().number;
        CHECK(it.session.selection().kind == gui::Selection::Kind::service);
        CHECK(it.session.topology().services[payment_number].name == "payment");
        CHECK(focused.empty());
        Q_EMIT it.tree.itemDoubleClicked(&payment, 0);
        CHECK(focused == std::vector{payment_number});
        QTreeWidgetItem& cart = below(below(it.services(), "shop"), "cart");
        it.tree.setCurrentItem(&cart);
        QTest::keyClick(&it.tree, Qt::Key_Return);
        REQUIRE(focused.size() == 2);
        CHECK(it.session.topology().services[focused[1]].name == "cart");
    }

    TEST_CASE("faults say when and whether they are on, and a click leads there") {
        SeenNavigator it;
        REQUIRE(it.faults().childCount() == 1);
        QTreeWidgetItem& fault = *it.faults().child(0);
        CHECK(fault.text(0) == "⚡ payment-outage");
        CHECK(fault.text(1) == "3.000 s, active");
        it.session.seek(at(7s));
        CHECK(fault.text(1) == "3.000 s, over");
        it.session.seek(at(1s));
        CHECK(fault.text(1) == "3.000 s, to come");
        Q_EMIT it.tree.itemClicked(&fault, 0);
        CHECK(it.session.at() == at(3s));
    }

    TEST_CASE("what is planned and was not played stands below what was") {
        SeenNavigator it;
        it.tree.show_planned({{.name = "payment-outage", .at = at(3s)},
                              {.name = "second", .at = at(5s)},
                              {.name = "if-slow", .is_fault = false}});
        REQUIRE(it.faults().childCount() == 3);
        CHECK(it.faults().child(0)->text(1) == "3.000 s, active");
        CHECK(it.faults().child(1)->text(0) == "⚡ second");
        CHECK(it.faults().child(1)->text(1) == "5.000 s, not played");
        CHECK(it.faults().child(2)->text(0) == "if-slow");
        CHECK(it.faults().child(2)->text(1) == "not played");
        it.session.seek(at(7s));
        CHECK(it.faults().child(0)->text(1) == "3.000 s, over");
        Q_EMIT it.tree.itemClicked(it.faults().child(1), 0);
        CHECK(it.session.at() == at(5s));
        Q_EMIT it.tree.itemClicked(it.faults().child(2), 0);
        CHECK(it.session.at() == at(5s));
    }

    TEST_CASE("the window has it below its runs, and shows whom it leads to") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        auto* const tree = window.findChild<QTreeWidget*>("navigator");
        REQUIRE(tree != nullptr);
        dynamic_cast<gui::Navigator&>(*tree).on_focus(3);
        CHECK(window.mesh().view().focus == 3);
    }
}

}  // namespace navigator_test
