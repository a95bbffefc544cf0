// What the user does to a run: steps are added to a copy of its scenario, which is played as a run
// of its own.
#include "gui/source/bundled_runs.hpp"
#include "gui/source/declared.hpp"
#include "gui/source/words.hpp"
#include "gui/window/inject_sheet.hpp"
#include "gui/window/kept_forks.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/navigator.hpp"
#include "gui/window/runs_panel.hpp"
#include "reports/store/read_run.hpp"

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QStandardPaths>

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

namespace weft::gui {
namespace {

QString path_text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

InjectionPlace place_of_selection(const Selection& selection) {
    switch (selection.kind) {
        case Selection::Kind::service:
            return {InjectionPlace::Kind::service, selection.number};
        case Selection::Kind::edge:
            return {InjectionPlace::Kind::edge, selection.number};
        case Selection::Kind::pod:
            return {InjectionPlace::Kind::pod, selection.number};
        default:
            return {};
    }
}

/// What may be set for the service that is meant, as the fork leaves it.
std::vector<scenarios::KnownSection> sections_at(const InjectionPlace& place,
                                                 const Topology& topology,
                                                 const scenarios::Fork& fork,
                                                 const scenarios::Kinds& kinds) {
    const std::uint32_t service = changed_service(place, topology);
    if (service == none) return {};
    return known_sections(fork, kinds,
                          {topology.services[service].name, topology.services[service].ns});
}

/// Beside the run; of one that comes with weft or does not stay, with the user's other data.
std::filesystem::path folder_of_forks(const std::filesystem::path& run) {
    if (!is_bundled(run) && !is_passing(run)) return run.parent_path();
    QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    // It may have manifests of its own, with names that others have, too.
    if (is_passing(run)) folder += "/" + QString::fromStdString(run.stem().string());
    QDir{}.mkpath(folder);
    return folder.toStdString();
}

/// A scenario that is not there yet.
std::filesystem::path file_of_fork(const std::filesystem::path& run) {
    const std::filesystem::path folder = folder_of_forks(run);
    for (int number = 1;; ++number) {
        const std::string name = run.stem().string() + "-fork-" + std::to_string(number);
        std::error_code unknown;
        const bool is_free = !std::filesystem::exists(folder / (name + ".yaml"), unknown) &&
                             !std::filesystem::exists(folder / (name + ".db"), unknown);
        if (is_free) return folder / (name + ".yaml");
    }
}

/// Its run, where nothing is replaced.
std::filesystem::path free_run_of(std::filesystem::path scenario) {
    const std::filesystem::path run = scenario.replace_extension(".db");
    std::filesystem::path free = run;
    std::error_code unknown;
    for (int number = 2; std::filesystem::exists(free, unknown); ++number)
        free = run.parent_path() / (run.stem().string() + "-" + std::to_string(number) + ".db");
    return free;
}

}  // namespace

void MainWindow::build_runs() {
    runs_ = new RunsPanel;
    auto* const navigator = new Navigator(session_);
    navigator->on_focus = [this](std::uint32_t service) {
        MeshView view = mesh_->view();
        view.focus = service;
        mesh_->set_view(std::move(view));
    };
    mesh_->on_declared = [navigator](const Declared& declared) {
        navigator->show_planned(declared.planned());
    };
    runs_->add_below(navigator);
    runs_->on_undo = [this] { undo_step(); };
    runs_->on_play = [this] { play_fork(); };
    runs_->on_save = [this] { save_fork(); };
    runs_->on_open = [this](const QString& file) {
        const bool is_shown = session_.has_run() &&
                              path_text(std::filesystem::absolute(session_.run().file())) == file;
        if (!is_shown) open(file.toStdString());
    };
    runs_->on_compare = [this](const QString& file) { compare_with(file.toStdString()); };
}

bool MainWindow::make_fork() {
    if (fork_) return true;
    try {
        auto fork = scenarios::Fork::of(reports::read_run(session_.run().file()).head);
        if (fork) {
            fork_ = std::move(*fork);
            return true;
        }
        tell(tr("Nothing can be added: %1.").arg(QString::fromStdString(fork.error())));
    } catch (const std::exception& failure) {
        tell(QString::fromLocal8Bit(failure.what()));
    }
    return false;
}

void MainWindow::inject(const std::string& what) {
    if (session_.has_run()) inject_at(place_of_selection(session_.selection()), what);
}

void MainWindow::inject_at(const InjectionPlace& place, const std::string& what) {
    if (!make_fork()) return;
    session_.play(false);
    static const scenarios::Kinds kinds = scenarios::built_in_kinds();
    static const auto faults = scenarios::known_faults(kinds.faults);
    const Topology& topology = session_.topology();
    const auto choices =
        injections_at(place, topology, faults, sections_at(place, topology, *fork_, kinds));
    const auto is_wanted = [&](const Injection& it) { return it.name.starts_with(what); };
    if (std::ranges::none_of(choices, is_wanted))
        return session_.tell(
            tr("Nothing of this can be set here: no manifest declares the service."));
    auto* const sheet = new InjectSheet(
        choices, session_.at(),
        [this](const std::string& step) {
            return fork_ ? fork_->mistakes(kinds, step) : std::string{};
        },
        this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    if (!what.empty()) sheet->find(what);
    connect(sheet, &QDialog::accepted, this, [this, sheet] {
        if (!fork_) return;
        fork_->add(sheet->step());
        undone_.clear();
        show_fork();
    });
    sheet->setModal(true);
    sheet->open();
}

/// What acts on what is selected, what may be set for it, and what acts on the zones that it is in,
/// or that is pointed at.
void MainWindow::add_injections(QMenu& menu, const QPoint& at) {
    menu.addAction(tr("Inject…"), this, [this] { inject(); });
    if (!session_.has_run()) return;
    add_strikes(menu);
    const InjectionPlace place = place_of_selection(session_.selection());
    if (changed_service(place, session_.topology()) != none) {
        QMenu& change = *menu.addMenu(tr("Change"));
        const std::pair<QString, const char*> choices[] = {
            {tr("Balancer…"), "balancer"},
            {tr("Limits…"), "limits"},
            {tr("Outlier Detection…"), "outlier detection"},
            {tr("Retries…"), "retries"},
            {tr("Retry Budget…"), "retry budget"},
            {tr("Failure Accrual…"), "failure accrual"}};
        for (const auto& [text, what] : choices)
            change.addAction(text, this, [this, name = what] { inject(name); });
    }
    std::set<std::string> zones = zones_of(place, session_.topology());
    const std::string frame = mesh_->frame_at(mesh_->mapFromGlobal(at));
    if (mesh_->view().by_zone && place.kind == InjectionPlace::Kind::mesh && !frame.empty())
        zones.insert(frame);
    for (const std::string& zone : zones) {
        menu.addAction(tr("Inject into Zone %1…").arg(QString::fromStdString(zone)), this,
                       [this, zone] { inject_at({InjectionPlace::Kind::zone, none, zone}, {}); });
    }
}

void MainWindow::show_fork() {
    runs_->show_steps(fork_ ? fork_->steps() : std::vector<std::string>{});
    QWidget* const dock = runs_->parentWidget();
    if (!fork_ || fork_->steps().empty()) return;
    dock->show();
    dock->raise();
}

void MainWindow::undo_step() {
    if (!fork_ || fork_->steps().empty()) return session_.tell(tr("There is nothing to undo."));
    undone_.push_back(fork_->steps().back());
    fork_->undo();
    show_fork();
}

void MainWindow::redo_step() {
    if (!fork_ || undone_.empty()) return session_.tell(tr("Nothing was taken back."));
    fork_->add(undone_.back());
    undone_.pop_back();
    show_fork();
}

void MainWindow::save_fork() {
    const std::filesystem::path proposed = file_of_fork(session_.run().file());
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save the Scenario"), path_text(proposed), tr("Scenarios (*.yaml)"));
    if (path.isEmpty() || !fork_) return;
    const auto written = fork_->write(path.toStdString());
    if (!written) return tell(QString::fromStdString(written.error()));
    fork_file_ = path.toStdString();
}

bool MainWindow::play_fork() {
    if (!fork_ || fork_->steps().empty()) {
        session_.tell(tr("Inject something first."));
        return false;
    }
    const std::filesystem::path parent = std::filesystem::absolute(session_.run().file());
    const std::filesystem::path file = fork_file_.empty() ? file_of_fork(parent) : fork_file_;
    const auto written = fork_->write(file);
    if (!written) {
        tell(QString::fromStdString(written.error()));
        return false;
    }
    scenarios::PlayOptions options = fork_->options(file);
    options.out = free_run_of(file);
    const mesh::Instant at = session_.at();
    QString edit;
    for (const std::string& step : fork_->steps())
        edit += (edit.isEmpty() ? "" : "; ") + QString::fromStdString(step);
    forked_from_ = path_text(parent);
    forked_by_ = edit;
    const bool is_played = play_as_live(std::move(options));
    forked_from_.clear();
    forked_by_.clear();
    if (!is_played) return false;
    go_there_ = at;
    left_at_ = session_.at();
    return true;
}

/// The run that is shown has its place among the others, and nothing is added to it yet.
void MainWindow::show_among_runs() {
    fork_.reset();
    undone_.clear();
    fork_file_.clear();
    show_fork();
    const QString file = path_text(std::filesystem::absolute(session_.run().file()));
    if (!forked_from_.isEmpty()) keep_fork({file, forked_from_, forked_by_});
    for (const KeptFork& fork : family_of(file, kept_forks())) {
        runs_->add_run(fork.parent, {}, {});
        runs_->add_run(fork.run, fork.parent, fork.edit);
    }
    runs_->add_run(file, forked_from_, forked_by_);
    runs_->show_current(file);
}

}  // namespace weft::gui
