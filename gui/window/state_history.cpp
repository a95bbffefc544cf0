#include "gui/window/state_history.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/said.hpp"

#include <utility>
#include <vector>

namespace weft::gui {
namespace {

QString history_cell(const std::string& text) {
    return QString::fromStdString(text);
}

QVariant moment_key(mesh::Instant at) {
    return QVariant{qlonglong{at.time_since_epoch().count()}};
}

QString span_length(const StateSpan& span) {
    return span.to ? history_cell(duration_words(*span.to - span.began.at)) : QString{};
}

std::vector<RowModel<StateRow>::Column> state_columns() {
    using Row = StateRow;
    return {{QObject::tr("From"),
             [](const Row& it) { return history_cell(moment_words(it.span.began.at)); },
             [](const Row& it) { return moment_key(it.span.began.at); }},
            {QObject::tr("To"),
             [](const Row& it) {
                 return it.span.to ? history_cell(moment_words(*it.span.to))
                                   : QObject::tr("goes on");
             },
             [](const Row& it) { return moment_key(it.span.to.value_or(mesh::never)); }},
            {QObject::tr("State"), [](const Row& it) { return it.state; }, {}},
            {QObject::tr("Of"), [](const Row& it) { return it.whose; }, {}},
            {QObject::tr("By"), [](const Row& it) { return it.by; }, {}},
            {QObject::tr("For"), [](const Row& it) { return span_length(it.span); },
             [](const Row& it) {
                 const mesh::Instant to = it.span.to.value_or(mesh::never);
                 return QVariant{qlonglong{(to - it.span.began.at).count()}};
             }},
            {QObject::tr("Now"),
             [](const Row& it) { return it.holds ? QStringLiteral("●") : QString{}; },
             {}}};
}

/// "host ejected (consecutive 5xx)"
QString state_of(const StateSpan& span) {
    const std::string kind = kind_words(span.began.kind, said);
    const std::string why = detail_words(span.began, said);
    return history_cell(why.empty() ? kind : kind + " (" + why + ")");
}

}  // namespace

StateHistory::StateHistory(Session& session)
    : TablePanel(
          "state-history", tr("Ejections, circuits and panic over the run"), state_columns()),
      session_(session) {
    table_->horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    fill_ = [this] { show_states(); };
    for (const auto changed : {&Session::runChanged, &Session::runGrew, &Session::selectionChanged,
                               &Session::filterChanged})
        connect(&session, changed, this, [this] { show_states(); });
    connect(&session, &Session::snapshotChanged, this, [this] { mark_those_that_hold(); });
    const auto go = [this] {
        if (current_row() >= 0) session_.seek(model_.row(current_row()).span.began.at);
    };
    connect(table_, &QTableView::activated, this, go);
    connect(table_, &QTableView::clicked, this, go);
}

void StateHistory::show_states() {
    if (!session_.has_run() || waits(session_, session_.run().events().size() > many_events))
        return;
    const Topology& topology = session_.topology();
    const auto wanted = [&](const Event& event) {
        return concerns(event, session_.selection(), topology);
    };
    const auto name_of_pod = [&](std::uint32_t pod) {
        return pod < topology.pods.size() ? history_cell(topology.pods[pod].name) : QString{};
    };
    const auto range = time_range_of(session_.filter());
    std::vector<StateRow> rows;
    for (StateSpan& span : state_spans(session_.run().events(), wanted)) {
        const bool is_out =
            range && (span.began.at >= range->end || (span.to && *span.to <= range->begin));
        if (is_out) continue;
        const std::uint32_t service = service_of(Event{.change = span.began}, topology);
        QString whose = name_of_pod(span.began.pod);
        if (whose.isEmpty() && service != none)
            whose = history_cell(topology.services[service].name);
        rows.push_back({.span = span,
                        .state = state_of(span),
                        .whose = std::move(whose),
                        .by = name_of_pod(span.began.source)});
    }
    model_.show(std::move(rows));
    mark_those_that_hold();
}

/// At the moment that is shown.
void StateHistory::mark_those_that_hold() {
    const bool is_long = static_cast<std::size_t>(model_.rowCount({})) > many_events;
    if (is_long && waits(session_, true)) return;
    for (int number = 0; number < model_.rowCount({}); ++number) {
        const bool holds = model_.row(number).span.holds(session_.at());
        if (holds == model_.row(number).holds) continue;
        StateRow row = model_.row(number);
        row.holds = holds;
        model_.replace(number, std::move(row));
    }
}

}  // namespace weft::gui
