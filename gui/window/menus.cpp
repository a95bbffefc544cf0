// The window's menus, toolbar and keys. Every action has a place in a menu; what has a key shows
// it.
#include "gui/source/live_run.hpp"
#include "gui/source/pair_run.hpp"
#include "gui/source/words.hpp"
#include "gui/window/filter_field.hpp"
#include "gui/window/keys.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/mesh_menu.hpp"
#include "gui/window/state_words.hpp"
#include "gui/window/step_panel.hpp"
#include "scenarios/read/data_folder.hpp"

#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

#include <utility>

namespace weft::gui {

QAction* MainWindow::add(QMenu& menu,
                         const QString& text,
                         const QKeySequence& keys,
                         std::function<void()> act) {
    QAction* const action = menu.addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, std::move(act));
    return action;
}

void MainWindow::build_menus() {
    build_file_menu();
    build_view_menu();
    build_run_menu();
    build_scenario_menu();
    build_help_menu();
    add_second_keys();
    take_chosen_keys(*this);
    show_recent();
}

void MainWindow::build_file_menu() {
    QMenu& file = *menuBar()->addMenu(tr("&File"));
    add(file, tr("&Open a Run or a Scenario…"), QKeySequence::Open, [this] {
        const QString path = QFileDialog::getOpenFileName(
            this, tr("Open"), {}, tr("Runs and scenarios (*.db *.yaml *.yml *.json);;All (*)"));
        if (!path.isEmpty()) open(path.toStdString());
    });
    recent_ = file.addMenu(tr("&Recent"));
    QMenu& examples = *file.addMenu(tr("&Examples"));
    for (const std::string& name : scenarios::data_names(scenarios::data::library))
        examples.addAction(QString::fromStdString(name), this,
                           [this, name] { open_example(name); });
    QMenu& live = *file.addMenu(tr("Play &Live"));
    for (const std::string& name : scenarios::data_names(scenarios::data::library))
        live.addAction(QString::fromStdString(name), this, [this, name] { play_live(name); });
    add(file, tr("&Compare with Another Run…"), QKeySequence{"C"}, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Compare with"), {}, tr("Runs (*.db);;All (*)"));
        if (!path.isEmpty()) compare_with(path.toStdString());
    });
    file.addSeparator();
    build_export_menu(file);
    build_print(file);
    file.addSeparator();
    add(file, tr("&Quit"), QKeySequence{"Ctrl+Q"}, [this] { close(); });
}

void MainWindow::build_view_menu() {
    QMenu& view = *menuBar()->addMenu(tr("&View"));
    add(view, tr("&Back"), QKeySequence{"Alt+Left"}, [this] { session_.go_back(); });
    add(view, tr("Forw&ard"), QKeySequence{"Alt+Right"}, [this] { session_.go_forward(); });
    view.addSeparator();
    add(view, tr("&Fit"), QKeySequence{"Ctrl+0"}, [this] { mesh_->fit(); });
    add(view, tr("Zoom &In"), QKeySequence::ZoomIn,
        [this] { mesh_->zoom_by(1.2, mesh_->rect().center()); });
    add(view, tr("Zoom &Out"), QKeySequence::ZoomOut,
        [this] { mesh_->zoom_by(1 / 1.2, mesh_->rect().center()); });
    add_mesh_actions(view, *mesh_);
    build_colours(view);
    QAction* const dots = add(view, tr("Mo&ving Dots"), {}, [] {});
    dots->setCheckable(true);
    dots->setChecked(true);
    connect(dots, &QAction::toggled, this, [this](bool on) { mesh_->set_dots(on); });
    build_motion(view, *dots);
    add(view, tr("Heat Map by &Time Taken"), {}, [] {})->setCheckable(true);
    connect(view.actions().last(), &QAction::toggled, this, [this](bool on) {
        heat_->show_what(on ? HeatMap::What::time : HeatMap::What::errors);
    });
    build_table_pages(view);
    add(view, tr("Waterfall with Long Waits Folded"), {}, [] {})->setCheckable(true);
    connect(view.actions().last(), &QAction::toggled, this,
            [this](bool on) { waterfall_->set_folds(on); });
    view.addSeparator();
    build_themes(view);
    build_text_sizes(view);
    view.addSeparator();
    for (QDockWidget* const dock : findChildren<QDockWidget*>())
        if (dock->objectName() != "dock-time") view.addAction(dock->toggleViewAction());
    build_panels_menu(view);
    add(view, tr("Full &Screen"), QKeySequence{"F11"},
        [this] { isFullScreen() ? showNormal() : showFullScreen(); });
    add(view, tr("Fi&nd"), QKeySequence::Find, [this] { filter_->setFocus(); });
}

