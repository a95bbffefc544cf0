// Tables of runs with so many events that going through them takes a while.
#include "gui/window/inspector.hpp"
#include "gui/window/state_history.hpp"
#include "gui/window/tables.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAbstractItemModelTester>
#include <QTest>
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace many_events_test {

using namespace weft;
using namespace weft::tests;
using sim::observe::Change;

constexpr int shown_within_ms = 20'000;
constexpr std::uint32_t pairs = 30'000;

/// The small run, in which hosts are ejected, and return, thirty thousand times.
class BusyRun final : public gui::FileRun {
public:
    explicit BusyRun(const std::filesystem::path& path) : FileRun(path) {
        for (std::uint32_t number = 0; number < pairs; ++number) {
            const mesh::Instant when = at(number * 90us);
            busy_.push_back({.change = {.at = when,
                                        .kind = Change::Kind::host_ejected,
                                        .source = 0,
                                        .pod = number % 2,
                                        .cluster = 0}});
            busy_.push_back({.change = {.at = when + 10us,
                                        .kind = Change::Kind::host_returned,
                                        .source = 0,
                                        .pod = number % 2,
                                        .cluster = 0}});
        }
    }
    const std::vector<gui::Event>& events() const override { return busy_; }

private:
    std::vector<gui::Event> busy_;
};

/// The small run, with others in it.
class NamedRun final : public gui::FileRun {
public:
    NamedRun(const std::filesystem::path& path, gui::Topology topology)
        : FileRun(path), named_(std::move(topology)) {}
    const gui::Topology& topology() const override { return named_; }

private:
    gui::Topology named_;
};

struct BusySession {
    BusySession() {
        session.show(std::make_unique<BusyRun>(record_small_run(folder, "run.db", 3)));
    }

    TemporaryFolder folder;
    gui::Session session;
};

TEST_SUITE("many events") {
    TEST_CASE("the first are there at once, all others soon, and nobody fills what nobody sees") {
        BusySession it;
        gui::EventPanel panel{it.session};
        it.session.set_filter({});
        CHECK(panel.model().rowCount({}) == 0);
        QAbstractItemModelTester tester{&panel.model()};
        panel.show();
        CHECK(panel.model().rowCount({}) == static_cast<int>(gui::many_events));
        const auto rows = [&] { return panel.model().rowCount({}); };
        REQUIRE(QTest::qWaitFor([&] { return rows() == 2 * int{pairs}; }, shown_within_ms));
        it.session.set_filter(gui::read_filter("kind:host_returned").value());
        CHECK(rows() < int{pairs});
        REQUIRE(QTest::qWaitFor([&] { return rows() == int{pairs}; }, shown_within_ms));
        for (const int row : {0, 12'345, int{pairs} - 1})
            CHECK(panel.model().row(row).change.at == at(row * 90us + 10us));
    }

    TEST_CASE("of very many lines the inspector lists those that fail most") {
        gui::Topology topology;
        topology.services.push_back({"hub", "shop", {}});
        gui::Snapshot snapshot;
        for (std::uint32_t number = 1; number <= 100; ++number) {
            topology.services.push_back({"caller-" + std::to_string(number), "shop", {}});
            topology.edges.push_back({number, 0, "v1"});
            snapshot.edges.push_back(flow_of(100, number == 77 ? 50 : 0));
        }
        const TemporaryFolder folder;
        NamedRun run{record_small_run(folder, "run.db", 3), topology};
        const QString figures =
            gui::figures_of(run, snapshot, {.kind = gui::Selection::Kind::service, .number = 0});
        CHECK(figures.indexOf("caller-77") < figures.indexOf("caller-1 "));
        CHECK(figures.count("caller-") == 40);
        CHECK(figures.contains("and 60 more"));
    }

    TEST_CASE("a filter that is written meanwhile begins anew") {
        BusySession it;
        gui::EventPanel panel{it.session};
        panel.show();
        it.session.set_filter(gui::read_filter("kind:host_returned").value());
        it.session.set_filter(gui::read_filter("kind:host_ejected t:0s..1ms").value());
        const auto is_done = [&] { return panel.model().rowCount({}) == 12; };
        REQUIRE(QTest::qWaitFor(is_done, shown_within_ms));
        QTest::qWait(50);
        CHECK(is_done());
    }

    TEST_CASE("of the states those that hold are marked as the moment moves on") {
        BusySession it;
        gui::StateHistory states{it.session};
        it.session.set_filter({});
        states.show();
        REQUIRE(states.model().rowCount({}) == int{pairs});
        QAbstractItemModelTester tester{&states.model()};
        for (const std::uint32_t number : {7U, 20'000U, 3U}) {
            it.session.seek(at(number * 90us + 5us));
            int held = 0;
            for (int row = 0; row < int{pairs}; ++row)
                held += states.model().row(row).holds ? 1 : 0;
            CHECK(held == 1);
            CHECK(states.model().row(static_cast<int>(number)).holds);
        }
    }
}

}  // namespace many_events_test
