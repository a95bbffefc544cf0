#include "gui/window/heat_map.hpp"

#include "gui/source/words.hpp"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weft::gui {
namespace {

constexpr double heat_names = 190;
constexpr double heat_row = 19;
constexpr double heat_head = 22;
constexpr std::size_t heat_cells = 240;

}  // namespace

HeatMap::HeatMap(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    setObjectName("heat-map");
    setAccessibleName(tr("Heat map of pods"));
    setFocusPolicy(Qt::StrongFocus);
    connect(&session, &Session::runChanged, this, [this] { read_run(); });
    connect(&session, &Session::runGrew, this, [this] {
        if (isVisible()) read_run();
    });
    connect(&session, &Session::filterChanged, this, [this] { read_run(); });
    connect(&session, &Session::momentChanged, this, [this] { update(); });
    connect(&session, &Session::selectionChanged, this, [this] { update(); });
    connect(&session, &Session::lookChanged, this, [this] { update(); });
}

void HeatMap::read_run() {
    grid_ = pod_grid(session_.run(), heat_cells);
    std::erase_if(grid_.rows, [this](const PodGrid::Row& row) {
        return !session_.filter().accepts_pod(session_.topology(), row.pod);
    });
    setMinimumHeight(sizeHint().height());
    update();
}

/// While nobody saw it, a run that goes on was not read.
void HeatMap::showEvent(QShowEvent*) {
    if (session_.has_run()) read_run();
}

void HeatMap::show_what(What what) {
    what_ = what;
    update();
}

QSize HeatMap::sizeHint() const {
    const double height = heat_head + heat_row * static_cast<double>(grid_.rows.size()) + 4;
    return {600, static_cast<int>(height)};
}

QRectF HeatMap::place_of_cell(std::size_t row, std::size_t cell) const {
    const double width = (this->width() - heat_names - 12) /
                         static_cast<double>(std::max<std::size_t>(grid_.begins.size(), 1));
    return {heat_names + width * static_cast<double>(cell),
            heat_head + heat_row * static_cast<double>(row), width, heat_row - 1};
}

bool HeatMap::is_selected(std::size_t row) const {
    const Selection& selection = session_.selection();
    const std::uint32_t pod = grid_.rows[row].pod;
    if (selection.kind == Selection::Kind::pod) return selection.number == pod;
    return selection.kind == Selection::Kind::service &&
           selection.number == session_.topology().pods[pod].service;
}

void HeatMap::paint_row(QPainter& painter, std::size_t row) const {
    const Palette& palette = session_.palette();
    const PodGrid::Row& it = grid_.rows[row];
    const double longest =
        static_cast<double>(std::max<std::int64_t>(grid_.longest_mean.count(), 1));
    for (std::size_t cell = 0; cell < it.cells.size(); ++cell) {
        const PodGrid::Cell& value = it.cells[cell];
        const QRectF place = place_of_cell(row, cell);
        if (value.attempts > 0) {
            // By the logarithm: an app that takes ten times as long is not lost beside one of 100.
            const double share =
                what_ == What::errors
                    ? value.failed_share()
                    : std::log10(1 + 999 * static_cast<double>(value.mean().count()) / longest) / 3;
            painter.fillRect(place, heat_colour(share));
        }
        if (value.is_down) {
            painter.fillRect(place, palette.surface);
            painter.fillRect(QRectF{place.left(), place.center().y() - 1.5, place.width(), 3},
                             palette.of(Health::down));
        } else if (value.is_ejected) {
            painter.fillRect(QRectF{place.left(), place.bottom() - 3, place.width(), 3},
                             palette.fault);
        }
    }
    const QRectF name{6, heat_head + heat_row * static_cast<double>(row), heat_names - 12,
                      heat_row};
    const QString pod = QString::fromStdString(session_.topology().pods[it.pod].name);
    QFont font = painter.font();
    font.setBold(is_selected(row));
    painter.setFont(font);
    painter.setPen(palette.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF{font}.elidedText(pod, Qt::ElideMiddle, name.width()));
}