void MainWindow::build_run_menu() {
    QMenu& run = *menuBar()->addMenu(tr("&Run"));
    play_ =
        add(run, tr("Play"), QKeySequence{"F5"}, [this] { session_.play(!session_.is_playing()); });
    add(run, tr("St&op"), QKeySequence{"F8"}, [this] {
        session_.play(false);
        steps_->cancel();
        if (live_ != nullptr) live_->playing().stop();
    });
    build_speeds(run);
    build_live(run);
    run.addSeparator();
    build_steps(run);
    const auto step = [this](bool forward) {
        if (!session_.seek_event(forward)) session_.tell(tr("Nothing more was recorded there."));
    };
    add(run, tr("&Next Event"), QKeySequence{"."}, [step] { step(true); });
    add(run, tr("&Previous Event"), QKeySequence{","}, [step] { step(false); });
    add(run, tr("Next &Error"), QKeySequence{"E"}, [this] { seek_next_error(); });
    build_expectations(run);
    build_faults(run);
    add(run, tr("F&irst Fault"), {}, [this] { seek_first_fault(); });
    add(run, tr("First &Difference of A and B"), QKeySequence{"D"}, [this] {
        if (!session_.has_run()) return;
        auto* const pair = dynamic_cast<PairRun*>(&session_.run());
        if (pair != nullptr && pair->look_on(0))
            return session_.tell(tr("Where they begin to differ is still looked for."));
        const auto at = pair != nullptr ? pair->first_divergence() : std::nullopt;
        if (at) return session_.seek(*at);
        session_.tell(pair != nullptr ? tr("The two runs do the same.")
                                      : tr("Compare with another run first."));
    });
    add(run, tr("Look Inside at This &Moment"), QKeySequence{"Ctrl+I"},
        [this] { inside_->look(); });
    add(run, tr("&Go to…"), QKeySequence{"Ctrl+G"}, [this] { ask_for_moment(); });
    build_bookmarks(run);
    build_time_range(run);
    run.addSeparator();
    add(run, tr("In&ject…"), QKeySequence{"I"}, [this] { inject(); });
    add(run, tr("&Undo the Added Step"), QKeySequence::Undo, [this] { undo_step(); });
    add(run, tr("Add It Again"), QKeySequence{"Ctrl+Shift+Z"}, [this] { redo_step(); });
    add(run, tr("Pla&y This"), QKeySequence{"Ctrl+Return"}, [this] { play_fork(); });
    run.addSeparator();
    add(run, tr("&Why?"), QKeySequence{"W"}, [this] { ask_why(); });
    add(run, tr("Trace the Slowest"), QKeySequence{"Shift+W"}, [this] { trace_slowest(); });
}

void MainWindow::build_toolbar() {
    QToolBar* const bar = addToolBar(tr("Tools"));
    bar->setObjectName("toolbar");
    bar->setMovable(false);
    add_play_buttons(*bar);
    auto* const metric = new QComboBox(this);
    metric->setObjectName("metric");
    metric->setAccessibleName(tr("What is written on the lines"));
    for (const Metric it : {Metric::rate, Metric::errors, Metric::latency, Metric::attempts})
        metric->addItem(metric_word(it));
    connect(metric, &QComboBox::currentIndexChanged, this,
            [this](int number) { session_.set_metric(static_cast<Metric>(number)); });
    bar->addWidget(metric);
    filter_ = new FilterField(session_, this);
    bar->addWidget(filter_);
}

std::optional<mesh::Instant> read_moment(const std::string& written, mesh::Instant here) {
    const bool from_here = written.starts_with('+') || written.starts_with('-');
    const auto duration = read_duration(from_here ? written.substr(1) : written);
    if (!duration) return std::nullopt;
    if (!from_here) return mesh::Instant{*duration};
    return written.front() == '+' ? here + *duration : here - *duration;
}

void MainWindow::show_menu(const QPoint& at) {
    QMenu menu;
    add_injections(menu, at);
    add_questions(menu);
    const Selection selection = session_.selection();
    if (selection.kind == Selection::Kind::service) {
        const std::string& ns = session_.topology().services[selection.number].ns;
        if (!ns.empty()) {
            menu.addAction(tr("Close Namespace %1").arg(QString::fromStdString(ns)), this,
                           [this, ns] {
                               MeshView view = mesh_->view();
                               view.opened.erase(ns);
                               view.closed.insert(ns);
                               mesh_->set_view(std::move(view));
                           });
        }
        const QString name =
            QString::fromStdString(session_.topology().services[selection.number].name);
        menu.addAction(tr("Filter by This"), this, [this, name] { filter_->add_condition(name); });
        menu.addAction(tr("Hide This"), this,
                       [this, name] { filter_->add_condition("hide:" + name); });
    }
    if (selection.kind == Selection::Kind::pod) {
        const QString pod = QString::fromStdString(session_.topology().pods[selection.number].name);
        menu.addAction(tr("Filter by This"), this, [this, pod] { filter_->add_condition(pod); });
    }
    if (selection.kind == Selection::Kind::edge) {
        const QString ends = QString::fromStdString(
            condition_of_line(session_.topology(), session_.topology().edges[selection.number]));
        menu.addAction(tr("Filter by This"), this, [this, ends] { filter_->add_condition(ends); });
    }
    add_pin_entry(menu, *mesh_);
    menu.addAction(tr("Show All"), this, [this] { mesh_->show_all(); });
    menu.exec(at);
}

}  // namespace weft::gui
