#pragma once

#include "gui/source/waterfall.hpp"
#include "gui/source/waterfall_axis.hpp"
#include "gui/window/session.hpp"

#include <QWidget>

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace weft::gui {

/// The calls of the selected request on one axis of time: what it waited for is framed, the wait
/// for a worker is hatched. A click, or Enter on the current row, seeks to where a call begins.
class WaterfallWidget final : public QWidget {
public:
    explicit WaterfallWidget(Session& session, QWidget* parent = nullptr);

    const std::vector<WaterfallRow>& rows() const { return rows_; }

    /// Whether long waits, in which nothing begins or ends, are folded.
    void set_folds(bool on);
    const WaterfallAxis& axis() const { return axis_; }
    /// The row that the keyboard is on.
    std::size_t current_row() const { return current_; }
    /// Whoever shows the same in another way is told when it is another request.
    std::function<void()> on_shown;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void read_request();
    void make_room();
    double place_of(mesh::Instant at) const;
    QRectF place_of_row(std::size_t row) const;
    void go_to_row(std::size_t row);
    std::optional<std::size_t> row_at(double y) const;
    void paint_head(QPainter& painter) const;
    void paint_row(QPainter& painter, std::size_t number) const;

    Session& session_;
    std::vector<WaterfallRow> rows_;
    WaterfallAxis axis_;
    bool folds_ = false;
    std::size_t current_ = 0;
};

}  // namespace weft::gui
