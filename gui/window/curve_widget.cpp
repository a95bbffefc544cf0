#include "gui/window/curve_widget.hpp"

#include "gui/source/time_range.hpp"
#include "gui/window/text_scale.hpp"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

constexpr double least_height = 56;

/// Below the words.
QRectF plot_in(const QRectF& area) {
    return area.adjusted(2, 18, -2, -2);
}

}  // namespace

CurveWidget::CurveWidget(Session& session, QString title, int series, Words words, QWidget* parent)
    : QWidget(parent),
      session_(session),
      title_(std::move(title)),
      series_(series),
      words_(std::move(words)) {
    setAccessibleName(title_);
    setMinimumHeight(static_cast<int>(least_height * text_scale()));
    connect(&session, &Session::momentChanged, this, [this] { update(); });
    connect(&session, &Session::lookChanged, this, [this] { update(); });
    connect(&session, &Session::filterChanged, this, [this] { update(); });
}

void CurveWidget::show_values(std::vector<double> values) {
    values_ = Pyramid{std::move(values)};
    update();
}

void CurveWidget::paintEvent(QPaintEvent*) {
    QPainter painter{this};
    painter.fillRect(rect(), session_.palette().surface);
    begin_scaled(painter);
    paint_into(painter, scaled_room(*this));
}

void CurveWidget::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange)
        setMinimumHeight(static_cast<int>(least_height * text_scale()));
    QWidget::changeEvent(event);
}

void CurveWidget::paint_into(QPainter& painter, const QRectF& area) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& palette = session_.palette();
    if (values_.size() == 0 || !session_.has_run()) return;
    const double top = round_top(values_.greatest());
    const std::size_t here =
        std::min(session_.run().interval_at(session_.at()), values_.size() - 1);
    QFont font;
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(palette.text);
    const QRectF head{area.left() + 4, area.top() + 1, area.width() - 8.0, 16};
    const QString value = tr("%1 of %2")
                              .arg(QString::fromStdString(words_(values_.at(here))),
                                   QString::fromStdString(words_(top)));
    const QFontMetricsF metrics{font};
    const double room = head.width() - metrics.horizontalAdvance(value) - 8;
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(title_, Qt::ElideRight, room));
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, value);
    const QRectF plot = plot_in(area);
    QRectF recorded = plot;  // Of a run that goes on, the newest moment may be ahead of it.
    const Range range = session_.run().range();
    const auto length = static_cast<double>((range.end - range.begin).count());
    const mesh::Instant end = session_.run().recorded().end;
    if (end < range.end)
        recorded.setWidth(plot.width() * static_cast<double>((end - range.begin).count()) / length);
    paint_curve(painter, recorded, values_, top, palette.series[static_cast<std::size_t>(series_)],
                false);
    painter.setPen(QPen{palette.faint, 0.5});
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    if (length <= 0) return;
    const auto place_of = [&](mesh::Instant at) {
        const auto passed =
            static_cast<double>((std::clamp(at, range.begin, range.end) - range.begin).count());
        return plot.left() + plot.width() * passed / length;
    };
    if (const auto chosen = time_range_of(session_.filter())) {
        QColor veil = palette.surface;
        veil.setAlphaF(0.75F);
        QRectF before = plot;
        QRectF after = plot;
        before.setRight(place_of(chosen->begin));
        after.setLeft(place_of(chosen->end));
        painter.fillRect(before, veil);
        painter.fillRect(after, veil);
    }
    const double x = place_of(session_.at());
    painter.setPen(QPen{palette.accent, 1.5});
    painter.drawLine(QPointF{x, plot.top()}, QPointF{x, plot.bottom()});
}

void CurveWidget::mousePressEvent(QMouseEvent* event) {
    if (!session_.has_run()) return;
    const Range range = session_.run().range();
    const QRectF plot = plot_in(scaled_room(*this));
    const double x = event->position().x() / text_scale();
    const double share = std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0);
    const auto length = static_cast<double>((range.end - range.begin).count());
    session_.seek(range.begin + mesh::Duration{static_cast<std::int64_t>(length * share)});
}

}  // namespace weft::gui
