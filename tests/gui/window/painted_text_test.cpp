// What widgets paint themselves is large enough to be read.
#include "tests/gui/painted_text.hpp"

#include "gui/source/file_run.hpp"
#include "gui/window/heat_map.hpp"
#include "gui/window/mesh_widget.hpp"
#include "gui/window/time_strip.hpp"
#include "gui/window/waterfall_widget.hpp"
#include "tests/gui/shop_run.hpp"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <QThreadPool>
#include <QTranslator>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace painted_text_test {
namespace {

using namespace weft;
using namespace weft::tests;

constexpr double nine_points = 12;  // In pixels.

template <class Widget>
std::vector<PaintedText> texts_of(const gui::Selection& selection = {},
                                  mesh::Instant moment = at(4s + 250ms)) {
    const TemporaryFolder folder;
    gui::Session session;
    Widget widget{session};
    session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
    session.seek(moment);
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

/// As long as it lives, all that is said in the user's language stands between marks.
class Marked final : public QTranslator {
public:
    Marked() { QCoreApplication::installTranslator(this); }
    ~Marked() override { QCoreApplication::removeTranslator(this); }

    QString translate(const char* /*context*/,
                      const char* source,
                      const char* /*disambiguation*/,
                      int /*number*/) const override {
        return QStringLiteral("«%1»").arg(source);
    }
    bool isEmpty() const override { return false; }
};

/// What stands outside the marks and is neither a name of the shop nor a unit.
QStringList words_not_said(const std::vector<PaintedText>& texts) {
    static const QRegularExpression names{
        "client|frontend|cart|payment|shipping|ledger|vault|shop|bank|web|outage"};
    static const QRegularExpression units{"\\d (s|ms|µs|ns)\\b|\\d+(\\.\\d+)?k?/s|\\bv\\d+"};
    static const QRegularExpression said{"«[^«»]*»"};
    static const QRegularExpression word{"\\p{L}{2,}"};
    QStringList words;
    for (const PaintedText& text : texts) {
        QString rest = text.text;
        while (rest.contains(said))
            rest.replace(said, " ");  // One may stand in another.
        rest.remove(names).remove(units);
        if (!rest.contains("…") && rest.contains(word)) words << text.text;
    }
    return words;
}

}  // namespace

TEST_SUITE("painted text") {
    TEST_CASE("all that is painted and is no name or figure can be translated") {
        const Marked marked;
        const auto check = [](const std::vector<PaintedText>& texts) {
            CHECK_FALSE(texts.empty());
            CHECK(words_not_said(texts).join("; ").toStdString() == "");
        };
        check(texts_of<gui::MeshWidget>());
        check(texts_of<gui::HeatMap>());
        check(texts_of<gui::TimeStrip>());
        check(texts_of<gui::WaterfallWidget>(
            {.kind = gui::Selection::Kind::request, .load = "web", .request = 160}));
    }

    TEST_CASE("the legend, the heat map, time and the waterfall have no text under 9 points") {
        check_sizes(texts_of<gui::MeshWidget>());
        check_sizes(texts_of<gui::HeatMap>());
        check_sizes(texts_of<gui::TimeStrip>());
        check_sizes(texts_of<gui::WaterfallWidget>(
            {.kind = gui::Selection::Kind::request, .load = "web", .request = 160}));
    }

    TEST_CASE("the moment below the strip lies on neither its begin nor its end") {
        for (const mesh::Duration moment : {0ms, 300ms, 600ms, 900ms, 4000ms, 60'000ms}) {
            CAPTURE(moment.count());
            const auto texts = texts_of<gui::TimeStrip>({}, at(moment));
            const auto below = [](const PaintedText& text) { return text.place.bottom(); };
            const double lowest = below(*std::ranges::max_element(texts, {}, below));
            std::vector<QRectF> places;
            for (const PaintedText& text : texts)
                if (below(text) > lowest - 4) places.push_back(text.place);
            CHECK(places.size() >= 2);
            for (std::size_t one = 0; one < places.size(); ++one)
                for (std::size_t other = 0; other < one; ++other)
                    CHECK_FALSE(places[one].intersects(places[other]));
        }
    }
}

}  // namespace painted_text_test
