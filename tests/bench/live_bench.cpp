// What a window costs the run that it shows: the speed of a live run of 1,000 pods with the window,
// as a share of that without it. Run it with QT_QPA_PLATFORM=offscreen where there is no screen:
//   live_bench [TIMES [SCENARIO]]
// It plays a scenario of its own, or yours, so many times with and without by turns, and ends with
// 1 if the window costs more than a tenth.
#include "gui/window/main_window.hpp"
#include "reports/store/read_run.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace weft;

namespace {

constexpr int services = 100;
constexpr int pods_each = 10;
constexpr double least_share = 0.9;

void write_manifests(const std::filesystem::path& path) {
    std::ofstream file{path};
    for (int number = 0; number < services; ++number) {
        const std::string name = "s" + std::to_string(number);
        file << "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " << name << "}\n"
             << "spec:\n  replicas: " << pods_each << "\n  selector: {matchLabels: {app: " << name
             << "}}\n  template: {metadata: {labels: {app: " << name
             << "}}, spec: {containers: [{name: app, image: app}]}}\n"
             << "---\napiVersion: v1\nkind: Service\nmetadata: {name: " << name << "}\n"
             << "spec: {selector: {app: " << name << "}, ports: [{name: http, port: 80}]}\n";
    }
}

/// Every other service is asked by a load, and asks the next one.
std::filesystem::path write_scenario(const std::filesystem::path& folder) {
    write_manifests(folder / "mesh.yaml");
    std::ofstream file{folder / "thousand_pods.yaml"};
    file << "apiVersion: weft/v1\nkind: Scenario\nname: thousand_pods\nmanifests: [mesh.yaml]\n"
         << "horizon: 60s\nservices:\n";
    for (int number = 0; number < services; number += 2)
        file << "  s" << number << ": {workers: 8, script: [{compute: exponential 5ms}, {call: s"
             << number + 1 << "}]}\n"
             << "  s" << number + 1 << ": {workers: 8, script: [{compute: exponential 5ms}]}\n";
    file << "load:\n";
    for (int number = 0; number < services; number += 2)
        file << "  - {id: l" << number << ", to: s" << number << ", rate: 400/s}\n";
    return folder / "thousand_pods.yaml";
}

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(2);
}

/// Seconds of real time that the simulation took, by its run file.
double seconds_of(const std::filesystem::path& run) {
    const double seconds = reports::read_run(run).summary.wall_s;
    if (seconds <= 0) give_up(run.string() + " is of a run that was not finished");
    return seconds;
}

double seconds_alone(const std::string& scenario, const std::filesystem::path& folder) {
    scenarios::PlayOptions options;
    options.scenario = scenario;
    options.out = folder / "alone.db";
    std::filesystem::remove(options.out);
    std::ostringstream out;
    std::ostringstream err;
    if (scenarios::play(options, out, err) == scenarios::exit_code::bad_input) give_up(err.str());
    return seconds_of(options.out);
}

double seconds_with_window(const std::string& scenario) {
    gui::MainWindow window;
    window.resize(1440, 900);
    if (!window.play_live(scenario)) give_up(window.message().toStdString());
    window.show();
    const gui::RunSource& run = window.session().run();
    while (run.label().status == "running")
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return seconds_of(run.file());
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const QApplication application{argc, argv};
    QCoreApplication::setApplicationName("weft");
    QCoreApplication::setOrganizationName("weft");
    const QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    const std::filesystem::path place = folder.path().toStdString();
    const int times = argc > 1 ? std::max(std::atoi(argv[1]), 1) : 5;
    const std::string scenario = argc > 2 ? argv[2] : write_scenario(place).string();
    std::vector<double> alone;
    std::vector<double> with_window;
    for (int time = 0; time < times; ++time) {
        alone.push_back(seconds_alone(scenario, place));
        with_window.push_back(seconds_with_window(scenario));
        std::printf("alone %.2f s, with a window %.2f s\n", alone.back(), with_window.back());
        std::fflush(stdout);
    }
    const double share = median(alone) / median(with_window);
    std::printf("the window leaves %.0f %% of the speed\n", 100 * share);
    return share >= least_share ? 0 : 1;
}
