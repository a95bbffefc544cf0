#pragma once

#include "reports/store/new_run_file.hpp"
#include "sim/observe/recorder.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace weft::tests {

using namespace std::chrono_literals;

inline mesh::Instant at(mesh::Duration since_start) {
    return mesh::Instant{since_start};
}

/// A folder of its own for each test case, gone with it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "weft-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path operator/(const char* name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline reports::RunHead small_run_head(reports::RecordLevel level) {
    return {"small",
            18'446'744'073'709'551'615U,
            "name: small\n",
            "0.1.0",
            "g++ 12",
            level,
            {{"scenario", "small.yaml"}, {"set", "seed=1"}, {"set", "horizon=3s"}},
            {{"small.yaml", "name: 'small'\n"}, {"<data>/profiles/istio.yaml", ""}}};
}

/// A workload of the small run: "shop-v1", or "client" that no Service leads to.
inline sim::observe::Workload small_run_workload(const std::string& app,
                                                 const std::string& version) {
    const bool is_client = version.empty();
    return {.name = is_client ? app : app + "-" + version,
            .ns = "default",
            .app = app,
            .version = version,
            .service = app,
            .revision = is_client ? "latest" : version,
            .principal = "spiffe://cluster.local/ns/default/sa/" + app,
            .host = is_client ? "" : app + ".default.svc.cluster.local"};
}

/// Names of a run in which the load "web" (from service "client") asks "shop" v1 and v2.
inline void name_small_run(sim::observe::Recorder& recorder) {
    using sim::observe::NameKind;
    recorder.named(NameKind::load, 0, "web");
    recorder.named(NameKind::load, 1, "idle");
    recorder.named(NameKind::service, 0, "client");
    recorder.named(NameKind::service, 1, "shop");
    recorder.named(NameKind::version, 0, "");
    recorder.named(NameKind::version, 1, "v1");
    recorder.named(NameKind::version, 2, "v2");
    recorder.named(NameKind::pod, 0, "shop-v1-0");
    recorder.named(NameKind::cluster, 0, "outbound|80||shop.default.svc.cluster.local");
    recorder.named(NameKind::step, 0, "sick");
    recorder.host(1, "shop.default.svc.cluster.local");
    recorder.named(NameKind::workload, 0, "client.default");
    recorder.workload(0, small_run_workload("client", ""));
    recorder.named(NameKind::workload, 1, "shop-v1.default");
    recorder.workload(1, small_run_workload("shop", "v1"));
    recorder.named(NameKind::workload, 2, "shop-v2.default");
    recorder.workload(2, small_run_workload("shop", "v2"));
}

/// One second of it: ten requests of 10 ms, the tenth of which fails after a retry by the 503 of
/// v2. A fault starts, a host is ejected, a limit is reached.
inline void play_second(sim::observe::Recorder& recorder, std::uint32_t second) {
    using namespace sim::observe;
    const mesh::Instant start = at(second * 1s);
    for (std::uint32_t number = 0; number < 10; ++number) {
        const bool fails = number == 9;
        const mesh::Instant sent = start + number * 100ms;
        const mesh::Instant ended = sent + 10ms;
        const auto status = static_cast<std::uint16_t>(fails ? 503 : 200);
        const mesh::Flags flags = fails ? mesh::Flags{mesh::Flag::URX} : mesh::Flags{};
        const auto attempts = static_cast<std::uint16_t>(fails ? 2 : 1);
        const std::array calls{CallEnd{sent, ended, 0, 0, 1, fails ? 2U : 1U, attempts, status,
                                       flags, 0, fails ? 2U : 1U}};
        const std::array requests{
            RequestEnd{sent, ended, 10 * std::uint64_t{second} + number, 0, status, flags}};
        recorder.calls(calls);
        const InboundEnd inbound{sent + 1ms, ended - 1ms, 0,      fails ? 2U : 1U,
                                 status,     {},          !fails, 0};
        for (std::uint16_t attempt = 0; attempt < attempts; ++attempt)
            recorder.inbound(std::array{inbound});
        recorder.requests(requests);
    }
    const std::array spans{
        Span{10 * second,
             0,
             0,
             nobody,
             Span::Kind::call,
             1,
             nobody,
             200,
             0,
             {},
             start,
             start,
             start + 10ms},
        Span{10 * second, 0, 1, 0, Span::Kind::work, 1, 0, 503, 1, mesh::Flags{mesh::Flag::URX},
             start + 1ms, start + 3ms, start + 9ms}};
    recorder.spans(spans);
    const std::array decisions{
        Decision{start, 10 * second, 0, 0, 0, 0, 0, Decision::Kind::considered, 3.5},
        Decision{start, 10 * second, 0, 0, 0, 0, 0, Decision::Kind::chosen, 0},
        Decision{start + 9ms, 10 * second, 0, 0, 0, 0, 0, Decision::Kind::retried, 503}};
    recorder.decisions(decisions);
    const std::array changes{
        Change{start + 1ms, Change::Kind::fault_started, nobody, nobody, nobody, 0, 1},
        Change{start + 2ms, Change::Kind::host_ejected, nobody, 0, 0, nobody, 1},
        Change{start + 3ms, Change::Kind::limit_reached, nobody, nobody, 0, nobody, 2}};
    recorder.changes(changes);
    recorder.interval({start, start + 1s, 0xf000'0000'0000'0001U, 100});
}

inline void play_small_run(sim::observe::Recorder& recorder, std::uint32_t seconds) {
    name_small_run(recorder);
    for (std::uint32_t second = 0; second < seconds; ++second) {
        play_second(recorder, second);
    }
}

}  // namespace weft::tests
