// How the window comes to a run: files, examples, scenarios that are played, and two at once.
#include "gui/source/bundled_runs.hpp"
#include "gui/source/live_run.hpp"
#include "gui/source/pair_run.hpp"
#include "gui/window/main_window.hpp"
#include "reports/store/new_run_file.hpp"
#include "scenarios/play/build_info.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <QDir>
#include <QMenu>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <exception>

namespace weft::gui {

namespace {

constexpr int most_recent = 8;

std::filesystem::path cache_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation).toStdString();
}

/// Where the runs of examples are kept. An example that another weft played is played again.
std::filesystem::path kept_example(const std::string& name) {
    const std::filesystem::path folder = cache_folder();
    QDir{}.mkpath(QString::fromStdString(folder.string()));
    return folder / (name + "-" + std::string{scenarios::version()} + ".db");
}

/// A folder for runs that nobody asked to keep; gone with the program.
std::filesystem::path scratch_folder() {
    static const QTemporaryDir folder;
    // Where none can be made, its place is named with the reason by who wants to write there.
    return (folder.isValid() ? folder.path() : QDir::tempPath()).toStdString();
}

std::filesystem::path scratch_file(const std::string& name) {
    static int number = 0;
    return scratch_folder() / (name + "-" + std::to_string(++number) + ".db");
}

bool is_scenario(const std::filesystem::path& path) {
    return path.extension() == ".yaml" || path.extension() == ".yml" || path.extension() == ".json";
}

scenarios::PlayOptions options_for(const std::string& scenario, const std::filesystem::path& out) {
    scenarios::PlayOptions options;
    options.scenario = scenario;
    options.out = out;
    return options;
}

std::unique_ptr<FileRun> kept_run(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return nullptr;
    try {
        auto run = std::make_unique<FileRun>(file);
        if (run->label().build == scenarios::build() && run->label().status == "done") return run;
    } catch (const std::exception&) {
        // A damaged one is played again, as one is that was left before its end.
    }
    std::filesystem::remove(file, error);
    return nullptr;
}

}  // namespace

bool is_passing(const std::filesystem::path& run) {
    return run.parent_path() == scratch_folder() || run.parent_path() == cache_folder();
}

void MainWindow::show_run(std::unique_ptr<RunSource> run, const QString& name) {
    live_ = nullptr;
    failure_ = 0;
    go_there_ = mesh::never;
    to_first_fault_ = false;
    const QString seed = QString::fromStdString(run->label().seed);
    run->tell_failures_to([this](const std::string& why) {
        tell(tr("This cannot be read: %1").arg(QString::fromLocal8Bit(why.c_str())));
    });
    message_bar_->hide();
    session_.show(std::move(run));
    show_bookmarks();
    const std::filesystem::path file = std::filesystem::absolute(session_.run().file());
    if (file.parent_path() != scratch_folder())
        remember_recent(QString::fromStdString(file.string()));
    const bool is_pair = !session_.snapshot().other_edges.empty();
    tabs_->setTabVisible(tabs_->indexOf(compare_), is_pair);
    setWindowTitle(tr("%1 – seed %2 – weft").arg(name, seed));
    show_among_runs();
}

bool MainWindow::open(const std::filesystem::path& path) {
    if (is_scenario(path)) return play_live(path.string());
    try {
        show_run(std::make_unique<FileRun>(path), QString::fromStdString(path.filename().string()));
        if (is_bundled(path)) seek_first_fault();
        const reports::RunLabel& label = session_.run().label();
        if (!label.why.empty())
            tell(tr("This run failed: %1").arg(QString::fromStdString(label.why)));
        return true;
    } catch (const std::exception& failure) {
        tell(tr("This cannot be opened: %1").arg(QString::fromLocal8Bit(failure.what())));
        return false;
    }
}

