#include "gui/window/time_strip.hpp"

#include "gui/source/pair_run.hpp"
#include "gui/source/words.hpp"
#include "gui/window/keyboard_focus.hpp"
#include "gui/window/said.hpp"
#include "gui/window/text_scale.hpp"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace weft::gui {

using sim::observe::Change;

namespace {

constexpr double labels_width = 74;
constexpr double right_margin = 12;
constexpr int rows = 5;  ///< Requests, errors, then those of marks.
constexpr double row_heights[rows] = {34, 26, 14, 14, 14};
constexpr double rows_gap = 3;
constexpr double rows_top = 4;
constexpr double mark_size = 8;

QString words(const std::string& text) {
    return QString::fromStdString(text);
}

/// How bad it is for those whom it befalls: what makes the form and the colour of its mark.
Health badness_of(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::pod_crashed:
        case Change::Kind::out_of_memory:
        case Change::Kind::node_lost:
            return Health::down;
        case Change::Kind::host_ejected:
        case Change::Kind::circuit_opened:
        case Change::Kind::panic_entered:
        case Change::Kind::liveness_failed:
        case Change::Kind::handshake_refused:
        case Change::Kind::init_failed:
            return Health::failing;
        case Change::Kind::limit_reached:
        case Change::Kind::overload_entered:
        case Change::Kind::host_unhealthy:
        case Change::Kind::pod_not_ready:
        case Change::Kind::sidecar_ended:
            return Health::degraded;
        default:
            return Health::healthy;
    }
}

int row_number(MarkRow row) {
    return row == MarkRow::faults ? 2 : row == MarkRow::mesh ? 3 : 4;
}

void paint_cross(QPainter& painter, QPointF place, const QColor& colour) {
    painter.setPen(QPen{colour, 2});
    painter.drawLine(place + QPointF{-4, -4}, place + QPointF{4, 4});
    painter.drawLine(place + QPointF{-4, 4}, place + QPointF{4, -4});
}

/// In the form that boxes have for this state.
void paint_event_mark(QPainter& painter, QPointF place, Health badness, const Palette& palette) {
    constexpr double half = mark_size / 2;
    if (badness == Health::down) return paint_cross(painter, place, palette.of(badness));
    painter.setPen(QPen{palette.outline, 0.8});
    painter.setBrush(palette.of(badness));
    if (badness == Health::failing) {
        painter.drawRect(
            QRectF{place.x() - half + 0.5, place.y() - half + 0.5, mark_size - 1, mark_size - 1});
    } else if (badness == Health::degraded) {
        painter.drawPolygon(QPolygonF{{place.x(), place.y() - half},
                                      {place.x() + half, place.y() + half},
                                      {place.x() - half, place.y() + half}});
    } else {
        painter.drawEllipse(place, half - 1, half - 1);
    }
}

}  // namespace

MarkRow mark_row_of(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::fault_started:
        case Change::Kind::fault_stopped:
        case Change::Kind::fault_missed:
            return MarkRow::faults;
        case Change::Kind::pod_started:
        case Change::Kind::pod_ready:
        case Change::Kind::pod_gone:
        case Change::Kind::ejection_refused:
        case Change::Kind::config_queued:
        case Change::Kind::config_made:
        case Change::Kind::config_applied:
        case Change::Kind::fault_struck:
        case Change::Kind::certificate_signed:
        case Change::Kind::init_done:
            return MarkRow::ordinary;
        case Change::Kind::manifest_applied:
        case Change::Kind::config_pushed:
        case Change::Kind::config_rejected:
        case Change::Kind::config_converged:
        case Change::Kind::certificate_expired:
        case Change::Kind::scaled:
        case Change::Kind::node_cordoned:
        case Change::Kind::pod_pending:
        case Change::Kind::pod_evicted:
        case Change::Kind::eviction_refused:
        case Change::Kind::rollout_stalled:
        case Change::Kind::job_done:
        case Change::Kind::job_failed:
        case Change::Kind::init_failed:
        case Change::Kind::job_pod_held:
        case Change::Kind::sidecar_ended:
            return MarkRow::control;
        default:
            return MarkRow::mesh;
    }
}

TimeStrip::TimeStrip(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    setObjectName("time");
    setAccessibleName(tr("Time"));
    setAccessibleDescription(tr("The whole run: requests, errors and what happened when"));
    setFocusPolicy(Qt::StrongFocus);
    make_room();
    look_on_.setSingleShot(true);
    connect(&look_on_, &QTimer::timeout, this, [this] { look_for_divergence(); });
    connect(&session, &Session::runChanged, this, [this] { read_run(); });
    connect(&session, &Session::runGrew, this, [this] { read_run(); });
    connect(&session, &Session::momentChanged, this, [this] { update(); });
    connect(&session, &Session::lookChanged, this, [this] { update(); });
    connect(&session, &Session::filterChanged, this, [this] { update(); });
}

