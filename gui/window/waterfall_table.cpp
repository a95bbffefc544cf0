#include "gui/window/waterfall_table.hpp"

#include "gui/source/words.hpp"
#include "gui/window/said.hpp"
#include "gui/window/waterfall_widget.hpp"

#include <cstddef>

namespace weft::gui {
namespace {

using HopColumn = RowModel<WaterfallRow>::Column;

HopColumn moment_column(const QString& title, mesh::Instant reports::RecordedSpan::* moment) {
    return {title,
            [moment](const WaterfallRow& row) {
                return QString::fromStdString(moment_words(row.span.*moment));
            },
            [moment](const WaterfallRow& row) {
                return QVariant{qlonglong{(row.span.*moment).time_since_epoch().count()}};
            }};
}

HopColumn length_column(const QString& title, mesh::Duration (*length)(const WaterfallRow&)) {
    return {title,
            [length](const WaterfallRow& row) {
                return QString::fromStdString(duration_words(length(row)));
            },
            [length](const WaterfallRow& row) { return QVariant{qlonglong{length(row).count()}}; }};
}

/// How deep it is called is said by how far in it begins, as in the picture.
std::vector<HopColumn> hop_columns() {
    return {
        {QObject::tr("Call"),
         [](const WaterfallRow& row) {
             return QStringLiteral("  ").repeated(row.depth) +
                    QString::fromStdString(row.words(said));
         },
         {}},
        moment_column(QObject::tr("Begins"), &reports::RecordedSpan::started),
        moment_column(QObject::tr("Ends"), &reports::RecordedSpan::ended),
        length_column(QObject::tr("Took"),
                      [](const WaterfallRow& row) { return row.span.ended - row.span.started; }),
        length_column(QObject::tr("Waited for a worker"),
                      [](const WaterfallRow& row) {
                          return row.span.is_work ? row.span.served - row.span.started
                                                  : mesh::Duration{};
                      }),
        {QObject::tr("Waited for"),
         [](const WaterfallRow& row) { return row.is_critical ? QObject::tr("yes") : QString{}; },
         {}}};
}

}  // namespace

WaterfallTable::WaterfallTable(Session& session, WaterfallWidget& waterfall)
    : TablePanel("waterfall-table", tr("Waterfall as a table"), hop_columns()),
      session_(session),
      waterfall_(&waterfall) {
    table_->setColumnWidth(0, 320);
    fill_ = [this] { show_rows(); };
    waterfall.on_shown = [this] { show_rows(); };
    connect(table_, &QTableView::activated, this, [this] {
        if (current_row() >= 0) session_.seek(model_.row(current_row()).span.started);
    });
}

void WaterfallTable::show_rows() {
    if (waterfall_ && session_.has_run()) model_.show(waterfall_->rows());
}

}  // namespace weft::gui
