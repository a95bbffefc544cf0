#pragma once

#include "gui/source/injection.hpp"
#include "gui/source/pace.hpp"
#include "gui/window/heat_map.hpp"
#include "gui/window/inside_tabs.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/mesh_widget.hpp"
#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"
#include "gui/window/time_strip.hpp"
#include "gui/window/waterfall_widget.hpp"
#include "gui/window/why_panel.hpp"
#include "scenarios/play/fork.hpp"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QTabWidget>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QActionGroup;
class QPagedPaintDevice;
class QToolBar;
class QVBoxLayout;

namespace weft::gui {

class FilterField;
class Hints;
class LiveRun;
class MeshBar;
class Playing;
class RunsPanel;
class ScenarioPanel;
class StepPanel;

/// The window: menus and docks around one session. It shows a run from its first moment on: an
/// example of the library, if there is no other.
class MainWindow final : public QMainWindow {
public:
    MainWindow();
    ~MainWindow() override;

    Session& session() { return session_; }
    MeshWidget& mesh() { return *mesh_; }
    QTabWidget& tabs() { return *tabs_; }
    WhyPanel& why() { return *why_; }
    StepPanel& steps() { return *steps_; }

    /// A run file, or a scenario, which is played. What cannot be opened is said in the window, and
    /// what was shown stays; false then.
    bool open(const std::filesystem::path& path);
    /// A scenario of the library, half a second before its first fault. Its run comes with weft, or
    /// is played once, shown as it goes on, and kept with the user's other caches.
    bool open_example(const std::string& name);
    /// What was open last; the first example, with hints, for who has seen nothing yet. If the last
    /// run is gone or damaged, the example and a message that says so; false then.
    bool open_last();
    /// Plays a scenario and shows it as it goes on.
    bool play_live(const std::string& scenario);
    /// Whether the run that is shown is still being played here.
    bool is_following() const { return live_ != nullptr; }
    /// The exit code of what was played last, if it could not be played to its end; else 0.
    int failure() const { return failure_; }
    /// Shows a moment; of a run that goes on, as soon as it has come so far.
    void go_to(mesh::Instant moment);
    /// Shows the run against another one, which is A.
    bool compare_with(const std::filesystem::path& path);

    /// Asks what is to be done to what is selected, in a sheet, and adds it to a copy of the run's
    /// scenario. With a name, such as "limits", those that begin with it are offered first.
    void inject(const std::string& what = {});
    /// Takes the last step back that was added and is not played yet.
    void undo_step();
    /// Adds again what was taken back last, if nothing else was added since.
    void redo_step();
    /// Plays the run again with the steps that were added, as a run of its own, and shows it.
    bool play_fork();

    /// Shows the scenario of the run as a text that can be changed; false if there is none.
    bool edit_scenario();
    ScenarioPanel& scenario() { return *scenario_; }
    /// Plays a text that stands for a scenario's file, and shows it as it goes on.
    bool play_text(const std::filesystem::path& file, const std::string& text);

    /// Writes what is shown, by the end of the name: the mesh as .svg, .pdf, .png, .dot or
    /// .graphml, the chart of what is selected as .csv. What cannot be written is told; false then.
    bool export_to(const QString& path);
    /// Writes the window's picture as PNG; false as above.
    bool save_picture(const QString& path);
    /// Goes to what is written: "31.8", "+200ms", "event 120000", "next error". What is none of
    /// these is told; false then.
    bool go_to(const QString& written);
    /// The charts of what is selected as .svg, .pdf or .png.
    bool export_chart(const QString& path);
    /// Prints the mesh, or the charts of what is selected, on one sheet. What cannot be printed is
    /// told; false then.
    bool print(bool charts, QPagedPaintDevice& device);
    /// The scenario that the run is of, with the steps that were added to it, and its manifests
    /// beside it.
    bool export_scenario(const QString& path);
    /// As if it were written into the field.
    void filter_by(const QString& text);

    /// What the window says to the user just now; "" if nothing.
    QString message() const;
    void set_theme(Theme theme);
    /// The theme of the desktop, also when that changes.
    void follow_desktop();

