#include "gui/window/heat_map.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/keyboard_focus.hpp"
#include "gui/window/text_scale.hpp"

#include <QHelpEvent>
#include <QPainter>
#include <QStringList>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weft::gui {
namespace {

constexpr double heat_names = 190;
constexpr double heat_margin = 12;
constexpr std::size_t heat_cells = 240;
constexpr std::size_t rows_at_once = 60'000;  ///< Of the file: some 20 ms.

}  // namespace

HeatMap::HeatMap(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), grid_(heat_cells) {
    setObjectName("heat-map");
    setAccessibleName(tr("Heat map of pods"));
    setFocusPolicy(Qt::StrongFocus);
    next_.setSingleShot(true);
    connect(&next_, &QTimer::timeout, this, [this] { read_on(); });
    connect(&session, &Session::runChanged, this, [this] {
        grid_ = PodGrid{heat_cells};
        show_pods();
        read_on();
    });
    connect(&session, &Session::runGrew, this, [this] { read_on(); });
    connect(&session, &Session::filterChanged, this, [this] { show_pods(); });
    connect(&session, &Session::momentChanged, this, [this] { update(); });
    connect(&session, &Session::selectionChanged, this, [this] { update(); });
    connect(&session, &Session::lookChanged, this, [this] { update(); });
}

/// While nobody sees it, nothing is read.
void HeatMap::read_on() {
    if ((!isVisible() && !is_watched_) || !session_.has_run()) return;
    if (grid_.read(session_.run(), rows_at_once)) next_.start(0);
    show_pods();
}

void HeatMap::read_all() {
    while (grid_.read(session_.run(), rows_at_once)) {
    }
    next_.stop();
    show_pods();
}

void HeatMap::show_pods() {
    pods_ = grid_.pods(time_range_of(session_.filter()).value_or(Range{{}, mesh::never}));
    std::erase_if(pods_, [this](std::uint32_t pod) {
        return !session_.filter().accepts_pod(session_.topology(), pod);
    });
    longest_mean_ =
        grid_.longest_mean(time_range_of(session_.filter()).value_or(Range{{}, mesh::never}));
    setMinimumHeight(sizeHint().height());
    update();
    if (on_shown) on_shown();
}

void HeatMap::set_watched(bool on) {
    is_watched_ = on;
    read_on();
}

void HeatMap::showEvent(QShowEvent*) {
    read_on();
}

void HeatMap::show_what(What what) {
    what_ = what;
    update();
    if (on_shown) on_shown();
}

QSize HeatMap::sizeHint() const {
    const double height = heat_head + heat_row * static_cast<double>(pods_.size()) + 4;
    return {600, static_cast<int>(std::ceil(height * text_scale()))};
}

double HeatMap::place_of(mesh::Instant at) const {
    const Range range = session_.run().range();
    const auto length =
        static_cast<double>(std::max((range.end - range.begin).count(), std::int64_t{1}));
    return heat_names + (scaled_room(*this).width() - heat_names - heat_margin) *
                            static_cast<double>((at - range.begin).count()) / length;
}

QRectF HeatMap::place_of_cell(std::size_t row, std::size_t cell) const {
    const auto& begins = grid_.begins();
    const double left = place_of(begins[cell]);
    const double right =
        place_of(cell + 1 < begins.size() ? begins[cell + 1] : grid_.end(session_.run()));
    return {left, heat_head + heat_row * static_cast<double>(row), right - left, heat_row - 1};
}

bool HeatMap::is_selected(std::size_t row) const {
    const Selection& selection = session_.selection();
    const std::uint32_t pod = pods_[row];
    if (selection.kind == Selection::Kind::pod) return selection.number == pod;
    return selection.kind == Selection::Kind::service &&
           selection.number == session_.topology().pods[pod].service;
}

void HeatMap::paint_row(QPainter& painter, std::size_t row) const {
    const Palette& palette = session_.palette();
    const std::vector<PodGrid::Cell>& cells = grid_.cells_of(pods_[row]);
    const double longest = static_cast<double>(std::max<std::int64_t>(longest_mean_.count(), 1));
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const PodGrid::Cell& value = cells[cell];
        const QRectF place = place_of_cell(row, cell);
        if (value.attempts > 0) {
            // By the logarithm: an app that takes ten times as long is not lost beside one of 100.
            const double share =
                what_ == What::errors
                    ? value.failed_share()
                    : std::log10(1 + 999 * static_cast<double>(value.mean().count()) / longest) / 3;
            painter.fillRect(place, heat_colour(share));
        }
        // Each bar on a ground of its own, as cells have every colour.
        const QRectF middle{place.left(), place.center().y() - 1.5, place.width(), 3};
        const QRectF foot{place.left(), place.bottom() - 3, place.width(), 3};
        if (value.is_down) {
            painter.fillRect(middle.adjusted(0, -1, 0, 1), palette.surface);
            painter.fillRect(middle, palette.of(Health::down));
        }
        if (value.is_ejected) {
            painter.fillRect(foot.adjusted(0, -1, 0, 0), palette.surface);
            painter.fillRect(foot, palette.fault);
        }
    }
    const QRectF name{6, heat_head + heat_row * static_cast<double>(row), heat_names - 12,
                      heat_row};
    const QString pod = QString::fromStdString(session_.topology().pods[pods_[row]].name);
    QFont font = painter.font();
    font.setBold(is_selected(row));
    painter.setFont(font);
    painter.setPen(palette.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF{font}.elidedText(pod, Qt::ElideMiddle, name.width()));
}

