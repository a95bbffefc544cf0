// What widgets paint themselves is large enough to be read.
#include "tests/gui/painted_text.hpp"

#include "gui/source/file_run.hpp"
#include "gui/window/heat_map.hpp"
#include "gui/window/mesh_widget.hpp"
#include "gui/window/time_strip.hpp"
#include "gui/window/waterfall_widget.hpp"
#include "tests/gui/shop_run.hpp"

#include <QThreadPool>
#include <doctest/doctest.h>

#include <memory>

namespace painted_text_test {
namespace {

using namespace weft;
using namespace weft::tests;

constexpr double nine_points = 12;  // In pixels.

template <class Widget>
std::vector<PaintedText> texts_of(const gui::Selection& selection = {}) {
    const TemporaryFolder folder;
    gui::Session session;
    Widget widget{session};
    session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
    session.seek(at(4s + 250ms));
    session.select(selection);
    widget.resize(700, 320);
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.show();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    TextRecorder recorder{widget.size()};
    widget.render(&recorder);
    return recorder.texts();
}

void check_sizes(const std::vector<PaintedText>& texts) {
    CHECK_FALSE(texts.empty());
    for (const PaintedText& text : texts) {
        CAPTURE(text.text.toStdString());
        CHECK(text.pixels >= nine_points);
    }
}

}  // namespace

TEST_SUITE("painted text") {
    TEST_CASE("the legend, the heat map, time and the waterfall have no text under 9 points") {
        check_sizes(texts_of<gui::MeshWidget>());
        check_sizes(texts_of<gui::HeatMap>());
        check_sizes(texts_of<gui::TimeStrip>());
        check_sizes(texts_of<gui::WaterfallWidget>(
            {.kind = gui::Selection::Kind::request, .load = "web", .request = 160}));
    }
}

}  // namespace painted_text_test
