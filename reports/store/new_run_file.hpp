#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace weft::reports {

/// How much of a run is written down.
enum class RecordLevel : std::uint8_t {
    none,       ///< No file.
    summary,    ///< Aggregates over the whole run, and the fingerprint of each interval.
    automatic,  ///< Also series, changes and sampled spans: `default` on the command line.
};

/// "default"
const char* name_of(RecordLevel level);

/// What a run file says of its run from the first moment on.
struct RunHead {
    std::string scenario;  ///< Its name.
    std::uint64_t seed = 0;
    std::string canonical_scenario;  ///< Resolved, as text, so that the run can be played again.
    std::string version;             ///< Of weft,
    std::string build;               ///< and its compiler and options.
    RecordLevel level = RecordLevel::automatic;

    // What it was made from: a replay reads it again.
    std::vector<std::pair<std::string, std::string>> given = {};  ///< Options and their values.
    std::map<std::string, std::string> sources = {};              ///< Texts of files, by path.
};

/// Makes a run file that holds its head and nothing else.
///
/// What is at `path` is kept until the new file is there to take its place: it is made beside it
/// and renamed. Only a run file is ever replaced. Throws NotARunFile or StoreError.
void make_run_file(const std::filesystem::path& path, const RunHead& head);

/// Whether the file says in its first bytes that it is a run file.
bool is_run_file(const std::filesystem::path& path);

}  // namespace weft::reports