void HeatMap::paintEvent(QPaintEvent*) {
    QPainter painter{this};
    const Palette& palette = session_.palette();
    painter.fillRect(rect(), palette.surface);
    QFont font;
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(palette.text);
    const QString what = what_ == What::errors ? tr("errors: 0 %") : tr("time: short");
    painter.drawText(QRectF{heat_names, 2, 110, 16}, Qt::AlignLeft | Qt::AlignVCenter, what);
    for (int step = 0; step < 60; ++step)
        painter.fillRect(QRectF{heat_names + 90 + step * 2, 4, 2, 12}, heat_colour(step / 59.0));
    painter.drawText(QRectF{heat_names + 216, 2, 700, 16}, Qt::AlignLeft | Qt::AlignVCenter,
                     (what_ == What::errors ? tr("100 %") : tr("long")) +
                         tr("     of sampled attempts; empty: none      line through: down      "
                            "line below: ejected"));
    if (grid_.rows.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("No pod was seen by a sampled request."));
        return;
    }
    for (std::size_t row = 0; row < grid_.rows.size(); ++row)
        paint_row(painter, row);
    const Range range = session_.run().range();
    const auto length = static_cast<double>((range.end - range.begin).count());
    const double share = static_cast<double>((session_.at() - range.begin).count()) / length;
    const double x = heat_names + (width() - heat_names - 12) * share;
    painter.setPen(QPen{palette.accent, 2});
    painter.drawLine(QPointF{x, heat_head}, QPointF{x, static_cast<double>(height())});
}

void HeatMap::go(std::size_t row, std::size_t cell) {
    if (row >= grid_.rows.size() || cell >= grid_.begins.size()) return;
    session_.select({.kind = Selection::Kind::pod, .number = grid_.rows[row].pod});
    session_.seek(grid_.begins[cell]);
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (grid_.begins.empty() || at.y() < heat_head) return;
    const auto row = static_cast<std::size_t>((at.y() - heat_head) / heat_row);
    const double cell = std::max(0.0, (at.x() - heat_names) / place_of_cell(0, 0).width());
    go(row, std::min(static_cast<std::size_t>(cell), grid_.begins.size() - 1));
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    if (grid_.rows.empty()) return;
    std::size_t row = 0;
    while (row + 1 < grid_.rows.size() && !is_selected(row))
        ++row;
    const auto after = std::ranges::upper_bound(grid_.begins, session_.at());
    const auto cell = static_cast<std::size_t>(after - grid_.begins.begin());
    switch (event->key()) {
        case Qt::Key_Up:
            return go(row > 0 ? row - 1 : 0, cell > 0 ? cell - 1 : 0);
        case Qt::Key_Down:
            return go(std::min(row + 1, grid_.rows.size() - 1), cell > 0 ? cell - 1 : 0);
        case Qt::Key_Left:
            return go(row, cell > 1 ? cell - 2 : 0);
        case Qt::Key_Right:
            return go(row, std::min(cell, grid_.begins.size() - 1));
        default:
            QWidget::keyPressEvent(event);
    }
}

bool HeatMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || grid_.rows.empty()) return QWidget::event(event);
    auto* const help = static_cast<QHelpEvent*>(event);
    for (std::size_t row = 0; row < grid_.rows.size(); ++row) {
        for (std::size_t cell = 0; cell < grid_.begins.size(); ++cell) {
            if (!place_of_cell(row, cell).contains(help->pos())) continue;
            const PodGrid::Cell& value = grid_.rows[row].cells[cell];
            std::string words = session_.topology().pods[grid_.rows[row].pod].name;
            words += ", " + moment_words(grid_.begins[cell]) + "\n";
            words += std::to_string(value.attempts) + " sampled attempts, " +
                     share_words(value.failed_share()) + " failed, mean " +
                     duration_words(value.mean());
            if (value.is_down) words += "\ndown";
            if (value.is_ejected) words += "\nejected";
            QToolTip::showText(help->globalPos(), QString::fromStdString(words), this);
            return true;
        }
    }
    return true;
}

}  // namespace weft::gui
