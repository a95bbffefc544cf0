#pragma once

#include "gui/picture/mesh_look.hpp"
#include "gui/picture/palette.hpp"
#include "gui/source/filter.hpp"
#include "gui/source/run_source.hpp"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace weft::gui {

/// What is selected, in all panels alike.
struct Selection {
    enum class Kind : std::uint8_t { nothing, service, edge, pod, request };

    Kind kind = Kind::nothing;
    std::uint32_t number = none;           ///< Of the service, edge or pod.
    std::string load = {};                 ///< Of the request,
    std::uint64_t request = 0;             ///< and its number.
    std::vector<std::uint32_t> also = {};  ///< Edges that the selected line stands for, too.

    friend bool operator==(const Selection&, const Selection&) = default;
};

/// The one state that all panels show: a run, a moment of it, what is selected, and a filter.
/// Panels ask it and tell it; they know nothing of each other.
class Session final : public QObject {
    Q_OBJECT

public:
    explicit Session(QObject* parent = nullptr) : QObject(parent) {}
    ~Session() override;

    /// Another run takes the place of the one that is shown.
    void show(std::unique_ptr<RunSource> run);
    bool has_run() const { return run_ != nullptr; }
    RunSource& run() { return *run_; }
    const Topology& topology() const { return run_->topology(); }
    const Snapshot& snapshot() const { return snapshot_; }
    /// Whether the run goes on, as far as is known.
    bool is_live() const { return run_->label().status == "running"; }

    mesh::Instant at() const { return at_; }
    void seek(mesh::Instant at);

    /// The run has gone on: what came since is to be seen, too. `to_the_end`: at its newest moment.
    void refresh(bool to_the_end);

    bool is_playing() const { return playing_; }
    void play(bool on);
    /// Asked before it plays; true: somebody else plays instead.
    std::function<bool()> on_play;
    /// Asked before it plays from the end; true: a simulation was held there, or goes on.
    std::function<bool()> on_hold;
    double speed() const { return speed_; }
    void set_speed(double times_real_time);
    /// So much real time has passed: a playing session moves on, and stops at the end.
    void advance(mesh::Duration real);

    /// To the next event that is a mark, or the one before; false if there is none.
    bool seek_event(bool forward);

    const Selection& selection() const { return selection_; }
    void select(const Selection& selection);
    /// What of the mesh is to be seen, but for the filter and the moment.
    const MeshView& view() const { return view_; }
    void set_view(const MeshView& view);
    /// Through what was selected, when, and what of the mesh was seen then.
    void go_back();
    void go_forward();

    const Filter& filter() const { return filter_; }
    void set_filter(Filter filter);
    Metric metric() const { return metric_; }
    void set_metric(Metric metric);
    Colouring colouring() const { return colouring_; }
    void set_colouring(Colouring colouring);
    Theme theme() const { return theme_; }
    const Palette& palette() const { return palette_of(theme_); }
    void set_theme(Theme theme);

    const std::vector<mesh::Instant>& bookmarks() const { return bookmarks_; }
    /// In order of time.
    void set_bookmarks(std::vector<mesh::Instant> bookmarks);
    /// Marks the moment, or takes its mark away.
    void toggle_bookmark();
    /// To the next bookmark, or the one before; false if there is none.
    bool seek_bookmark(bool forward);

    /// Says something to the user, without a dialogue: the window shows it.
    void tell(const QString& message) { Q_EMIT told(message); }

Q_SIGNALS:
    void runChanged();
    void runGrew();
    void snapshotChanged();  ///< What is to be seen: another interval, or something happened.
    void momentChanged();    ///< Comes after it, and alone where nothing else has changed.
    void playingChanged();
    void selectionChanged();
    void viewChanged();  ///< Only where the way back or forward leads to another one.
    void filterChanged();
    void lookChanged();  ///< Metric, colouring, theme or bookmarks.
    void told(const QString& message);
    void conditionAsked(const QString& condition);  ///< One more for the filter.
    void compared();                                ///< It is known where two runs part.

private:
    struct Visit {
        mesh::Instant at;
        Selection selection;
        MeshView view;
    };

    void remember();
    void keep_moment();
    void visit(std::size_t place);
    bool same_state(mesh::Instant a, mesh::Instant b) const;

    std::unique_ptr<RunSource> run_;
    Snapshot snapshot_;
    mesh::Instant at_{};
    bool playing_ = false;
    double speed_ = 1;
    Selection selection_;
    MeshView view_;
    std::vector<Visit> visits_;
    std::size_t visited_ = 0;  ///< The place in them.
    Filter filter_;
    Metric metric_ = Metric::rate;
    Colouring colouring_ = Colouring::health;
    Theme theme_ = Theme::light;
    std::vector<mesh::Instant> bookmarks_;
};

}  // namespace weft::gui