    /// The window's picture. Everything is laid out and painted before.
    QPixmap picture();

protected:
    bool event(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build_docks();
    void build_runs();
    void build_message_bar();
    void build_first_run(QVBoxLayout& around_mesh);
    void build_menus();
    void build_file_menu();
    void build_view_menu();
    void build_run_menu();
    void build_motion(QMenu& view, QAction& dots);
    void build_colours(QMenu& view);
    void build_text_sizes(QMenu& view);
    void build_themes(QMenu& view);
    void tick_theme(Theme theme);
    void build_panels_menu(QMenu& view);
    void build_table_pages(QMenu& view);
    void build_help_menu();
    void toggle_docks(Qt::DockWidgetAreas where);
    void build_steps(QMenu& run);
    void ask_until();
    void build_expectations(QMenu& run);
    void seek_broken(bool forward);
    void build_speeds(QMenu& run);
    void build_faults(QMenu& run);
    void build_bookmarks(QMenu& run);
    void show_bookmarks();
    void build_time_range(QMenu& run);
    void seek_fault(bool forward);
    void add_second_keys();
    void build_export_menu(QMenu& file);
    void build_print(QMenu& file);
    void ask_to_print(bool charts);
    void build_scenario();
    void build_scenario_menu();
    void show_scenario();
    bool may_close();
    void build_toolbar();
    void add_play_buttons(QToolBar& bar);
    void connect_session();
    QAction* add(QMenu& menu,
                 const QString& text,
                 const QKeySequence& keys,
                 std::function<void()> act);
    void show_run(std::unique_ptr<RunSource> run, const QString& name);
    bool play_as_live(scenarios::PlayOptions options);
    void tell_failure(const Playing& playing);
    void inject_at(const InjectionPlace& place, const std::string& what);
    void add_injections(QMenu& menu, const QPoint& at);
    void add_strikes(QMenu& menu);
    void add_questions(QMenu& menu);
    void ask_why();
    void trace_slowest();
    bool make_fork();
    void show_fork();
    void save_fork();
    void show_among_runs();
    void tell(const QString& message);
    void show_status();
    QString more_status();
    void show_recent();
    void remember_recent(const QString& path);
    void tick();
    void build_live(QMenu& run);
    void add_live_button(QAction& go_live);
    void follow_live();
    double wanted_speed() const;
    void limit_live();
    void end_live();
    void ask_for_moment();
    bool go_to_event(const QString& written);
    void show_menu(const QPoint& at);
    void seek_first_fault();
    void seek_next_error();
    void export_table();
    QString caption();
    QString caption_of_mesh();

    Session session_;
    MeshWidget* mesh_ = nullptr;
    MeshBar* mesh_bar_ = nullptr;
    TimeStrip* time_ = nullptr;
    Inspector* inspector_ = nullptr;
    InsideTabs* inside_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    HeatMap* heat_ = nullptr;
    WaterfallWidget* waterfall_ = nullptr;
    ComparePanel* compare_ = nullptr;
    WhyPanel* why_ = nullptr;
    RunsPanel* runs_ = nullptr;
    Hints* hints_ = nullptr;
    ScenarioPanel* scenario_ = nullptr;
    StepPanel* steps_ = nullptr;
    QWidget* message_bar_ = nullptr;
    QLabel* message_ = nullptr;
    FilterField* filter_ = nullptr;
    QLabel* status_ = nullptr;
    QMenu* recent_ = nullptr;
    QActionGroup* themes_ = nullptr;
    QAction* play_ = nullptr;
    QAction* at_speed_ = nullptr;  ///< A live run is no faster than the session plays.
    QByteArray first_layout_;      ///< As it was before anybody moved a panel.
    bool was_shown_ = false;
    int failing_ = 0;                       ///< Services.
    LiveRun* live_ = nullptr;               ///< The session's run, if it goes on.
    int failure_ = 0;                       ///< See failure().
    std::optional<scenarios::Fork> fork_;   ///< Of the run that is shown, if somebody asked for it.
    std::vector<std::string> undone_;       ///< Steps that were taken back from it.
    std::filesystem::path fork_file_;       ///< Where the user wants it; empty: beside the run.
    QString forked_from_;                   ///< The run that begins just now is a fork of this,
    QString forked_by_;                     ///< with these steps.
    mesh::Instant go_there_ = mesh::never;  ///< As soon as the run has come so far,
    mesh::Instant left_at_{};               ///< if this is still the moment that is shown.
    bool to_first_fault_ = false;           ///< As soon as the example has been played.
    QTimer frames_;
    QElapsedTimer since_frame_;
    QElapsedTimer since_refresh_;
    Pace pace_{std::chrono::milliseconds{16}, std::chrono::seconds{5}};  ///< Of a live run.
};

/// Whether a run file will be gone some day without its user: it was played in the window, which
/// nobody keeps, or it is of an example and lies with the user's other caches.
bool is_passing(const std::filesystem::path& run);

/// A moment as it is asked for: "31.8", "200ms", or from here "+200ms", "-1s".
std::optional<mesh::Instant> read_moment(const std::string& written, mesh::Instant here);

}  // namespace weft::gui
