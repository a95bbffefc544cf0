// What a frame, a seek and the opening of a long run cost in the window. Run it with
// QT_QPA_PLATFORM=offscreen; WEFT_BENCH_RUN names a run file of your own instead of the made one.
#include "gui/source/file_run.hpp"
#include "gui/source/pod_grid.hpp"
#include "gui/window/mesh_widget.hpp"
#include "reports/store/run_file.hpp"

#include <QApplication>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

using namespace weft;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t services = 1'000;
constexpr std::uint32_t pods = 2 * services;
constexpr std::uint32_t intervals = 4'000;

/// One second of a mesh in which each service asks one or two others, and hosts are ejected.
reports::Batch batch_of(std::uint32_t second) {
    const mesh::Instant start{second * 1s};
    reports::Batch batch;
    for (std::uint32_t number = 0; number < 20; ++number) {
        const std::uint32_t pod = (second * 20 + number) % pods;
        const mesh::Instant at = start + number * 40ms;
        using Kind = sim::observe::Change::Kind;
        batch.changes.push_back({.at = at, .kind = Kind::host_ejected, .source = 0, .pod = pod});
        batch.changes.push_back(
            {.at = at + 20ms, .kind = Kind::host_returned, .source = 0, .pod = pod});
    }
    batch.series.push_back({.load = 0, .requests = 100, .attempts = 101, .p99 = 20ms});
    for (std::uint32_t edge = 0; edge < 2 * services - 3; ++edge)
        batch.series.push_back({.edge = edge, .requests = 100, .attempts = 101, .p99 = 20ms});
    for (std::uint32_t pod = 0; pod < pods; ++pod)
        batch.pods.push_back({.pod = pod, .attempts = 100, .failed = 0, .time_sum = 1s});
    batch.interval = sim::observe::IntervalEnd{start, start + 1s, second, 100};
    return batch;
}

/// Some 500 MB.
void write_long_run(const std::filesystem::path& path) {
    using sim::observe::NameKind;
    reports::RunFile file{
        path, {.scenario = "long", .canonical_scenario = "", .version = "", .build = ""}};
    reports::Batch names;
    names.names.push_back({NameKind::version, 0, ""});
    names.names.push_back({NameKind::load, 0, "web"});
    for (std::uint32_t number = 0; number < services; ++number)
        names.names.push_back({NameKind::service, number, "service-" + std::to_string(number)});
    for (std::uint32_t number = 0; number < pods; ++number)
        names.names.push_back({NameKind::pod, number, "pod-" + std::to_string(number)});
    for (std::uint32_t number = 1; number < services; ++number)
        names.edges.push_back({number / 2, number, 0});
    for (std::uint32_t number = 2; number < services; ++number)
        names.edges.push_back({number / 3, number, 0});
    file.add(std::move(names));
    for (std::uint32_t second = 0; second < intervals; ++second)
        file.add(batch_of(second));
    file.finish({});
}

const std::filesystem::path& long_run() {
    static const QTemporaryDir folder;
    static const std::filesystem::path path = [] {
        if (const char* const own = std::getenv("WEFT_BENCH_RUN"); own != nullptr)
            return std::filesystem::path{own};
        std::filesystem::path made = std::filesystem::path{folder.path().toStdString()} / "long.db";
        write_long_run(made);
        return made;
    }();
    return path;
}

void open_a_long_run(benchmark::State& state) {
    const auto& path = long_run();
    for (auto _ : state)
        benchmark::DoNotOptimize(gui::FileRun{path}.range());
    state.counters["MB"] = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
}
BENCHMARK(open_a_long_run)->Unit(benchmark::kMillisecond);

/// With what the window shows first.
void open_and_show_a_long_run(benchmark::State& state) {
    const auto& path = long_run();
    for (auto _ : state) {
        gui::FileRun run{path};
        benchmark::DoNotOptimize(run.curve({}));
        benchmark::DoNotOptimize(run.snapshot(run.range().begin));
    }
}
BENCHMARK(open_and_show_a_long_run)->Unit(benchmark::kMillisecond);

/// To and fro, so that no two moments follow each other.
void seek_in_a_long_run(benchmark::State& state) {
    gui::FileRun run{long_run()};
    const mesh::Duration end = run.range().end.time_since_epoch();
    std::int64_t step = 0;
    for (auto _ : state) {
        step = (step + 61) % 100;
        benchmark::DoNotOptimize(run.snapshot(mesh::Instant{end / 100 * step}).at);
    }
}
BENCHMARK(seek_in_a_long_run)->Unit(benchmark::kMillisecond);