bool MainWindow::open_example(const std::string& name) {
    const std::filesystem::path file = kept_example(name);
    try {
        std::unique_ptr<FileRun> run = open_bundled(name);
        if (!run) run = kept_run(file);
        if (!run && scenarios::find_data(scenarios::data::library, name).empty()) {
            const auto known = scenarios::data_names(scenarios::data::library);
            tell(tr("There is no example '%1'%2")
                     .arg(QString::fromStdString(name),
                          QString::fromStdString(
                              scenarios::did_you_mean_or_list(name, known, "scenarios"))));
            return false;
        }
        if (!run) {
            to_first_fault_ = play_as_live(options_for(name, file));
            return to_first_fault_;
        }
        show_run(std::move(run), QString::fromStdString(name));
    } catch (const std::exception& failure) {
        tell(tr("The example cannot be shown: %1").arg(QString::fromLocal8Bit(failure.what())));
        return false;
    }
    seek_first_fault();
    return true;
}

bool MainWindow::play_live(const std::string& scenario) {
    const std::string name = std::filesystem::path{scenario}.stem().string();
    return play_as_live(options_for(scenario, scratch_file(name)));
}

bool MainWindow::play_text(const std::filesystem::path& file, const std::string& text) {
    scenarios::PlayOptions options = options_for(file.string(), scratch_file(file.stem().string()));
    options.texts[file] = text;
    return play_as_live(std::move(options));
}

bool MainWindow::play_as_live(scenarios::PlayOptions options) {
    const std::string name = std::filesystem::path{options.scenario}.stem().string();
    auto playing = std::make_unique<Playing>(std::move(options), wanted_speed());
    if (!playing->wait_for_file()) {
        tell_failure(*playing);
        return false;
    }
    try {
        auto run = std::make_unique<LiveRun>(std::move(playing));
        LiveRun* const live = run.get();
        show_run(std::move(run), QString::fromStdString(name));
        live_ = live;
        session_.seek(mesh::never);
    } catch (const std::exception& failure) {
        // It may have failed before there was an interval to look at.
        if (playing && playing->has_failed()) {
            tell_failure(*playing);
        } else {
            tell(QString::fromLocal8Bit(failure.what()));
        }
        return false;
    }
    since_frame_.start();
    since_refresh_.start();
    frames_.start();
    return true;
}

bool MainWindow::compare_with(const std::filesystem::path& path) {
    if (!session_.has_run()) return false;
    if (live_ != nullptr) {
        tell(tr("This run goes on: compare it when it has ended."));
        return false;
    }
    const mesh::Instant at = session_.at();
    try {
        auto a = std::make_unique<FileRun>(path);
        auto b = std::make_unique<FileRun>(session_.run().file());
        auto pair = std::make_unique<PairRun>(std::move(a), std::move(b));
        show_run(std::move(pair), tr("%1 against %2")
                                      .arg(QString::fromStdString(session_.run().label().scenario),
                                           QString::fromStdString(path.filename().string())));
        session_.seek(at);
        tabs_->setCurrentWidget(compare_);
        return true;
    } catch (const std::exception& failure) {
        tell(tr("This cannot be compared: %1").arg(QString::fromLocal8Bit(failure.what())));
        return false;
    }
}

/// To the beginning of the next interval in which a root request failed.
void MainWindow::seek_next_error() {
    if (!session_.has_run()) return;
    const std::vector<Flow> loads = session_.run().curve({});
    const auto& intervals = session_.run().intervals();
    for (std::size_t interval = 0; interval < loads.size(); ++interval) {
        if (loads[interval].failed == 0 || intervals[interval].start <= session_.at()) continue;
        session_.seek(intervals[interval].start);
        return;
    }
    session_.tell(tr("No request fails after this moment."));
}

void MainWindow::remember_recent(const QString& path) {
    QSettings settings;
    QStringList recent = settings.value("recent").toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    while (recent.size() > most_recent)
        recent.removeLast();
    settings.setValue("recent", recent);
    show_recent();
}

void MainWindow::show_recent() {
    recent_->clear();
    const QStringList recent = QSettings{}.value("recent").toStringList();
    for (const QString& path : recent)
        recent_->addAction(path, this, [this, path] { open(path.toStdString()); });
    recent_->setEnabled(!recent.isEmpty());
}

}  // namespace weft::gui
