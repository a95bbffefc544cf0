#include "gui/window/waterfall_widget.hpp"

#include "gui/source/words.hpp"
#include "gui/window/keyboard_focus.hpp"
#include "gui/window/said.hpp"
#include "gui/window/text_scale.hpp"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include <algorithm>

namespace weft::gui {
namespace {

constexpr double fall_names = 230;
constexpr double fall_row = 22;
constexpr double fall_head = 22;
constexpr double fall_took = 70;
constexpr double room_for_both = 150;  ///< Begin and length, above the bars.

}  // namespace

WaterfallWidget::WaterfallWidget(Session& session, QWidget* parent)
    : QWidget(parent), session_(session) {
    setObjectName("waterfall");
    setAccessibleName(tr("Waterfall of the selected request"));
    setFocusPolicy(Qt::StrongFocus);
    connect(&session, &Session::selectionChanged, this, [this] { read_request(); });
    connect(&session, &Session::lookChanged, this, [this] { update(); });
}

void WaterfallWidget::read_request() {
    rows_.clear();
    current_ = 0;
    const Selection& selection = session_.selection();
    if (selection.kind == Selection::Kind::request)
        rows_ = waterfall(session_.run().spans(selection.load, selection.request));
    axis_ = WaterfallAxis{rows_, folds_};
    make_room();
    update();
    if (on_shown) on_shown();
}

void WaterfallWidget::make_room() {
    const double height = fall_head + fall_row * static_cast<double>(rows_.size());
    setMinimumHeight(static_cast<int>(height * text_scale()) + 4);
}

void WaterfallWidget::set_folds(bool on) {
    folds_ = on;
    axis_ = WaterfallAxis{rows_, folds_};
    update();
}

double WaterfallWidget::place_of(mesh::Instant at) const {
    return fall_names + (scaled_room(*this).width() - fall_names - fall_took) * axis_.place_of(at);
}

std::optional<std::size_t> WaterfallWidget::row_at(double y) const {
    if (y < fall_head) return std::nullopt;
    const auto row = static_cast<std::size_t>((y - fall_head) / fall_row);
    return row < rows_.size() ? std::optional{row} : std::nullopt;
}

/// Of a request with thousands of spans few rows are in sight.
void WaterfallWidget::paintEvent(QPaintEvent* event) {
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), session_.palette().surface);
    begin_scaled(painter);
    painter.setPen(session_.palette().text);
    if (rows_.empty()) {
        painter.drawText(scaled_room(*this), Qt::AlignCenter,
                         tr("Select a request to see its calls."));
        return;
    }
    paint_head(painter);
    const std::size_t first = row_at(event->rect().top() / text_scale()).value_or(0);
    const std::size_t last =
        row_at(event->rect().bottom() / text_scale()).value_or(rows_.size() - 1);
    for (std::size_t row = first; row <= last; ++row)
        paint_row(painter, row);
    if (hasFocus()) paint_focus_ring(painter, place_of_row(current_), session_.palette());
}

/// What the axis says, and what goes through all rows.
void WaterfallWidget::paint_head(QPainter& painter) const {
    const Palette& palette = session_.palette();
    const mesh::Instant begin = rows_.front().span.started;
    const mesh::Instant answered = rows_.front().span.ended;
    mesh::Instant end = answered;
    for (const WaterfallRow& row : rows_)
        end = std::max(end, row.span.ended);
    const double width = scaled_room(*this).width() - fall_names - fall_took;
    painter.drawText(QRectF{6, 2, fall_names, 18}, Qt::AlignLeft | Qt::AlignVCenter,
                     tr("framed: what it waited for"));
    if (width > room_for_both) {
        painter.drawText(QRectF{fall_names, 2, width, 18}, Qt::AlignLeft | Qt::AlignVCenter,
                         QString::fromStdString(moment_words(begin)));
    }
    painter.drawText(QRectF{fall_names, 2, width, 18}, Qt::AlignRight | Qt::AlignVCenter,
                     "+" + QString::fromStdString(duration_words(end - begin)));
    const double bottom = fall_head + fall_row * static_cast<double>(rows_.size());
    const auto paint_line = [&](mesh::Instant at, Qt::PenStyle style) {
        painter.setPen(QPen{palette.faint, 1, style});
        painter.drawLine(QPointF{place_of(at), fall_head}, QPointF{place_of(at), bottom});
    };
    // Work may go on for nobody.
    if (answered < end) paint_line(answered, Qt::SolidLine);
    QColor folded = palette.faint;
    folded.setAlphaF(0.2F);
    for (const WaterfallAxis::Fold& fold : axis_.folds()) {
        const double left = place_of(fold.from);
        painter.fillRect(QRectF{left, fall_head, place_of(fold.to) - left, bottom - fall_head},
                         QBrush{folded});
        paint_line(fold.from, Qt::DashLine);
        paint_line(fold.to, Qt::DashLine);
    }
    painter.setPen(palette.text);
}