void read_the_heat_map(benchmark::State& state) {
    gui::FileRun run{long_run()};
    for (auto _ : state) {
        gui::PodGrid grid{240};
        while (grid.read(run, 60'000)) {
        }
        benchmark::DoNotOptimize(grid.pods());
    }
}
BENCHMARK(read_the_heat_map)->Unit(benchmark::kMillisecond);

/// A run of one interval without a file: so many services, each asked by others.
class MadeRun final : public gui::RunSource {
public:
    explicit MadeRun(std::uint32_t count) {
        for (std::uint32_t number = 0; number < count; ++number) {
            const std::string ns = "ns-" + std::to_string(number / 100);
            topology_.services.push_back({"service-" + std::to_string(number), ns, {}});
            for (std::uint32_t other = 1; other <= 5 && other <= number; ++other)
                topology_.edges.push_back({number - other, number, ""});
        }
    }

    const reports::RunLabel& label() const override { return label_; }
    const gui::Topology& topology() const override { return topology_; }
    const std::vector<reports::Interval>& intervals() const override { return intervals_; }
    gui::Snapshot snapshot(mesh::Instant at) override {
        gui::Snapshot snapshot;
        snapshot.at = at;
        snapshot.to = intervals_.front().end;
        snapshot.edges.assign(topology_.edges.size(),
                              {.seconds = 1, .requests = 11, .attempts = 12});
        return snapshot;
    }
    gui::Played played(mesh::Instant) const override { return {}; }
    std::vector<gui::Flow> curve(gui::CurveOf) override { return {{}}; }
    std::vector<gui::Flow> edges(std::size_t, std::size_t) override { return {}; }
    const std::vector<gui::Event>& events() const override { return events_; }
    std::vector<reports::SampledRequest> requests(mesh::Instant,
                                                  mesh::Instant,
                                                  std::size_t) override {
        return {};
    }
    std::vector<reports::RecordedSpan> spans(const std::string&, std::uint64_t) override {
        return {};
    }
    std::vector<reports::PodPoint> pods(std::size_t, std::size_t, std::size_t) override {
        return {};
    }
    std::vector<reports::BrokenExpectation> broken_expectations() override { return {}; }
    std::string file() const override { return {}; }

private:
    reports::RunLabel label_;
    gui::Topology topology_;
    std::vector<reports::Interval> intervals_{{mesh::Instant{}, mesh::Instant{1s}}};
    std::vector<gui::Event> events_;
};

/// A frame while the run is played: what rests is painted once, dots move over it.
void paint_a_frame(benchmark::State& state) {
    gui::Session session;
    gui::MeshWidget widget{session};
    widget.resize(1600, 1000);
    session.show(std::make_unique<MadeRun>(static_cast<std::uint32_t>(state.range(0))));
    widget.lay_out_now();
    QImage frame{widget.size(), QImage::Format_RGB32};
    std::size_t dots = 0;
    mesh::Instant at{};
    for (auto _ : state) {
        at = mesh::Instant{(at.time_since_epoch() + 16ms) % 1s};
        session.seek(at);
        widget.render(&frame);
    }
    dots = gui::dots_at(widget.placement(), widget.look(), 0).size();
    state.counters["boxes"] = static_cast<double>(widget.graph().boxes.size());
    state.counters["dots"] = static_cast<double>(dots);
}
BENCHMARK(paint_a_frame)->Arg(60)->Arg(10'000)->Unit(benchmark::kMillisecond);

/// The same when another interval begins, and all is painted anew.
void paint_another_interval(benchmark::State& state) {
    gui::Session session;
    gui::MeshWidget widget{session};
    widget.resize(1600, 1000);
    session.show(std::make_unique<MadeRun>(static_cast<std::uint32_t>(state.range(0))));
    widget.lay_out_now();
    QImage frame{widget.size(), QImage::Format_RGB32};
    for (auto _ : state) {
        Q_EMIT session.snapshotChanged();
        widget.render(&frame);
    }
}
BENCHMARK(paint_another_interval)->Arg(60)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
    const QApplication application{argc, argv};
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
