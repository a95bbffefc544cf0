#pragma once

#include "gui/source/run_source.hpp"
#include "reports/metrics/recording.hpp"
#include "tests/reports/small_run.hpp"

#include <filesystem>
#include <string>

namespace weft::tests {

/// So many services of one namespace, each of which calls the next one.
inline void add_chain(gui::Topology& topology, const std::string& ns, std::uint32_t count) {
    const auto first = static_cast<std::uint32_t>(topology.services.size());
    for (std::uint32_t number = 0; number < count; ++number) {
        topology.services.push_back({ns + "-" + std::to_string(number), ns, {}});
        if (number > 0) topology.edges.push_back({first + number - 1, first + number, ""});
    }
}

/// A snapshot in which nothing has happened.
inline gui::Snapshot quiet_snapshot(const gui::Topology& topology) {
    gui::Snapshot snapshot;
    snapshot.to = mesh::Instant{1s};
    snapshot.edges.resize(topology.edges.size());
    snapshot.loads.resize(topology.loads.size());
    snapshot.pods.resize(topology.pods.size());
    snapshot.limits.resize(topology.clusters.size());
    snapshot.panics.resize(topology.clusters.size());
    return snapshot;
}

/// So many requests in a second, of which so many failed.
inline gui::Flow flow_of(std::uint64_t requests, std::uint64_t failed = 0) {
    return {.seconds = 1, .requests = requests, .attempts = requests, .failed = failed};
}

/// The small run, of so many seconds, as a file.
inline std::filesystem::path record_small_run(const TemporaryFolder& folder,
                                              const char* name,
                                              std::uint32_t seconds) {
    reports::RunFile file{folder / name, small_run_head(reports::RecordLevel::automatic)};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    play_small_run(recording, seconds);
    file.finish(recording.finish());
    return folder / name;
}

}  // namespace weft::tests
