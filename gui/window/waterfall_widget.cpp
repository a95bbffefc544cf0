#include "gui/window/waterfall_widget.hpp"

#include "gui/source/words.hpp"

#include <QPainter>

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
    connect(&session, &Session::selectionChanged, this, [this] { read_request(); });
    connect(&session, &Session::lookChanged, this, [this] { update(); });
}

void WaterfallWidget::read_request() {
    rows_.clear();
    const Selection& selection = session_.selection();
    if (selection.kind == Selection::Kind::request)
        rows_ = waterfall(session_.run().spans(selection.load, selection.request));
    setMinimumHeight(static_cast<int>(fall_head + fall_row * static_cast<double>(rows_.size())) +
                     4);
    update();
}

void WaterfallWidget::paintEvent(QPaintEvent*) {
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    const Palette& palette = session_.palette();
    painter.fillRect(rect(), palette.surface);
    QFont font;
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(palette.text);
    if (rows_.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("Select a request to see its calls."));
        return;
    }
    mesh::Instant begin = rows_.front().span.started;
    mesh::Instant end = rows_.front().span.ended;
    for (const WaterfallRow& row : rows_)
        end = std::max(end, row.span.ended);
    const double width = this->width() - fall_names - fall_took;
    const auto length = static_cast<double>(std::max<std::int64_t>((end - begin).count(), 1));
    const auto place = [&](mesh::Instant at) {
        return fall_names + width * static_cast<double>((at - begin).count()) / length;
    };
    painter.drawText(QRectF{6, 2, fall_names, 18}, Qt::AlignLeft | Qt::AlignVCenter,
                     tr("framed: what it waited for"));
    if (width > room_for_both) {
        painter.drawText(QRectF{fall_names, 2, width, 18}, Qt::AlignLeft | Qt::AlignVCenter,
                         QString::fromStdString(moment_words(begin)));
    }
    painter.drawText(QRectF{fall_names, 2, width, 18}, Qt::AlignRight | Qt::AlignVCenter,
                     "+" + QString::fromStdString(duration_words(end - begin)));
    double top = fall_head;
    for (const WaterfallRow& row : rows_) {
        const bool failed = row.span.status == 0 || mesh::is_failure(row.span.status);
        const double indent = 6 + 12.0 * row.depth;
        const QRectF name{indent, top, fall_names - indent - 6, fall_row};
        painter.setPen(palette.text);
        painter.drawText(
            name, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF{font}.elidedText(glyph_of(failed ? Health::failing : Health::healthy) +
                                               " " + QString::fromStdString(row.words()),
                                           Qt::ElideRight, name.width()));
        const double left = place(row.span.started);
        const QRectF bar{left, top + 4, std::max(2.0, place(row.span.ended) - left), fall_row - 8};
        painter.setPen(row.is_critical ? QPen{palette.text, 1.6} : QPen{Qt::NoPen});
        QColor colour = palette.of(failed ? Health::failing : Health::healthy);
        if (!row.span.is_work) colour.setAlphaF(0.45F);
        painter.setBrush(colour);
        painter.drawRect(bar);
        if (row.span.is_work && row.span.served > row.span.started) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(QBrush{palette.surface, Qt::BDiagPattern});
            painter.drawRect(QRectF{left, bar.top(), place(row.span.served) - left, bar.height()});
        }
        painter.setPen(palette.text);
        painter.drawText(QRectF{this->width() - fall_took, top, fall_took - 6, fall_row},
                         Qt::AlignRight | Qt::AlignVCenter,
                         QString::fromStdString(duration_words(row.span.ended - row.span.started)));
        top += fall_row;
    }
}

}  // namespace weft::gui
