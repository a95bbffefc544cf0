// What the window paints, held against pictures that were looked at. Structure is tested elsewhere,
// as data; here is the paint. Widgets are shown without a screen, so that none has the keyboard and
// every platform paints the same.
#include "gui/source/file_run.hpp"
#include "gui/source/pair_run.hpp"
#include "gui/window/inject_sheet.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/golden.hpp"
#include "tests/gui/shop_run.hpp"

#include <QSettings>
#include <QThreadPool>
#include <doctest/doctest.h>

#include <functional>
#include <memory>

namespace pictures_test {
namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;
using gui::Session;
using gui::Theme;

const mesh::Instant in_the_outage = at(4s + 250ms);

QImage image_of(QWidget& widget) {
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// Lays out what lies in a widget, and waits for layouts that are made on other threads.
void settle(QWidget& widget) {
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.show();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
}

/// One of the window's widgets alone, showing the shop in its outage.
template <class Widget>
class Posed {
public:
    explicit Posed(QSize size, Theme theme = Theme::light) : widget(session) {
        QApplication::setPalette(gui::widget_palette(gui::palette_of(theme)));
        session.set_theme(theme);
        session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
        session.seek(in_the_outage);
        widget.resize(size);
    }

    QImage picture() {
        settle(widget);
        return image_of(widget);
    }

    TemporaryFolder folder;
    Session session;
    Widget widget;
};

/// The mesh at a zoom, its upper left corner in sight.
QImage mesh_at_zoom(double zoom) {
    Posed<gui::MeshWidget> posed{{720, 380}};
    posed.widget.lay_out_now();
    posed.widget.zoom_by(zoom / posed.widget.zoom(), posed.widget.place_of_box(0).center());
    return posed.picture();
}

std::uint32_t service_called(const gui::Topology& topology, const std::string& name) {
    const auto found = std::ranges::find(topology.services, name, &gui::Topology::Service::name);
    REQUIRE(found != topology.services.end());
    return static_cast<std::uint32_t>(found - topology.services.begin());
}

void check_window(Theme theme, const char* name) {
    QSettings{}.clear();
    const TemporaryFolder folder;
    gui::MainWindow window;
    window.resize(960, 620);
    window.set_theme(theme);
    REQUIRE(window.open(record_shop(folder, "shop.db")));
    window.session().seek(in_the_outage);
    window.session().select({.kind = Selection::Kind::service,
                             .number = service_called(window.session().topology(), "payment")});
    settle(window);
    window.mesh().lay_out_now();
    check_golden(image_of(window), name);
}

}  // namespace

TEST_SUITE("pictures") {
    TEST_CASE("the window in an outage, light and dark") {
        check_window(Theme::light, "window");
        check_window(Theme::dark, "window-dark");
    }

    TEST_CASE("the mesh says state by colour, form and word") {
        check_golden(Posed<gui::MeshWidget>{{900, 400}}.picture(), "mesh");
        check_golden(Posed<gui::MeshWidget>({900, 400}, Theme::contrast).picture(),
                     "mesh-contrast");
    }

    TEST_CASE("what would be too small to be read is left out") {
        check_golden(mesh_at_zoom(0.35), "mesh-far");
        check_golden(mesh_at_zoom(0.55), "mesh-near");
        check_golden(mesh_at_zoom(1.5), "mesh-close");
    }

    TEST_CASE("a picture of twice the size has twice the detail") {
        Posed<gui::MeshWidget> posed{{600, 260}};
        posed.widget.lay_out_now();
        QImage image{1200, 520, QImage::Format_RGB32};
        image.fill(posed.session.palette().surface);
        QPainter painter{&image};
        posed.widget.paint_into(painter, image.size());
        painter.end();
        check_golden(image, "mesh-double");
    }

    TEST_CASE("a service and its neighbours") {
        Posed<gui::MeshWidget> posed{{720, 380}};
        gui::MeshView view = posed.widget.view();
        view.focus = service_called(posed.session.topology(), "payment");
        posed.widget.set_view(view);
        check_golden(posed.picture(), "neighbourhood");
    }

    TEST_CASE("two runs, by what became worse") {
        Posed<gui::MeshWidget> posed{{900, 400}};
        posed.session.show(std::make_unique<gui::PairRun>(
            std::make_unique<gui::FileRun>(record_shop(posed.folder, "calm.db", false)),
            std::make_unique<gui::FileRun>(posed.folder / "shop.db")));
        posed.session.seek(in_the_outage);
        check_golden(posed.picture(), "difference");
    }

    TEST_CASE("the strip of time") {
        check_golden(Posed<gui::TimeStrip>{{900, 150}}.picture(), "time");
    }

    TEST_CASE("the heat map") {
        check_golden(Posed<gui::HeatMap>{{900, 200}}.picture(), "heat-map");
    }

    TEST_CASE("the inspector of a service that fails") {
        Posed<gui::Inspector> posed{{380, 640}};
        posed.session.select({.kind = Selection::Kind::service,
                              .number = service_called(posed.session.topology(), "payment")});
        check_golden(posed.picture(), "inspector");
    }

    TEST_CASE("the waterfall of a request") {
        Posed<gui::WaterfallWidget> posed{{900, 240}};
        posed.session.select({.kind = Selection::Kind::request, .load = "web", .request = 160});
        check_golden(posed.picture(), "waterfall");
    }

    TEST_CASE("the sheet that asks what is to be injected") {
        QApplication::setPalette(gui::widget_palette(gui::palette_of(Theme::light)));
        gui::InjectSheet sheet{
            {{"error", "Pods answer with an error.", "fault", {{"rate", "50%"}, {"status", "503"}}},
             {"scale", "Changes the number of pods.", "do", {{"replicas", "3"}}}},
            at(2s),
            [](const std::string&) {
                return "shop.yaml:9:3: error: there is no service 'paymnt'";
            }};
        sheet.choose("error");
        sheet.resize(640, 420);
        settle(sheet);
        check_golden(image_of(sheet), "inject");
    }

    TEST_CASE("a picture of another moment, or with something selected, is not the golden one") {
        Posed<gui::MeshWidget> posed{{900, 400}};
        const QImage golden = posed.picture();
        CHECK(picture_difference(golden, posed.picture()).share == 0);
        posed.session.select({.kind = Selection::Kind::edge, .number = 2});
        CHECK(picture_difference(golden, posed.picture()).is_visible());
        posed.session.select({});
        CHECK(picture_difference(golden, posed.picture()).share == 0);
        posed.session.seek(at(1s));
        CHECK(picture_difference(golden, posed.picture()).is_visible());
    }
}

}  // namespace pictures_test