void TimeStrip::read_run() {
    read_curves();
    look_for_divergence();
    broken_ = session_.run().broken_expectations();
    faults_.clear();
    for (const Event& event : session_.run().events()) {
        const Change& change = event.change;
        if (change.kind == Change::Kind::fault_started)
            faults_.push_back({change.step, change.at, session_.run().range().end});
        if (change.kind != Change::Kind::fault_stopped) continue;
        for (FaultBar& fault : faults_)
            if (fault.step == change.step && fault.from <= change.at) fault.to = change.at;
    }
    find_marks();
    update();
}

/// Bit by bit, so that nobody waits for long runs.
void TimeStrip::look_for_divergence() {
    constexpr std::size_t some_intervals = 20;
    divergence_.reset();
    auto* const pair = dynamic_cast<PairRun*>(&session_.run());
    if (pair == nullptr) return;
    if (pair->look_on(some_intervals)) return look_on_.start(0);
    divergence_ = pair->first_divergence();
    update();
    Q_EMIT session_.compared();
}

/// Of events so close that no screen could tell them apart, the worst.
void TimeStrip::find_marks() {
    constexpr double places = 4'000;
    marks_.clear();
    const Range range = session_.run().range();
    const auto length = static_cast<double>((range.end - range.begin).count());
    double last[rows] = {-1, -1, -1, -1, -1};
    std::size_t mark_of[rows] = {};
    for (const Event& event : session_.run().events()) {
        const MarkRow kind = mark_row_of(event.change.kind);
        const bool is_bar =
            kind == MarkRow::faults && event.change.kind != Change::Kind::fault_missed;
        if (kind == MarkRow::ordinary || is_bar) continue;
        const auto passed = static_cast<double>((event.change.at - range.begin).count());
        const double place = length > 0 ? std::floor(places * passed / length) : 0;
        const Mark mark{event.change.at, event.change.kind};
        std::size_t& before = mark_of[static_cast<int>(kind)];
        if (std::exchange(last[static_cast<int>(kind)], place) == place) {
            if (badness_of(mark.kind) > badness_of(marks_[before].kind)) marks_[before] = mark;
            continue;
        }
        before = marks_.size();
        marks_.push_back(mark);
    }
}

/// The worst one where several would lie on each other.
std::vector<TimeStrip::Mark> TimeStrip::marks_to_paint() const {
    std::vector<Mark> chosen;
    std::size_t last[rows] = {none, none, none, none, none};
    for (const Mark& mark : marks_) {
        std::size_t& before = last[row_number(mark_row_of(mark.kind))];
        const bool is_free =
            before == none || place_of(mark.at) - place_of(chosen[before].at) >= mark_size;
        if (is_free) {
            before = chosen.size();
            chosen.push_back(mark);
        } else if (badness_of(mark.kind) > badness_of(chosen[before].kind)) {
            chosen[before] = mark;
        }
    }
    return chosen;
}

void TimeStrip::make_room() {
    constexpr double below = 18;
    double height = rows_top;
    for (const double row : row_heights)
        height += row + rows_gap;
    setFixedHeight(static_cast<int>((height + below) * text_scale()));
}

QRectF TimeStrip::row(int number) const {
    double top = rows_top;
    for (int before = 0; before < number; ++before)
        top += row_heights[before] + rows_gap;
    return {labels_width, top, scaled_room(*this).width() - labels_width - right_margin,
            row_heights[number]};
}

double TimeStrip::place_of(mesh::Instant at) const {
    const Range range = session_.run().range();
    const auto length = static_cast<double>((range.end - range.begin).count());
    if (length <= 0) return labels_width;
    const auto passed = static_cast<double>((at - range.begin).count());
    return labels_width +
           (scaled_room(*this).width() - labels_width - right_margin) * passed / length;
}

mesh::Instant TimeStrip::moment_at(double x) const {
    const Range range = session_.run().range();
    const double share = std::clamp(
        (x - labels_width) / (scaled_room(*this).width() - labels_width - right_margin), 0.0, 1.0);
    const auto length = static_cast<double>((range.end - range.begin).count());
    return range.begin + mesh::Duration{static_cast<std::int64_t>(length * share)};
}

void TimeStrip::paintEvent(QPaintEvent*) {
    QPainter painter{this};
    const Palette& palette = session_.palette();
    painter.fillRect(rect(), palette.surface);
    if (!session_.has_run()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    begin_scaled(painter);
    const QString names[rows] = {tr("requests"), tr("errors"), tr("faults"), tr("mesh"),
                                 tr("control")};
    for (int number = 0; number < rows; ++number) {
        QRectF name{6, row(number).top(), labels_width - 10, row(number).height()};
        if (of_a_ && number == 0) {
            name.setHeight(name.height() / 2);
            paint_legend(painter, name.translated(0, name.height()));
        }
        painter.setPen(palette.text);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, names[number]);
        painter.setPen(QPen{palette.faint, 0.5});
        painter.drawLine(row(number).bottomLeft(), row(number).bottomRight());
    }
    paint_curves(painter);
    paint_marks(painter);
    paint_range(painter);
    paint_tops(painter);
    paint_moment(painter);
    if (hasFocus()) paint_focus_ring(painter, scaled_room(*this), palette);
}

