#include "gui/window/curve_table.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/inspector.hpp"

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

QString curve_cell(const std::string& text) {
    return QString::fromStdString(text);
}

std::vector<RowModel<CurveRow>::Column> curve_columns() {
    using Row = CurveRow;
    const auto nanoseconds = [](mesh::Duration time) { return QVariant{qlonglong{time.count()}}; };
    return {
        {QObject::tr("From"), [](const Row& it) { return curve_cell(moment_words(it.from)); },
         [nanoseconds](const Row& it) { return nanoseconds(it.from.time_since_epoch()); }},
        {QObject::tr("Requests"),
         [](const Row& it) { return curve_cell(rate_words(it.flow.per_second())); },
         [](const Row& it) { return QVariant{it.flow.per_second()}; }},
        {QObject::tr("Errors"),
         [](const Row& it) { return curve_cell(share_words(it.flow.failed_share())); },
         [](const Row& it) { return QVariant{it.flow.failed_share()}; }},
        {QObject::tr("p99"), [](const Row& it) { return curve_cell(duration_words(it.flow.p99)); },
         [nanoseconds](const Row& it) { return nanoseconds(it.flow.p99); }},
        {QObject::tr("Attempts for a request"),
         [](const Row& it) {
             if (it.flow.attempts == 0) return QStringLiteral("–");  // Of a load, or of nothing.
             return QString::number(it.flow.attempts_per_request(), 'f', 2);
         },
         [](const Row& it) { return QVariant{it.flow.attempts_per_request()}; }}};
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
    std::vector<CurveRow> rows;
    auto flows = session_.run().curve(curve_of(session_.selection(), session_.topology()));
    auto intervals = session_.run().intervals();
    if (const auto range = time_range_of(session_.filter())) keep_within(*range, intervals, flows);
    for (std::size_t at = 0; at < std::min(flows.size(), intervals.size()); ++at)
        rows.push_back({.from = intervals[at].start, .flow = flows[at]});
    model_.show(std::move(rows));
}

}  // namespace weft::gui
