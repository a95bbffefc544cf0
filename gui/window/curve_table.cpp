#include "gui/window/curve_table.hpp"

#include "gui/source/pair_run.hpp"
#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/said.hpp"
#include "gui/window/time_strip.hpp"

#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace weft::gui {
namespace {

QString curve_cell(const std::string& text) {
    return QString::fromStdString(text);
}

QVariant curve_key(mesh::Duration time) {
    return QVariant{qlonglong{time.count()}};
}

RowModel<CurveRow>::Column from_column() {
    return {QObject::tr("From"),
            [](const CurveRow& it) { return curve_cell(moment_words(it.from)); },
            [](const CurveRow& it) { return curve_key(it.from.time_since_epoch()); }};
}

/// Something a second, of one run or of the other.
RowModel<CurveRow>::Column rate_column(const QString& title,
                                       Flow CurveRow::* of,
                                       std::uint64_t Flow::* count) {
    const auto rate = [of, count](const CurveRow& it) {
        const Flow& flow = it.*of;
        return flow.seconds > 0 ? static_cast<double>(flow.*count) / flow.seconds : -1;
    };
    return {title,
            [rate](const CurveRow& it) {
                return rate(it) < 0 ? QStringLiteral("–") : curve_cell(rate_words(rate(it)));
            },
            [rate](const CurveRow& it) { return QVariant{rate(it)}; }};
}

std::vector<RowModel<CurveRow>::Column> curve_columns() {
    using Row = CurveRow;
    return {
        from_column(),
        rate_column(QObject::tr("Requests"), &Row::flow, &Flow::requests),
        {QObject::tr("Errors"),
         [](const Row& it) { return curve_cell(share_words(it.flow.failed_share())); },
         [](const Row& it) { return QVariant{it.flow.failed_share()}; }},
        {QObject::tr("p99"), [](const Row& it) { return curve_cell(duration_words(it.flow.p99)); },
         [](const Row& it) { return curve_key(it.flow.p99); }},
        {QObject::tr("Attempts for a request"),
         [](const Row& it) {
             if (it.flow.attempts == 0) return QStringLiteral("–");  // Of a load, or of nothing.
             return QString::number(it.flow.attempts_per_request(), 'f', 2);
         },
         [](const Row& it) { return QVariant{it.flow.attempts_per_request()}; }},
        {QObject::tr("Mean"),
         [](const Row& it) { return curve_cell(duration_words(it.flow.mean())); },
         [](const Row& it) { return curve_key(it.flow.mean()); }}};
}

/// Of a curve the intervals of the time range, or all.
std::vector<CurveRow> curve_rows(Session& session, const std::vector<Flow>& flows) {
    const auto& intervals = session.run().intervals();
    Stretch stretch{0, intervals.size()};
    if (const auto range = time_range_of(session.filter()))
        stretch = intervals_within(intervals, *range);
    std::vector<CurveRow> rows;
    for (std::size_t at = stretch.begin; at < std::min(stretch.end, flows.size()); ++at)
        rows.push_back({.from = intervals[at].start, .flow = flows[at], .to = intervals[at].end});
    return rows;
}

/// Of A the intervals that begin and end as those of the rows do.
void add_rows_of_a(std::vector<CurveRow>& rows, RunSource& a) {
    const std::vector<Flow> flows = a.curve({});
    const auto& intervals = a.intervals();
    for (CurveRow& row : rows) {
        if (intervals.empty()) return;
        const std::size_t same = a.interval_at(row.from);
        const bool is_same = intervals[same].start == row.from && intervals[same].end == row.to;
        if (is_same && same < flows.size()) row.of_a = flows[same];
    }
}

}  // namespace

