#include "gui/window/failed_request.hpp"
#include "gui/window/inject_sheet.hpp"
#include "gui/window/main_window.hpp"
#include "reports/store/run_reader.hpp"
#include "tests/gui/mesh_menu.hpp"
#include "tests/gui/played_shop.hpp"

#include <QAction>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace quick_actions_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

/// The step that the open sheet offers, which is then closed; "" if none is open.
std::string offered_step(gui::MainWindow& window) {
    auto* const sheet = dynamic_cast<gui::InjectSheet*>(window.findChild<QDialog*>("inject"));
    if (sheet == nullptr) return {};
    const std::string step = sheet->step();
    sheet->reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return step;
}

void select_service(gui::Session& session, const std::string& name) {
    const auto& services = session.topology().services;
    const auto found = std::ranges::find(services, name, &gui::Topology::Service::name);
    REQUIRE(found != services.end());
    session.select(
        {Selection::Kind::service, static_cast<std::uint32_t>(found - services.begin())});
}

}  // namespace

TEST_SUITE("quick actions") {
    TEST_CASE("what is done most often has an entry of its own in the menu, with its sheet") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(play_shop_run(folder)));
        window.show();
        window.session().seek(at(2s));
        select_service(window.session(), "app");
        const std::pair<const char*, const char*> entries[] = {
            {"Kill Pod…", "fault: crash, target: {service: app}"},
            {"Crash Loop…", "fault: crash_loop, target: {service: app}"},
            {"Partition From…", "fault: partition, from: {}, to: {service: app}"},
            {"Add Latency…", "fault: delay, from: {}, to: {service: app}"},
            {"Abort Requests…", "fault: error, target: {service: app}"},
            {"Slow CPU…", "fault: cpu_share, target: {service: app}"},
            {"Slow Disk…", "fault: bad_disk, target: {service: app}"},
            {"Drop Config Push…", "fault: stale_config, target: {service: app}"},
            {"Overload by Clients…", "fault: load"}};
        for (const auto& [entry, step] : entries) {
            CAPTURE(entry);
            REQUIRE(choose_in_menu(window, entry));
            const std::string offered = offered_step(window);
            CHECK_MESSAGE(offered.find(step) != std::string::npos, offered);
        }
        window.session().select({Selection::Kind::edge, 0});
        CHECK_FALSE(choose_in_menu(window, "Kill Pod…"));  // There is none on a line.
        REQUIRE(choose_in_menu(window, "Focus on Its Neighbours"));
        CHECK(window.mesh().view().focus == window.session().topology().edges[0].destination);
    }

    TEST_CASE("the scenario of a run is exported with its manifests, and plays the same") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(play_shop_run(folder)));
        std::filesystem::create_directory(folder / "export");
        const auto copy = folder / "export" / "copy.yaml";
        const QString path = QString::fromStdString(copy.string());
        REQUIRE(window.export_scenario(path));
        CHECK(std::filesystem::exists(folder / "export" / "app.yaml"));
        scenarios::PlayOptions options;
        options.scenario = copy.string();
        options.out = folder / "copy.db";
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, out, err) == 0, err.str());
        CHECK(reports::RunReader{folder / "copy.db"}.label().fingerprint ==
              window.session().run().label().fingerprint);
        std::ofstream{folder / "export" / "app.yaml"} << "another one";
        CHECK_FALSE(window.export_scenario(path));
        CHECK(window.message().contains("app.yaml is not as it was"));
    }

    TEST_CASE("the slowest request near the moment is traced, of those that met the selection") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        gui::Session& session = window.session();
        const auto actions = window.findChildren<QAction*>();
        const auto trace = std::ranges::find(actions, QString{"Trace the Slowest"}, &QAction::text);
        REQUIRE(trace != actions.end());
        CHECK((*trace)->shortcut() == QKeySequence{"Shift+W"});
        (*trace)->trigger();
        CHECK(session.selection().kind == Selection::Kind::request);
        CHECK(session.selection().load == "web");
        CHECK(window.tabs().tabText(window.tabs().currentIndex()) == "Requests");
        CHECK(gui::service_of_selection(session) == gui::none);

        session.select({Selection::Kind::pod, 0});
        CHECK(gui::service_of_selection(session) == 1);
        CHECK(gui::select_slowest_request(session));
        CHECK(session.selection().load == "web");
    }

    TEST_CASE("all requests of a client go through it, though nobody calls it") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        gui::Session& session = window.session();
        const Selection client{Selection::Kind::service, 0};
        session.select(client);
        CHECK(gui::services_to_meet(session) == std::vector<std::string>{"shop"});
        CHECK(gui::select_slowest_request(session));
        CHECK(session.selection().load == "web");
    }
}

}  // namespace quick_actions_test