void TimeStrip::paint_marks(QPainter& painter) const {
    const Palette& palette = session_.palette();
    const QFontMetricsF metrics{painter.font()};
    double named_until = 0;  // Names that would lie on each other are told by the tool tip.
    for (const FaultBar& fault : faults_) {
        const QRectF lane = row(2);
        const QRectF bar{place_of(fault.from), lane.top() + 1,
                         std::max(3.0, place_of(fault.to) - place_of(fault.from)),
                         lane.height() - 2};
        QColor inside = palette.fault;
        inside.setAlphaF(0.35F);
        painter.setPen(QPen{palette.fault, 1, Qt::DashLine});
        painter.setBrush(inside);
        painter.drawRect(bar);
        const auto& steps = session_.topology().steps;
        if (bar.left() < named_until || fault.step >= steps.size()) continue;
        const QString name = "⚡ " + words(steps[fault.step]);
        const double width = metrics.horizontalAdvance(name) + 8;
        painter.setPen(palette.text);
        painter.drawText(QRectF{bar.left() + 3, lane.top() - 1, width, lane.height() + 2},
                         Qt::AlignLeft | Qt::AlignVCenter, name);
        named_until = bar.left() + width;
    }
    for (const Mark& mark : marks_to_paint()) {
        const MarkRow kind = mark_row_of(mark.kind);
        const QPointF place{place_of(mark.at), row(row_number(kind)).center().y()};
        if (kind == MarkRow::faults) {
            paint_cross(painter, place, palette.fault);
        } else {
            paint_event_mark(painter, place, badness_of(mark.kind), palette);
        }
    }
    if (divergence_) {
        const double x = place_of(*divergence_);
        painter.setPen(QPen{palette.of(Health::failing), 1.5, Qt::DashLine});
        painter.drawLine(QPointF{x, row(0).top()}, QPointF{x, row(rows - 1).bottom()});
        painter.drawText(QPointF{x + 3, row(0).top() + 10}, QStringLiteral("≠"));
    }
    for (const reports::BrokenExpectation& broken : broken_)
        paint_cross(painter, {place_of(broken.at), row(1).center().y()},
                    palette.of(Health::failing));
    painter.setPen(palette.accent);
    for (const mesh::Instant mark : session_.bookmarks())
        painter.drawText(QPointF{place_of(mark) - 5, row(0).top() + 10}, QStringLiteral("◆"));
}

void TimeStrip::paint_moment(QPainter& painter) const {
    const Palette& palette = session_.palette();
    const double x = place_of(session_.at());
    const double bottom = row(rows - 1).bottom();
    painter.setPen(QPen{palette.accent, 2});
    painter.drawLine(QPointF{x, rows_top}, QPointF{x, bottom + 3});
    painter.setPen(palette.text);
    const Range range = session_.run().range();
    const QRectF under{labels_width, bottom + 2,
                       scaled_room(*this).width() - labels_width - right_margin, 16};
    QRectF here{0, bottom + 2, 90, 16};
    here.moveLeft(std::clamp(x - 45, labels_width, scaled_room(*this).width() - right_margin - 90));
    // Begin and end make way for it.
    const QFontMetricsF metrics{painter.font()};
    const QString begin = words(moment_words(range.begin));
    const QString end = words(moment_words(range.end));
    if (under.left() + metrics.horizontalAdvance(begin) <= here.left())
        painter.drawText(under, Qt::AlignLeft | Qt::AlignVCenter, begin);
    if (under.right() - metrics.horizontalAdvance(end) >= here.right())
        painter.drawText(under, Qt::AlignRight | Qt::AlignVCenter, end);
    QFont bold = painter.font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(here, Qt::AlignCenter, words(moment_words(session_.at())));
}

bool TimeStrip::event(QEvent* event) {
    if (event->type() == QEvent::FontChange) make_room();
    if (event->type() != QEvent::ToolTip || !session_.has_run()) return QWidget::event(event);
    auto* const help = static_cast<QHelpEvent*>(event);
    const double x = help->pos().x() / text_scale();
    const mesh::Instant from = moment_at(x - mark_size / 2);
    const mesh::Instant to = moment_at(x + mark_size / 2);
    constexpr int most_told = 10;
    QStringList told{words(moment_words(moment_at(x)))};
    told << said_of_both(moment_at(x));
    for (const mesh::Instant mark : session_.bookmarks())
        if (mark >= from && mark <= to) told << tr("bookmark at %1").arg(words(moment_words(mark)));
    for (const reports::BrokenExpectation& it : broken_)
        if (it.at >= from && it.at <= to) told << tr("broken from here: %1").arg(words(it.text));
    for (const Event& it : session_.run().events()) {
        if (it.change.at < from || it.change.at > to) continue;
        if (mark_row_of(it.change.kind) == MarkRow::ordinary || told.size() > most_told) continue;
        told << words(event_words(it, session_.topology(), said));
    }
    QToolTip::showText(help->globalPos(), told.join('\n'), this);
    return true;
}

}  // namespace weft::gui
