#include "gui/window/heat_map_table.hpp"

#include "gui/source/words.hpp"

#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace weft::gui {

HeatMapTable::HeatMapTable(Session& session, HeatMap& heat)
    : TablePanel("heat-map-table", tr("Heat map as a table"), {}), session_(session), heat_(&heat) {
    show_columns();
    table_->setSelectionBehavior(QAbstractItemView::SelectItems);
    fill_ = [this] { show_rows(); };
    heat.on_shown = [this] { show_rows(); };
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& at) {
        if (current_row() < 0) return;
        session_.select({.kind = Selection::Kind::pod, .number = model_.row(current_row())});
        if (at.column() > 0) session_.seek(begins_[static_cast<std::size_t>(at.column()) - 1]);
    });
}

/// The heat map reads what is to be seen of it, here or there.
void HeatMapTable::showEvent(QShowEvent* event) {
    TablePanel::showEvent(event);
    if (heat_) heat_->set_watched(true);
}

void HeatMapTable::hideEvent(QHideEvent* event) {
    TablePanel::hideEvent(event);
    if (heat_) heat_->set_watched(false);
}

void HeatMapTable::show_rows() {
    // What is gone from the heat map must not be asked for again.
    const bool has_other_columns = begins_ != heat_->grid().begins();
    const std::optional<HeatCell> current = has_other_columns ? current_cell() : std::nullopt;
    if (has_other_columns) show_columns();
    if (!heat_->pods().empty() && waits(session_)) return;
    model_.show(heat_->pods());
    if (current) go_back_to(*current);
}

std::optional<HeatMapTable::HeatCell> HeatMapTable::current_cell() const {
    if (current_row() < 0) return std::nullopt;
    const int column = table_->currentIndex().column();
    return HeatCell{model_.row(current_row()),
                    column > 0 ? begins_[static_cast<std::size_t>(column) - 1] : mesh::never};
}

/// As a run goes on, it has other columns, and maybe other rows.
void HeatMapTable::go_back_to(const HeatCell& cell) {
    const auto& pods = heat_->pods();
    const auto row = std::ranges::find(pods, cell.pod) - pods.begin();
    const auto after = std::ranges::upper_bound(begins_, cell.begin) - begins_.begin();
    if (row == std::ssize(pods)) return;
    const auto column = cell.begin == mesh::never ? 0 : after;
    table_->setCurrentIndex(
        sorted_->mapFromSource(model_.index(static_cast<int>(row), static_cast<int>(column))));
}

void HeatMapTable::show_columns() {
    begins_ = heat_->grid().begins();
    std::vector<RowModel<std::uint32_t>::Column> columns{
        {tr("Pod"),
         [this](std::uint32_t pod) {
             return QString::fromStdString(session_.topology().pods[pod].name);
         },
         {}}};
    for (std::size_t cell = 0; cell < begins_.size(); ++cell)
        columns.push_back({QString::fromStdString(moment_words(begins_[cell])),
                           [this, cell](std::uint32_t pod) { return words_of_cell(pod, cell); },
                           {}});
    const int known = model_.columnCount({});
    std::vector<int> widths;  // As the user has made them.
    for (int column = 0; column < known; ++column)
        widths.push_back(table_->columnWidth(column));
    model_.set_columns(std::move(columns));
    for (int column = 0; column < model_.columnCount({}); ++column)
        table_->setColumnWidth(column, column < known ? widths[static_cast<std::size_t>(column)]
                                       : column == 0  ? 190
                                                      : 84);
}

/// "38 %, ejected", or the time that attempts took; nothing if there was none.
QString HeatMapTable::words_of_cell(std::uint32_t pod, std::size_t cell) const {
    const PodGrid::Cell& value = heat_->grid().cells_of(pod)[cell];
    QStringList words;
    if (value.attempts > 0)
        words << QString::fromStdString(heat_->what() == HeatMap::What::errors
                                            ? share_words(value.failed_share())
                                            : duration_words(value.mean()));
    if (value.is_down) words << tr("down");
    if (value.is_ejected) words << tr("ejected");
    return words.join(", ");
}

}  // namespace weft::gui
