#pragma once

#include "gui/picture/curve.hpp"
#include "gui/window/session.hpp"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace weft::gui {

/// In which row of the time strip an event is a mark; what is ordinary is none.
enum class MarkRow : std::uint8_t { faults, mesh, control, ordinary };
MarkRow mark_row_of(sim::observe::Change::Kind kind);

/// The whole run at one glance: requests, errors, and marks of what happened. Click or drag to
/// seek; the keys ← → go by an interval, PgUp PgDn by ten, Home and End to the ends. With Shift
/// they choose the time range of all panels, which Esc gives up. Of two runs that are compared both
/// have their curves.
class TimeStrip final : public QWidget {
public:
    explicit TimeStrip(Session& session, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {800, maximumHeight()}; }

    /// Where a moment is on the widget, and which moment is there.
    double place_of(mesh::Instant at) const;
    mesh::Instant moment_at(double x) const;

    /// The time that a fault is on, from its start to its end or that of the run.
    struct FaultBar {
        std::uint32_t step = none;
        mesh::Instant from{};
        mesh::Instant to{};
    };
    const std::vector<FaultBar>& faults() const { return faults_; }
    const std::vector<reports::BrokenExpectation>& broken() const { return broken_; }

    /// Requests and errors a second over a run.
    struct Curves {
        Pyramid rate;
        Pyramid errors;
        mesh::Instant end{};  ///< There are values up to here.
    };
    const Curves& curves() const { return curves_; }
    /// Those of the run that is compared with, as far as the one that is shown goes.
    const std::optional<Curves>& curves_of_a() const { return of_a_; }

    /// Shows the same as a table; its menu offers it.
    std::function<void()> on_table;

    /// Where two runs that are compared begin to differ.
    std::optional<mesh::Instant> divergence() const { return divergence_; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// An event that may be marked.
    struct Mark {
        mesh::Instant at;
        sim::observe::Change::Kind kind{};
    };

    std::vector<Mark> marks_to_paint() const;
    void read_run();
    void read_curves();
    void look_for_divergence();
    void find_marks();
    void make_room();
    QRectF row(int number) const;
    QRectF row_of_curve(int number, mesh::Instant end) const;
    double top_of(Pyramid Curves::* which) const;
    void paint_curves(QPainter& painter) const;
    void paint_tops(QPainter& painter) const;
    void paint_legend(QPainter& painter, const QRectF& place) const;
    QStringList said_of_both(mesh::Instant at) const;
    void paint_marks(QPainter& painter) const;
    void paint_moment(QPainter& painter) const;
    void paint_range(QPainter& painter) const;
    std::optional<mesh::Instant> moment_by_key(int key) const;

    Session& session_;
    Curves curves_;
    std::optional<Curves> of_a_;
    std::vector<FaultBar> faults_;
    std::optional<mesh::Instant> divergence_;
    QTimer look_on_;           ///< For it.
    std::vector<Mark> marks_;  ///< However many events there are, a few thousand.
    std::vector<reports::BrokenExpectation> broken_;  ///< Expectations, marked in the errors.
    std::optional<mesh::Instant> dragged_from_;       ///< With Shift,
    mesh::Instant dragged_to_{};
    mesh::Instant anchor_ = mesh::never;    ///< From which keys extend the range,
    mesh::Instant extended_ = mesh::never;  ///< as far as this.
};

}  // namespace weft::gui