CurveTable::CurveTable(Session& session)
    : TablePanel("inspector-table", tr("Figures over the run"), curve_columns()),
      session_(session) {
    table_->sortByColumn(0, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    fill_ = [this] { show_rows(); };
    for (const auto changed : {&Session::runChanged, &Session::runGrew, &Session::selectionChanged,
                               &Session::filterChanged})
        connect(&session, changed, this, [this] { show_rows(); });
    connect(table_, &QTableView::activated, this, [this] {
        if (current_row() >= 0) session_.seek(model_.row(current_row()).from);
    });
}

void CurveTable::show_rows() {
    if (!session_.has_run() || waits(session_)) return;
    model_.show(curve_rows(
        session_, session_.run().curve(curve_of(session_.selection(), session_.topology()))));
}

TimeTable::TimeTable(Session& session)
    : TablePanel("time-table", tr("Time as a table"), {}), session_(session) {
    model_.set_columns(columns(false));
    table_->sortByColumn(0, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    fill_ = [this] { show_rows(); };
    for (const auto changed : {&Session::runChanged, &Session::runGrew, &Session::filterChanged})
        connect(&session, changed, this, [this] { show_rows(); });
    for (const auto changed : {&Session::compared, &Session::lookChanged})
        connect(&session, changed, this, [this] { table_->viewport()->update(); });
    connect(table_, &QTableView::activated, this, [this] {
        if (current_row() >= 0) session_.seek(model_.row(current_row()).from);
    });
}

std::vector<RowModel<CurveRow>::Column> TimeTable::columns(bool of_two) const {
    std::vector<RowModel<CurveRow>::Column> all{
        from_column(), rate_column(tr("Requests a second"), &CurveRow::flow, &Flow::requests),
        rate_column(tr("Errors a second"), &CurveRow::flow, &Flow::failed)};
    if (of_two) {
        all.push_back(rate_column(tr("A: requests a second"), &CurveRow::of_a, &Flow::requests));
        all.push_back(rate_column(tr("A: errors a second"), &CurveRow::of_a, &Flow::failed));
    }
    all.push_back(
        {tr("What happened"), [this](const CurveRow& it) { return happened_in(it); }, {}});
    return all;
}

void TimeTable::show_rows() {
    if (!session_.has_run() || waits(session_)) return;
    auto* const pair = dynamic_cast<PairRun*>(&session_.run());
    if (of_two_ != (pair != nullptr)) {
        of_two_ = pair != nullptr;
        model_.set_columns(columns(of_two_));
    }
    broken_ = session_.run().broken_expectations();
    std::vector<CurveRow> rows = curve_rows(session_, session_.run().curve({}));
    if (pair != nullptr) add_rows_of_a(rows, pair->a());
    // What comes at the very end belongs to what came before it.
    if (!rows.empty() && rows.back().to == session_.run().recorded().end)
        rows.back().to = mesh::never;
    model_.show(std::move(rows));
}

/// The marks of the strip, in words.
QString TimeTable::happened_in(const CurveRow& row) const {
    constexpr qsizetype most_told = 8;
    const auto is_in = [&](mesh::Instant at) { return row.from <= at && at < row.to; };
    QStringList told;
    auto* const pair = dynamic_cast<PairRun*>(&session_.run());
    const auto divergence =
        pair == nullptr || pair->look_on(0) ? std::nullopt : pair->first_divergence();
    if (divergence && is_in(*divergence)) told << tr("A and B begin to differ");
    for (const mesh::Instant mark : session_.bookmarks())
        if (is_in(mark)) told << tr("bookmark at %1").arg(curve_cell(moment_words(mark)));
    for (const reports::BrokenExpectation& it : broken_)
        if (is_in(it.at)) told << tr("broken from here: %1").arg(curve_cell(it.text));
    const std::vector<Event>& events = session_.run().events();
    const auto time = [](const Event& event) { return event.change.at; };
    for (auto it = std::ranges::lower_bound(events, row.from, {}, time);
         it != events.end() && is_in(time(*it)); ++it) {
        if (mark_row_of(it->change.kind) == MarkRow::ordinary) continue;
        if (told.size() > most_told) return (told << QStringLiteral("…")).join("; ");
        told << curve_cell(event_words(*it, session_.topology(), said));
    }
    return told.join("; ");
}

}  // namespace weft::gui
