#include "gui/window/limit_charts.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/said.hpp"

#include <QHBoxLayout>
#include <QScrollArea>

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

constexpr std::uint64_t limits_known = 8;  ///< mesh::Limit has so many.
constexpr int most_pixels_high = 260;

std::string times_words(double times) {
    return QString::number(times, 'g', 4).toStdString();
}

QString limit_name(std::uint64_t limit) {
    return QString::fromStdString(limit_words(limit, said));
}

std::vector<RowModel<LimitRow>::Column> limit_columns() {
    using Row = LimitRow;
    return {{QObject::tr("From"),
             [](const Row& it) { return QString::fromStdString(moment_words(it.from)); },
             [](const Row& it) { return QVariant{qlonglong{it.from.time_since_epoch().count()}}; }},
            {QObject::tr("Limit"), [](const Row& it) { return limit_name(it.limit); }, {}},
            {QObject::tr("Times reached"),
             [](const Row& it) { return QString::fromStdString(times_words(it.times)); },
             [](const Row& it) { return QVariant{it.times}; }}};
}

/// Whose limits are told: of a line its destination's, of a pod its service's.
std::uint32_t service_with_limits(const Selection& selection, const Topology& topology) {
    if (selection.kind == Selection::Kind::edge)
        return topology.edges[selection.number].destination;
    if (selection.kind == Selection::Kind::pod) return topology.pods[selection.number].service;
    return selection.kind == Selection::Kind::service ? selection.number : none;
}

}  // namespace

LimitCharts::LimitCharts(Session& session)
    : session_(session),
      note_(new QLabel(this)),
      as_table_(new QCheckBox(tr("As a Table"), this)),
      table_(new TablePanel<LimitRow>(
          "limit-history", tr("How often limits were reached"), limit_columns())),
      pages_(new QStackedWidget(this)) {
    setObjectName("limit-charts");
    note_->setObjectName("limit-note");
    note_->setAccessibleName(tr("Whose limits are shown"));
    note_->setWordWrap(true);
    as_table_->setObjectName("limits-as-table");
    auto* const charts = new QWidget;
    auto* const column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 0, 0, 0);
    for (std::uint64_t limit = 0; limit < limits_known; ++limit) {
        curves_.push_back(new CurveWidget(session, tr("%1: times reached").arg(limit_name(limit)),
                                          static_cast<int>(limit % 6), times_words, charts));
        column->addWidget(curves_.back());
    }
    column->addStretch();
    auto* const scroll = new QScrollArea;
    scroll->setWidget(charts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("How often limits were reached"));
    table_->table().horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    table_->table().setSortingEnabled(true);
    pages_->addWidget(scroll);
    pages_->addWidget(table_);
    pages_->setMaximumHeight(most_pixels_high);
    auto* const head = new QHBoxLayout;
    head->addWidget(note_, 1);
    head->addWidget(as_table_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 0);
    layout->addLayout(head);
    layout->addWidget(pages_);

    connect(as_table_, &QCheckBox::toggled, pages_,
            [this](bool on) { pages_->setCurrentIndex(on ? 1 : 0); });
    for (const auto changed : {&Session::runChanged, &Session::runGrew, &Session::selectionChanged,
                               &Session::filterChanged})
        connect(&session, changed, this, [this] { show_limits(); });
    const auto go = [this] {
        if (table_->current_row() >= 0)
            session_.seek(table_->model().row(table_->current_row()).from);
    };
    connect(&table_->table(), &QTableView::activated, this, go);
    connect(&table_->table(), &QTableView::clicked, this, go);
    show_limits();
}

void LimitCharts::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (is_waiting_) show_limits();
}

std::vector<CurveWidget*> LimitCharts::curves() const {
    std::vector<CurveWidget*> shown;
    std::ranges::copy_if(curves_, std::back_inserter(shown),
                         [](const CurveWidget* curve) { return !curve->isHidden(); });
    return shown;
}

void LimitCharts::show_limits() {
    if (!session_.has_run()) return;
    is_waiting_ = !isVisible() && session_.is_live();
    if (is_waiting_) return;
    const std::uint32_t service = service_with_limits(session_.selection(), session_.topology());
    const auto histories = limit_histories(session_.run(), service);
    note_->setText(note_for(service, !histories.empty()));
    as_table_->setVisible(!histories.empty());
    pages_->setVisible(!histories.empty());
    for (CurveWidget* const curve : curves_)
        curve->hide();
    for (const LimitHistory& history : histories) {
        if (history.limit >= limits_known) continue;
        CurveWidget* const curve = curves_[history.limit];
        curve->show_values(history.times);
        curve->show();
    }
    show_rows(histories);
}

QString LimitCharts::note_for(std::uint32_t service, bool is_any) const {
    const QString of =
        service == none
            ? tr("the run")
            : tr("calls to %1")
                  .arg(QString::fromStdString(session_.topology().services[service].name));
    if (!is_any) return tr("No limit of %1 was reached.").arg(of);
    QString note =
        tr("How often limits of %1 were reached in an interval, by all callers together").arg(of);
    if (session_.run().limits_by_blocks_to() > 0)
        note +=
            tr("; of this long run the mean of %1 intervals each").arg(reports::intervals_of_block);
    return note + QStringLiteral(".");
}

void LimitCharts::show_rows(const std::vector<LimitHistory>& histories) {
    const auto& intervals = session_.run().intervals();
    Stretch stretch{0, intervals.size()};
    if (const auto range = time_range_of(session_.filter()))
        stretch = intervals_within(intervals, *range);
    std::vector<LimitRow> rows;
    for (const LimitHistory& history : histories) {
        for (std::size_t at = stretch.begin; at < stretch.end; ++at) {
            if (history.times[at] > 0)
                rows.push_back({intervals[at].start, history.limit, history.times[at]});
        }
    }
    table_->model().show(std::move(rows));
}

}  // namespace weft::gui
