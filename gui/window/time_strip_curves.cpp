// The curves of the time strip: what was asked and what failed, in one run or in two.
#include "gui/source/pair_run.hpp"
#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/time_strip.hpp"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

QString rate_text(double rate) {
    return QString::fromStdString(rate_words(rate));
}

TimeStrip::Curves strip_curves(const std::vector<Flow>& flows, mesh::Instant end) {
    std::vector<double> rates;
    std::vector<double> errors;
    for (const Flow& flow : flows) {
        rates.push_back(flow.per_second());
        errors.push_back(flow.seconds > 0 ? static_cast<double>(flow.failed) / flow.seconds : 0);
    }
    return {Pyramid{std::move(rates)}, Pyramid{std::move(errors)}, end};
}

/// Of the run that is compared with, as far as there is room for it: it may have gone on for
/// longer, and its intervals may be others.
TimeStrip::Curves strip_curves_within(RunSource& run, mesh::Instant until) {
    std::vector<Flow> flows = run.curve({});
    std::vector<reports::Interval> intervals = run.intervals();
    keep_within({{}, until}, intervals, flows);
    return strip_curves(flows, intervals.empty() ? mesh::Instant{} : intervals.back().end);
}

/// A and B as everywhere; by their lines, too.
QPen pen_of_side(bool is_a, const Palette& palette) {
    return is_a ? QPen{palette.series.front(), 1.4, Qt::DashLine}
                : QPen{palette.series.back(), 1.4, Qt::SolidLine};
}

/// What the height of a row stands for; the curve shines through, and can be told from it.
void paint_top(QPainter& painter, const QRectF& row, double top, const Palette& palette) {
    const QString text = rate_text(top);
    const QFontMetricsF metrics{painter.font()};
    QRectF place{0, 0, metrics.horizontalAdvance(text) + 8, metrics.height()};
    place.moveTopRight(row.topRight());
    QColor behind = palette.surface;
    behind.setAlphaF(0.75F);
    painter.fillRect(place, behind);
    painter.setPen(palette.text);
    painter.drawText(place, Qt::AlignCenter, text);
}

}  // namespace

void TimeStrip::read_curves() {
    RunSource& run = session_.run();
    curves_ = strip_curves(run.curve({}), run.recorded().end);
    of_a_.reset();
    if (auto* const pair = dynamic_cast<PairRun*>(&run))
        of_a_ = strip_curves_within(pair->a(), run.range().end);
    setAccessibleDescription(
        of_a_ ? tr("Two runs: requests and errors of A and of B, and what happened when in B")
              : tr("The whole run: requests, errors and what happened when"));
}

/// As far as there are values: of a run that goes on, its newest moment may be ahead of them.
QRectF TimeStrip::row_of_curve(int number, mesh::Instant end) const {
    QRectF place = row(number);
    if (end < session_.run().range().end) place.setRight(place_of(end));
    return place;
}

/// Both runs are measured alike.
double TimeStrip::top_of(Pyramid Curves::* which) const {
    const double greatest = (curves_.*which).greatest();
    return round_top(of_a_ ? std::max(greatest, ((*of_a_).*which).greatest()) : greatest);
}

void TimeStrip::paint_curves(QPainter& painter) const {
    const Palette& palette = session_.palette();
    const auto paint = [&](int number, Pyramid Curves::* which, const QColor& alone) {
        const double top = top_of(which);
        const QRectF place = row_of_curve(number, curves_.end);
        if (!of_a_) return paint_curve(painter, place, curves_.*which, top, alone, true);
        const QPen a = pen_of_side(true, palette);
        const QPen b = pen_of_side(false, palette);
        paint_curve(painter, row_of_curve(number, of_a_->end), (*of_a_).*which, top, a.color(),
                    false, a.style());
        paint_curve(painter, place, curves_.*which, top, b.color(), false, b.style());
    };
    paint(0, &Curves::rate, palette.of(Health::healthy));
    paint(1, &Curves::errors, palette.of(Health::failing));
}

void TimeStrip::paint_tops(QPainter& painter) const {
    paint_top(painter, row(0), top_of(&Curves::rate), session_.palette());
    const bool has_errors =
        curves_.errors.greatest() > 0 || (of_a_ && of_a_->errors.greatest() > 0);
    if (has_errors) paint_top(painter, row(1), top_of(&Curves::errors), session_.palette());
}

/// Which line is whose.
void TimeStrip::paint_legend(QPainter& painter, const QRectF& place) const {
    constexpr double line = 16;
    QRectF entry{place.left(), place.top(), place.width() / 2, place.height()};
    for (const bool is_a : {true, false}) {
        painter.setPen(pen_of_side(is_a, session_.palette()));
        painter.drawLine(QPointF{entry.left(), entry.center().y()},
                         QPointF{entry.left() + line, entry.center().y()});
        painter.setPen(session_.palette().text);
        painter.drawText(entry.adjusted(line + 3, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         is_a ? tr("A") : tr("B"));
        entry.translate(entry.width(), 0);
    }
}

/// Of two runs the figures of each, for the tool tip.
QStringList TimeStrip::said_of_both(mesh::Instant at) const {
    auto* const pair = dynamic_cast<PairRun*>(&session_.run());
    if (pair == nullptr || !of_a_) return {};
    const auto value = [at](RunSource& run, const Pyramid& of) {
        if (run.intervals().empty()) return QStringLiteral("–");
        const std::size_t interval = run.interval_at(at);
        return at < run.recorded().end && interval < of.size() ? rate_text(of.at(interval))
                                                               : QStringLiteral("–");
    };
    return {tr("requests: A %1, B %2")
                .arg(value(pair->a(), of_a_->rate), value(pair->b(), curves_.rate)),
            tr("errors: A %1, B %2")
                .arg(value(pair->a(), of_a_->errors), value(pair->b(), curves_.errors))};
}

}  // namespace weft::gui
