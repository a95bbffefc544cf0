#pragma once

#include "gui/window/curve_widget.hpp"
#include "gui/window/session.hpp"

#include <QLabel>
#include <QListWidget>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace weft::gui {

/// What there is to say of the selected service, edge, pod or request at this moment and over the
/// time range, how its figures went over the run, and what was recorded of it.
class Inspector final : public QWidget {
public:
    explicit Inspector(Session& session, QWidget* parent = nullptr);

    /// As it is shown, for tests and for people who cannot see it.
    QString text() const { return figures_->text(); }

    /// The charts that are shown of what is selected.
    std::vector<CurveWidget*> curves() const;

    /// Asked for a menu about what is selected, at a place on the screen. Asked for on a link, that
    /// is selected before.
    std::function<void(const QPoint& at)> on_menu;

private:
    void follow(const QString& link);
    void show_selection();
    void show_moment();
    void show_curves();
    void show_changes();

    Session& session_;
    QLabel* title_;
    QLabel* figures_;
    QString over_;                ///< The figures of the time range; "" if there is none.
    std::optional<Range> range_;  ///< That they are of.
    QString pointed_;             ///< The link under the mouse.
    CurveWidget* rate_;
    CurveWidget* errors_;
    CurveWidget* latency_;
    CurveWidget* mean_;  ///< Of a pod, of which no quantiles are recorded.
    CurveWidget* attempts_;
    QListWidget* changes_;
    std::size_t events_shown_ = 0;  ///< So many had the run when the changes were listed.
};

/// Whether an event is about what is selected: about one of a service's pods, or by the proxy of
/// one; of an edge, about its destination and by nobody but its source.
bool concerns(const Event& event, const Selection& selection, const Topology& topology);

/// The curve of a selection: of a pod that nobody calls its service's, of nothing that of all
/// loads.
CurveOf curve_of(const Selection& selection, const Topology& topology);

/// The figures of a selection as a table in HTML, whose links lead on ("service:3").
QString figures_of(RunSource& run, const Snapshot& snapshot, const Selection& selection);

/// What passed in all of a time range, by a curve, as such a table.
QString figures_over(const Range& range,
                     const std::vector<reports::Interval>& intervals,
                     const std::vector<Flow>& curve);

/// "■ payment: failing"; of nothing, the run.
QString title_of(RunSource& run, const Snapshot& snapshot, const Selection& selection);

}  // namespace weft::gui
