#pragma once

#include "gui/picture/dot_stamps.hpp"
#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_look.hpp"
#include "gui/picture/mesh_paint.hpp"
#include "gui/picture/pins.hpp"
#include "gui/source/stepper.hpp"
#include "gui/window/session.hpp"

#include <QPixmap>
#include <QTransform>
#include <QVariantAnimation>
#include <QWidget>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weft::gui {

class Declared;

/// The mesh, painted by one widget: what rests is painted once into a picture that is kept, what
/// moves is painted over it.
///
/// Mouse: click selects, double click opens a namespace or goes to a service's neighbourhood, the
/// wheel zooms where the mouse is, dragging moves. With Ctrl dragging chooses all boxes in a
/// rectangle, and with Shift a click one more or less: Enter shows those that are chosen alone.
/// With Shift dragging moves a box that is pinned, and so do the arrows with Alt and Shift.
/// Keys: arrows go from box to box, with Ctrl over the picture, Enter does what a double click
/// does, Esc leads one step out, + − 0 zoom. What is under the mouse is shown with its neighbours,
/// the rest faded.
class MeshWidget final : public QWidget {
public:
    explicit MeshWidget(Session& session, QWidget* parent = nullptr);

    const MeshGraph& graph() const { return graph_; }
    const Placement& placement() const { return placement_; }
    const MeshLook& look() const { return look_; }
    const MeshMarks& marks() const { return marks_; }
    const MeshView& view() const { return view_; }
    double zoom() const { return zoom_; }

    /// Whether the picture shows what it should: a layout may still be on its way.
    bool is_laid_out() const { return graph_ == wanted_; }
    /// Lays out here and now: for pictures that are taken without an event loop.
    void lay_out_now();

    void set_view(MeshView view);
    void set_level(Level level);
    /// What the filter does not accept is faded rather than left out.
    void set_filter_dims(bool on);
    /// Whether frames are zones rather than namespaces.
    void set_by_zone(bool on);
    /// Whether the control plane is to be seen.
    void set_control(bool on);
    /// Everything, at the level that is chosen.
    void show_all();
    /// Whether boxes glide to their new places where something comes or goes: a quarter of a
    /// second.
    void set_glides(bool on) { glides_ = on; }
    bool is_gliding() const { return glide_.state() == QAbstractAnimation::Running; }
    void set_dots(bool on);
    bool has_dots() const { return with_dots_; }
    /// What is truly on its way now, in place of the dots that stand for rates; nothing: these.
    void show_on_the_way(std::optional<std::vector<OnTheWay>> messages);
    void fit();
    void zoom_by(double factor, QPointF at);

    /// Where a box is on the widget.
    QRectF place_of_box(std::uint32_t box) const;

    /// The same painting for files, without the widget's background.
    void paint_into(QPainter& painter, const QSizeF& size) const;

    const Session& session() const { return session_; }
    std::uint32_t selected_box() const { return marks_.selected_box; }
    /// Where the keyboard is: the box that is selected, or the one that is pointed at; or none.
    std::uint32_t current_box() const {
        return marks_.selected_box != none ? marks_.selected_box : marks_.pointed_box;
    }
    /// Whom a menu is asked for: the box under the mouse, or else where the keyboard is; or none.
    std::uint32_t asked_box() const { return asked_box_.value_or(current_box()); }
    void select_box(std::uint32_t box) { select_hit({.box = box}); }
    /// Whether a box can be held in its place: one that is not folded of several.
    bool can_pin(std::uint32_t box) const;
    /// From now on the box keeps the place that it has, or no longer. It is remembered with the
    /// name of the run's scenario.
    void toggle_pin(std::uint32_t box);
    void unpin_all();
    const Pins& pins() const { return pins_; }
    /// Of two runs that are compared, B alone rather than what differs.
    void set_plain(bool on);
    /// What is written in the upper right corner.
    void set_caption(const QString& caption);
    /// From now on it shows what the other one shows, of its own session's run, which has the same
    /// topology. The other one must outlive it.
    void follow(const MeshWidget& leader);
    /// After what a run declares was read, which takes a while.
    std::function<void(const Declared&)> on_declared;
    /// After a key has led to another box.
    std::function<void()> on_walk;
    /// After it was painted anew.
    std::function<void()> on_refill;

    /// Asked for a menu about a box or a link, at a place on the screen.
    std::function<void(const QPoint& at)> on_menu;
    /// The namespace or zone in whose frame a place of the widget is; "" if it is in none.
    std::string frame_at(QPointF at) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    static constexpr double legend_height = 24;

    struct Hit {
        std::uint32_t box = none;
        std::uint32_t link = none;
    };

    void rebuild();
    void take(const MeshGraph& graph, Placement placement);
    std::map<std::string, QRectF> places_by_title() const;
    void begin_glide(const std::map<std::string, QRectF>& before);
    void update_look();
    void update_marks();
    void follow_moment();
    void follow_leader();
    void read_declared();
    void update_faded();
    void refill();
    void read_pins();
    void keep_pins();
    void hold_pins();
    void move_pin(std::uint32_t box, QPointF to);
    void nudge_pin(int key);
    void paint_legend(QPainter& painter) const;
    Hit hit(QPointF at) const;
    void select_hit(const Hit& hit);
    std::uint32_t worst_edge(std::uint32_t link) const;
    void enter(std::uint32_t box);
    void step_out();
    void walk(int key);
    void pan(int key);
    void bring_into_view(std::uint32_t box);
    void choose(std::uint32_t box);
    void choose_within(const QRectF& band);
    bool show_chosen();
    QTransform transform() const;

    Session& session_;
    MeshView view_;
    MeshGraph wanted_;    ///< What should be seen,
    MeshGraph graph_;     ///< and what the placement is of and is painted.
    Placement laid_out_;  ///< Before anything is pinned.
    Placement placement_;
    Pins pins_;
    MeshLook look_;
    std::shared_ptr<const Declared> declared_;  ///< Null: not yet read.
    MeshMarks marks_;
    double zoom_ = 1;
    QPointF offset_;
    bool follows_size_ = true;  ///< Until the user zooms or moves.
    bool with_dots_ = true;
    bool is_plain_ = false;
    bool filter_dims_ = false;
    bool is_hovered_ = false;   ///< It is the mouse that points.
    std::vector<bool> dimmed_;  ///< By service: the filter does not accept it.
    const MeshWidget* leader_ = nullptr;
    QString caption_;
    std::optional<std::vector<OnTheWay>> on_the_way_;
    QPixmap resting_;
    DotStamps stamps_;
    bool is_stale_ = true;  ///< The picture that is kept.
    bool glides_ = false;
    QVariantAnimation glide_;
    std::vector<QRectF> glide_from_;  ///< By box, where the picture has come from.
    QPointF pressed_;
    /// A pinned box that the mouse moves, and its place when that began.
    std::optional<std::pair<std::uint32_t, QPointF>> grabbed_;
    bool is_let_go_ = false;                  ///< By another layout, before the mouse did.
    std::optional<std::uint32_t> asked_box_;  ///< While a menu is open that the mouse asked for.
    std::optional<QRectF> band_;              ///< That the mouse draws around boxes.
    bool dragging_ = false;
};

}  // namespace weft::gui