/// What the time range leaves out is faded; while one is dragged, that one counts.
void HeatMap::paint_outside(QPainter& painter) const {
    if (grid_.begins().empty()) return;
    std::optional<Range> range = time_range_of(session_.filter());
    if (pressed_ && dragged_to_)
        range = range_of_cells(cell_at(pressed_->x()), cell_at(*dragged_to_));
    if (!range) return;
    const Range run = session_.run().range();
    const double left = place_of(std::clamp(range->begin, run.begin, run.end));
    const double right = place_of(std::clamp(range->end, run.begin, run.end));
    const double end = place_of(run.end);
    QColor veil = session_.palette().surface;
    veil.setAlphaF(0.75F);
    const double bottom = scaled_room(*this).height();
    const double below = bottom - heat_head;
    painter.fillRect(QRectF{heat_names, heat_head, left - heat_names, below}, veil);
    painter.fillRect(QRectF{right, heat_head, end - right, below}, veil);
    painter.setPen(QPen{session_.palette().text, 1, Qt::DashLine});
    for (const double x : {left, right})
        painter.drawLine(QPointF{x, heat_head}, QPointF{x, bottom});
}

void HeatMap::paintEvent(QPaintEvent* event) {
    QPainter painter{this};
    const Palette& palette = session_.palette();
    painter.fillRect(rect(), palette.surface);
    begin_scaled(painter);
    const QRectF room = scaled_room(*this);
    const QFontMetricsF metrics{painter.font()};
    painter.setPen(palette.text);
    const QString what = what_ == What::errors ? tr("errors: 0 %") : tr("time: short");
    painter.drawText(QRectF{heat_names, 2, 110, 16}, Qt::AlignLeft | Qt::AlignVCenter, what);
    for (int step = 0; step < 60; ++step)
        painter.fillRect(QRectF{heat_names + 90 + step * 2, 4, 2, 12}, heat_colour(step / 59.0));
    const QString legend = (what_ == What::errors ? tr("100 %") : tr("long")) +
                           tr("     of attempts; empty: none      line through: down      "
                              "line below: ejected");
    const QRectF beside{heat_names + 216, 2, std::max(0.0, room.width() - heat_names - 220), 16};
    painter.drawText(beside, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(legend, Qt::ElideRight, beside.width()));
    if (pods_.empty()) {
        painter.drawText(room, Qt::AlignCenter, tr("No pod has answered anything."));
        return;
    }
    // Of a large mesh few rows are in sight.
    const std::size_t last =
        std::min(row_at(event->rect().bottom() / text_scale()) + 1, pods_.size());
    for (std::size_t row = row_at(event->rect().top() / text_scale()); row < last; ++row)
        paint_row(painter, row);
    paint_outside(painter);
    const double x = place_of(session_.at());
    painter.setPen(QPen{palette.accent, 2});
    painter.drawLine(QPointF{x, heat_head}, QPointF{x, room.height()});
    if (hasFocus() && !grid_.begins().empty()) {
        const QRectF cell = place_of_cell(selected_row(), cell_of(session_.at()));
        paint_focus_ring(painter, cell.adjusted(-2, -2, 2, 3), palette);
    }
}

bool HeatMap::event(QEvent* event) {
    if (event->type() == QEvent::FontChange) setMinimumHeight(sizeHint().height());
    if (event->type() != QEvent::ToolTip || pods_.empty()) return QWidget::event(event);
    auto* const help = static_cast<QHelpEvent*>(event);
    for (std::size_t row = 0; row < pods_.size(); ++row) {
        for (std::size_t cell = 0; cell < grid_.begins().size(); ++cell) {
            if (!place_of_cell(row, cell).contains(QPointF{help->pos()} / text_scale())) continue;
            const PodGrid::Cell& value = grid_.cells_of(pods_[row])[cell];
            std::string words = session_.topology().pods[pods_[row]].name;
            words += ", " + moment_words(grid_.begins()[cell]);
            QStringList told{QString::fromStdString(words)};
            told << tr("%1 attempts, %2 failed, mean %3")
                        .arg(value.attempts)
                        .arg(QString::fromStdString(share_words(value.failed_share())),
                             QString::fromStdString(duration_words(value.mean())));
            if (value.is_down) told << tr("down");
            if (value.is_ejected) told << tr("ejected");
            QToolTip::showText(help->globalPos(), told.join('\n'), this);
            return true;
        }
    }
    return true;
}

}  // namespace weft::gui
