#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>

#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace weft::gui {

/// A table of plain values. A new column is one more in the list that it is made from.
template <class Row>
class RowModel final : public QAbstractTableModel {
public:
    struct Column {
        QString title;
        std::function<QString(const Row&)> text;
        std::function<QVariant(const Row&)> sort_key;  ///< Empty: the text.
    };
    /// What a view sorts by.
    static constexpr int sort_role = Qt::UserRole;

    explicit RowModel(std::vector<Column> columns, QObject* parent = nullptr)
        : QAbstractTableModel(parent), columns_(std::move(columns)) {}

    void show(std::vector<Row> rows) {
        if (rows.size() == rows_.size() && !rows.empty()) {
            // What is selected and how far it is scrolled stays.
            rows_ = std::move(rows);
            Q_EMIT dataChanged(index(0, 0), index(rowCount({}) - 1, columnCount({}) - 1));
            return;
        }
        if (rows.size() > rows_.size() && !rows_.empty()) {
            // As a run goes on, more come at the end.
            const int known = rowCount({});
            rows_.assign(rows.begin(), rows.begin() + known);
            Q_EMIT dataChanged(index(0, 0), index(known - 1, columnCount({}) - 1));
            beginInsertRows({}, known, static_cast<int>(rows.size()) - 1);
            rows_ = std::move(rows);
            endInsertRows();
            return;
        }
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
    }

    /// More at the end; what is there stays.
    void append(std::vector<Row> rows) {
        if (rows.empty()) return;
        const int known = rowCount({});
        beginInsertRows({}, known, known + static_cast<int>(rows.size()) - 1);
        rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()),
                     std::make_move_iterator(rows.end()));
        endInsertRows();
    }

    /// One is another now.
    void replace(int number, Row row) {
        rows_[static_cast<std::size_t>(number)] = std::move(row);
        Q_EMIT dataChanged(index(number, 0), index(number, columnCount({}) - 1));
    }

    /// Other columns, of what is shown next.
    void set_columns(std::vector<Column> columns) {
        beginResetModel();
        columns_ = std::move(columns);
        rows_.clear();
        endResetModel();
    }

    const Row& row(int number) const { return rows_[static_cast<std::size_t>(number)]; }

    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(columns_.size());
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        const bool is_title = orientation == Qt::Horizontal && role == Qt::DisplayRole &&
                              section >= 0 && section < columnCount({});
        if (!is_title) return {};
        return columns_[static_cast<std::size_t>(section)].title;
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
        const Column& column = columns_[static_cast<std::size_t>(index.column())];
        if (role == Qt::DisplayRole) return column.text(row(index.row()));
        if (role != sort_role) return {};
        return column.sort_key ? column.sort_key(row(index.row()))
                               : QVariant{column.text(row(index.row()))};
    }

private:
    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

}  // namespace weft::gui
