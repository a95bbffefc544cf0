#pragma once

#include "gui/source/limit_history.hpp"
#include "gui/window/curve_widget.hpp"
#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"

#include <QCheckBox>
#include <QLabel>
#include <QStackedWidget>
#include <QWidget>

#include <vector>

namespace weft::gui {

/// An interval in which a limit was reached.
struct LimitRow {
    mesh::Instant from{};
    std::uint64_t limit = 0;  ///< mesh::Limit
    double times = 0;
};

/// How often limits of what is selected were reached over the run: a chart for each of them, or all
/// as a table, of the time range if there is one. A click seeks.
class LimitCharts final : public QWidget {
public:
    explicit LimitCharts(Session& session);

    /// What they are of, for tests and for people who cannot see it.
    QString note() const { return note_->text(); }
    /// The charts that are shown.
    std::vector<CurveWidget*> curves() const;
    TablePanel<LimitRow>& table() { return *table_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void show_limits();
    void show_rows(const std::vector<LimitHistory>& histories);
    QString note_for(std::uint32_t service, bool is_any) const;

    Session& session_;
    QLabel* note_;
    QCheckBox* as_table_;
    std::vector<CurveWidget*> curves_;  ///< By limit.
    TablePanel<LimitRow>* table_;
    QStackedWidget* pages_;
    bool is_waiting_ = false;  ///< The run has gone on while nobody saw it.
};

}  // namespace weft::gui
