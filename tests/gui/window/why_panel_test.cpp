#include "gui/window/why_panel.hpp"

#include "gui/window/main_window.hpp"
#include "gui/window/why_links.hpp"
#include "tests/gui/played_shop.hpp"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>
#include <QUrl>
#include <doctest/doctest.h>

#include <algorithm>

namespace why_panel_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr int why_patience_ms = 60'000;

gui::Topology named_topology() {
    gui::Topology topology;
    topology.services = {{"web", "", {}}, {"cart.shop", "shop", {0}}};
    topology.pods = {{"cart-0", 1}};
    topology.loads = {"web"};
    return topology;
}

std::string linked(const char* text) {
    return gui::with_links(text, named_topology()).toStdString();
}

}  // namespace

TEST_SUITE("why") {
    TEST_CASE("services, pods, requests and moments in an explanation are links") {
        CHECK(linked("503 of cart-0") == "503 of <a href=\"pod:0\">cart-0</a>");
        CHECK(linked("calls web, cart.shop.") ==
              "calls <a href=\"service:0\">web</a>, <a href=\"service:1\">cart.shop</a>.");
        CHECK(linked("since 40.5 s (web/41)") ==
              "since <a href=\"at:40500000000\">40.5 s</a> "
              "(<a href=\"request:web/41\">web/41</a>)");
        CHECK(linked("over at 1 s.") == "over at <a href=\"at:1000000000\">1 s</a>.");
    }

    TEST_CASE("times after the request was sent lead to their moments") {
        CHECK(linked("web/41: 503, sent at 2 s\n     +1.5ms  calls") ==
              "<a href=\"request:web/41\">web/41</a>: 503, sent at "
              "<a href=\"at:2000000000\">2 s</a>\n     "
              "<a href=\"at:2001500000\">+1.5ms</a>  calls");
        CHECK(linked("  +1.5ms  calls") == "  +1.5ms  calls");  // Nobody said after what.
    }

    TEST_CASE("what only looks like a name or a moment is text") {
        CHECK(linked("other/41 took 3 seconds, 500us <a>") ==
              "other/41 took 3 seconds, 500us &lt;a&gt;");
        CHECK(linked("web/ and ...") == "<a href=\"service:0\">web</a>/ and ...");
    }

    TEST_CASE("of what is selected a request that failed is explained, recorded or not") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(play_shop_run(folder)));
        gui::Session& session = window.session();
        session.seek(at(1200ms));
        const auto& services = session.topology().services;
        const auto app = std::ranges::find(services, "app", &gui::Topology::Service::name);
        REQUIRE(app != services.end());
        session.select(
            {Selection::Kind::service, static_cast<std::uint32_t>(app - services.begin())});
        window.why().explain();
        REQUIRE(QTest::qWaitFor([&] { return !window.why().is_explaining(); }, why_patience_ms));
        CHECK(window.why().text().contains("failed by: 500 of app-"));
    }

    TEST_CASE("causes are rows from how it ended backwards, and a row seeks and selects") {
        using About = reports::CauseStep::About;
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(play_shop_run(folder)));
        window.show();
        gui::Session& session = window.session();
        session.seek(at(1200ms));
        const auto& services = session.topology().services;
        const auto app = std::ranges::find(services, "app", &gui::Topology::Service::name);
        REQUIRE(app != services.end());
        session.select(
            {Selection::Kind::service, static_cast<std::uint32_t>(app - services.begin())});
        auto* const as_text = window.findChild<QPushButton*>("why-as-text");
        auto* const text = window.findChild<QTextBrowser*>("why-text");
        REQUIRE(as_text != nullptr);
        CHECK_FALSE(as_text->isEnabled());
        window.why().explain();
        REQUIRE(QTest::qWaitFor([&] { return !window.why().is_explaining(); }, why_patience_ms));
        CHECK(window.why().sentence().contains("because of: 500 of app-"));
        CHECK(window.why().sentence().endsWith("Faults that were on: sick."));

        auto& causes = window.why().causes();
        const QAbstractItemModelTester tester{&causes.model()};
        const int rows = causes.model().rowCount({});
        REQUIRE(rows >= 3);
        const reports::CauseStep first = causes.model().row(0);
        CHECK(first.about == About::request);
        CHECK(first.what.starts_with("500 after "));
        CHECK(causes.model().row(1).about == About::pod);
        CHECK(causes.model().row(1).what.ends_with(", calling app: 500"));
        int sick = 0;
        for (int row = 1; row < rows; ++row) {
            CHECK(causes.model().row(row).at <= causes.model().row(row - 1).at);
            if (causes.model().row(row).about == About::step) sick = row;
        }
        REQUIRE(sick > 1);
        CHECK(causes.model().row(sick).name == "sick");
        CHECK(causes.model().row(sick).evidence == "v_changes: fault_started at 1 s");

        const auto go_to = [&](int row) {
            causes.table().setCurrentIndex(causes.sorted().index(row, 0));
            Q_EMIT causes.table().activated(causes.sorted().index(row, 0));
        };
        go_to(sick);
        CHECK(session.at() == at(1s));
        CHECK(session.selection().kind == Selection::Kind::pod);
        go_to(0);
        CHECK(session.at() == first.at);
        CHECK(session.selection().kind == Selection::Kind::request);
        CHECK(session.selection().load == "web");

        CHECK(text->isHidden());
        as_text->click();
        CHECK_FALSE(text->isHidden());
        REQUIRE(window.open(folder / "shop.db"));
        CHECK(causes.model().rowCount({}) == 0);
        CHECK(window.why().sentence().isEmpty());
    }

    TEST_CASE("an explanation is copied as text, and its links seek and select") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(play_shop_run(folder)));
        window.show();
        auto* const copy = window.findChild<QPushButton*>("why-copy");
        auto* const text = window.findChild<QTextBrowser*>("why-text");
        REQUIRE(copy != nullptr);
        REQUIRE(text != nullptr);
        CHECK_FALSE(copy->isEnabled());
        gui::Session& session = window.session();
        session.select({Selection::Kind::request, gui::none, "web", 50});
        window.why().explain();
        REQUIRE(QTest::qWaitFor([&] { return !window.why().is_explaining(); }, why_patience_ms));
        REQUIRE(window.why().text().contains("request web/50:"));
        REQUIRE(copy->isEnabled());
        copy->click();
        const QString copied = QGuiApplication::clipboard()->text();
        CHECK(copied.startsWith("request web/50:"));
        CHECK(copied.contains("\nshop, seed 3, weft "));
        CHECK_FALSE(copied.contains("<a"));

        Q_EMIT text->anchorClicked(QUrl{"at:1200000000"});
        CHECK(session.at() == at(1200ms));
        Q_EMIT text->anchorClicked(QUrl{"pod:1"});
        CHECK(session.selection() == Selection{Selection::Kind::pod, 1});
        Q_EMIT text->anchorClicked(QUrl{"request:web/51"});
        CHECK(session.selection() == Selection{Selection::Kind::request, gui::none, "web", 51});
        REQUIRE(window.open(folder / "shop.db"));
        CHECK_FALSE(copy->isEnabled());
    }
}

}  // namespace why_panel_test
