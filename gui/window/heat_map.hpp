#pragma once

#include "gui/source/pod_grid.hpp"
#include "gui/window/session.hpp"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace weft::gui {

/// Pods × time: how many of a pod's attempts failed, or how long they took. Those that
/// failed first stand first, so that a cascade is a diagonal. A click seeks and selects, dragging
/// (or Shift with ← →) chooses the time range; what lies outside of that is faded.
class HeatMap final : public QWidget {
public:
    enum class What : std::uint8_t { errors, time };

    explicit HeatMap(Session& session, QWidget* parent = nullptr);

    void show_what(What what);
    What what() const { return what_; }
    const PodGrid& grid() const { return grid_; }
    const std::vector<std::uint32_t>& pods() const { return pods_; }  ///< Of the rows.
    /// Whoever shows the same in another way: told when it is another one, and asking for what is
    /// asked for with it.
    std::function<void()> on_shown;
    std::function<void()> on_table;
    /// Somebody looks at what is read, even if the picture is not to be seen.
    void set_watched(bool on);
    /// A long run is read while the window goes on; this waits for all of it.
    void read_all();
    QSize sizeHint() const override;
    QRectF place_of_cell(std::size_t row, std::size_t cell) const;

protected:
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr double heat_head = 22;
    static constexpr double heat_row = 19;

    static std::size_t row_at(double y);
    double place_of(mesh::Instant at) const;
    void read_on();
    void show_pods();
    void paint_row(QPainter& painter, std::size_t row) const;
    void paint_outside(QPainter& painter) const;
    bool is_selected(std::size_t row) const;
    std::size_t selected_row() const;
    std::size_t cell_at(double x) const;
    std::size_t cell_of(mesh::Instant at) const;
    mesh::Instant end_of(std::size_t cell) const;
    void go(std::size_t row, std::size_t cell);
    Range range_of_cells(std::size_t one, std::size_t other) const;
    void extend(bool forward);

    Session& session_;
    PodGrid grid_;
    std::vector<std::uint32_t> pods_;  ///< That the filter accepts.
    mesh::Duration longest_mean_{};
    QTimer next_;  ///< Reads on.
    What what_ = What::errors;
    bool is_watched_ = false;
    std::optional<QPointF> pressed_;  ///< By the left button.
    std::optional<double> dragged_to_;
    mesh::Instant anchor_ = mesh::never;    ///< From which keys extend the range,
    mesh::Instant extended_ = mesh::never;  ///< as far as this.
};

}  // namespace weft::gui
