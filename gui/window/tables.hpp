#pragma once

#include "gui/window/range_figures.hpp"
#include "gui/window/row_model.hpp"
#include "gui/window/session.hpp"

#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QStringList>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <utility>

namespace weft::gui {

/// Going through more events takes longer than a frame.
inline constexpr std::size_t many_events = 20'000;

/// A table that can be sorted, with one row for each of something.
template <class Row>
class TablePanel : public QWidget {
public:
    TablePanel(const char* name,
               const QString& title,
               std::vector<typename RowModel<Row>::Column> columns);

    RowModel<Row>& model() { return model_; }
    QTableView& table() { return *table_; }
    QSortFilterProxyModel& sorted() { return *sorted_; }
    /// The row of the model that is current; −1 if none is.
    int current_row() const;

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

    /// Whether nobody sees it while the run goes on, which has other rows in a moment, or while its
    /// rows are long in the making: they are made when somebody does, by fill_.
    bool waits(const Session& session, bool is_long = false);

    RowModel<Row> model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    std::function<void()> fill_;

    /// A menu that narrows the session's filter by what is said of the current row.
    void offer_filters(Session& session, std::function<QStringList(const Row&)> conditions);

private:
    void make_room();

    bool is_waiting_ = false;
};

template <class Row>
TablePanel<Row>::TablePanel(const char* name,
                            const QString& title,
                            std::vector<typename RowModel<Row>::Column> columns)
    : model_(std::move(columns)),
      sorted_(new QSortFilterProxyModel(this)),
      table_(new QTableView(this)) {
    sorted_->setSourceModel(&model_);
    sorted_->setSortRole(RowModel<Row>::sort_role);
    table_->setObjectName(name);
    table_->setAccessibleName(title);
    table_->setModel(sorted_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setAlternatingRowColors(true);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    make_room();
    table_->horizontalHeader()->setStretchLastSection(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table_);
}

template <class Row>
int TablePanel<Row>::current_row() const {
    return sorted_->mapToSource(table_->currentIndex()).row();
}

template <class Row>
void TablePanel<Row>::make_room() {
    constexpr int least = 24;
    const int line = table_->fontMetrics().height() + 8;
    table_->verticalHeader()->setDefaultSectionSize(std::max(least, line));
}

template <class Row>
void TablePanel<Row>::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) make_room();
}

template <class Row>
void TablePanel<Row>::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (is_waiting_) fill_();
}

template <class Row>
bool TablePanel<Row>::waits(const Session& session, bool is_long) {
    is_waiting_ = fill_ && !isVisible() && session.has_run() && (is_long || session.is_live());
    return is_waiting_;
}

template <class Row>
void TablePanel<Row>::offer_filters(Session& session,
                                    std::function<QStringList(const Row&)> conditions) {
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table_, &QWidget::customContextMenuRequested, this,
            [this, &session, offered = std::move(conditions)](const QPoint& at) {
                if (current_row() < 0) return;
                auto* const menu = new QMenu(table_);
                menu->setObjectName("filter-menu");
                menu->setAttribute(Qt::WA_DeleteOnClose);
                for (const QString& condition : offered(model_.row(current_row()))) {
                    menu->addAction(
                        QObject::tr("Filter by %1").arg(condition), this,
                        [&session, condition] { Q_EMIT session.conditionAsked(condition); });
                }
                menu->popup(table_->viewport()->mapToGlobal(at));
            });
}

/// What happened, narrowed by the filter; a row that is activated is sought and selected.
class EventPanel final : public TablePanel<Event> {
public:
    explicit EventPanel(Session& session);

private:
    void show_events();
    void show_more();
    std::vector<Event> accepted_of_next(std::size_t count);

    Session& session_;
    std::size_t looked_at_ = 0;  ///< So many events, whether the filter accepts them.
    QTimer more_;
};

/// The mesh as a table: for people who do not see its picture, and for sorting.
struct ServiceRow {
    std::uint32_t service = 0;
    std::string name;
    std::string ns;
    Health health = Health::idle;
    Flow flow;
    std::string pods;
    bool is_of_range = false;  ///< The flow is.
};
class ServicePanel final : public TablePanel<ServiceRow> {
public:
    explicit ServicePanel(Session& session);

private:
    void show_services();
    Session& session_;
    RangeFigures figures_;
};

/// Sampled requests of the time range, or else those that ended around the moment.
class RequestPanel final : public TablePanel<reports::SampledRequest> {
public:
    explicit RequestPanel(Session& session);

private:
    void show_requests();
    Session& session_;
    mesh::Instant shown_from_ = mesh::never;
};

/// Two runs, edge by edge.
struct CompareRow {
    std::uint32_t edge = 0;
    std::string words;
    Flow a;
    Flow b;
    double difference = 0;
};
class ComparePanel final : public TablePanel<CompareRow> {
public:
    explicit ComparePanel(Session& session);

private:
    void show_edges();
    Session& session_;
    RangeFigures figures_;
};

/// What a table shows as CSV, with a line for its titles.
QString table_as_csv(const QAbstractItemModel& model);

}  // namespace weft::gui