void WaterfallWidget::paint_row(QPainter& painter, std::size_t number) const {
    const Palette& palette = session_.palette();
    const WaterfallRow& row = rows_[number];
    const double top = fall_head + fall_row * static_cast<double>(number);
    const bool failed = row.span.status == 0 || mesh::is_failure(row.span.status);
    const double indent = 6 + 12.0 * row.depth;
    const QRectF name{indent, top, fall_names - indent - 6, fall_row};
    painter.setPen(palette.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF{painter.font()}.elidedText(
                         glyph_of(failed ? Health::failing : Health::healthy) + " " +
                             QString::fromStdString(row.words(said)),
                         Qt::ElideRight, name.width()));
    const double left = place_of(row.span.started);
    const QRectF bar{left, top + 4, std::max(2.0, place_of(row.span.ended) - left), fall_row - 8};
    painter.setPen(row.is_critical ? QPen{palette.text, 1.6} : QPen{Qt::NoPen});
    QColor colour = palette.of(failed ? Health::failing : Health::healthy);
    if (!row.span.is_work) colour.setAlphaF(0.45F);
    painter.setBrush(colour);
    painter.drawRect(bar);
    if (row.span.is_work && row.span.served > row.span.started) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush{palette.surface, Qt::BDiagPattern});
        painter.drawRect(QRectF{left, bar.top(), place_of(row.span.served) - left, bar.height()});
    }
    painter.setPen(palette.text);
    painter.drawText(QRectF{scaled_room(*this).width() - fall_took, top, fall_took - 6, fall_row},
                     Qt::AlignRight | Qt::AlignVCenter,
                     QString::fromStdString(duration_words(row.span.ended - row.span.started)));
}

QRectF WaterfallWidget::place_of_row(std::size_t row) const {
    return {0, fall_head + fall_row * static_cast<double>(row), scaled_room(*this).width(),
            fall_row};
}

void WaterfallWidget::go_to_row(std::size_t row) {
    if (rows_.empty()) return;
    current_ = std::min(row, rows_.size() - 1);
    setAccessibleDescription(QString::fromStdString(rows_[current_].words(said)));
    scroll_into_view(*this, place_of_row(current_));
    update();
}

void WaterfallWidget::mousePressEvent(QMouseEvent* event) {
    const auto row = row_at(event->position().y() / text_scale());
    if (!row || event->button() != Qt::LeftButton) return;
    go_to_row(*row);
    session_.seek(rows_[*row].span.started);
}

void WaterfallWidget::keyPressEvent(QKeyEvent* event) {
    if (rows_.empty()) return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Up:
            return go_to_row(current_ > 0 ? current_ - 1 : 0);
        case Qt::Key_Down:
            return go_to_row(current_ + 1);
        case Qt::Key_Home:
            return go_to_row(0);
        case Qt::Key_End:
            return go_to_row(rows_.size() - 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return session_.seek(rows_[current_].span.started);
        default:
            QWidget::keyPressEvent(event);
    }
}

/// What there is no room for beside a bar.
bool WaterfallWidget::event(QEvent* event) {
    if (event->type() == QEvent::FontChange) make_room();
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* const help = static_cast<QHelpEvent*>(event);
    const auto row = row_at(help->pos().y() / text_scale());
    if (!row) return true;
    const reports::RecordedSpan& span = rows_[*row].span;
    const auto took = [](mesh::Duration time) {
        return QString::fromStdString(duration_words(time));
    };
    QStringList told{QString::fromStdString(rows_[*row].words(said)),
                     QString::fromStdString(moment_words(span.started)) + " + " +
                         took(span.ended - span.started)};
    if (span.is_work && span.served > span.started)
        told << tr("waited %1").arg(took(span.served - span.started));
    QToolTip::showText(help->globalPos(), told.join('\n'), this);
    return true;
}

}  // namespace weft::gui
