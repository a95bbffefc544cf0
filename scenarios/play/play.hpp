#pragma once

#include "mesh/base/time.hpp"
#include "reports/store/new_run_file.hpp"
#include "scenarios/model/kinds.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft::reports {
struct Batch;
struct CauseChain;
}  // namespace weft::reports

/// What the commands of the program `weft` do, without its command line: each prints its result to
/// `out`, diagnostics and progress to `err`, and returns an exit code.
namespace weft::scenarios {

/// Told the moment that a run has come to; false: it is to be stopped there. It may wait, and the
/// run waits with it. Empty: it goes on.
using GoesOn = std::function<bool(mesh::Instant)>;

/// Whether somebody wants all to end before its time, as with Ctrl-C. Asked now and then, from any
/// thread. Empty: nobody does.
using IsInterrupted = std::function<bool()>;

/// Shown what is recorded, before the file has it, on the thread of the run, which waits for it.
using Witness = std::function<void(const reports::Batch&)>;

struct PlayOptions {
    std::string scenario;  ///< A file, or a name in the library; empty: the manifests alone.
    std::vector<std::filesystem::path> manifests;
    std::optional<std::uint64_t> seed;    ///< Replaces the scenario's.
    std::vector<std::string> sets;        ///< "PATH=VALUE", applied in this order.
    std::optional<mesh::Duration> until;  ///< Ends before the scenario's horizon.
    std::filesystem::path out = "run.db";
    reports::RecordLevel record = reports::RecordLevel::automatic;
    bool strict = false;             ///< Warnings are errors.
    bool json = false;               ///< The summary for machines.
    bool colour = false;             ///< `out` is a terminal that wants colours.
    bool progress = false;           ///< `err` is a terminal.
    Kinds kinds = built_in_kinds();  ///< What the scenario may name; add kinds of your own.
    GoesOn goes_on = {};             ///< Asked after every 10 ms of simulated time.
    /// What files say in place of the disk: an editor holds them.
    std::map<std::filesystem::path, std::string> texts = {};
    Witness witness = {};  ///< Of a run that is recorded into a file.
    /// The run ends in good order, as with `goes_on`; before there is a file, without one.
    IsInterrupted is_interrupted = {};
};

/// Plays one scenario.
int play(const PlayOptions& options, std::ostream& out, std::ostream& err);

struct CheckOptions {
    std::vector<std::filesystem::path> files;  ///< Scenarios, manifests, service graphs.
    bool strict = false;                       ///< Warnings are errors.
    bool json = false;                         ///< The diagnostics for machines.
    Kinds kinds = built_in_kinds();            ///< What scenarios may name.
};

/// Reads files and says everything that is wrong with them.
int check(const CheckOptions& options, std::ostream& out, std::ostream& err);

struct RouteOptions {
    std::vector<std::filesystem::path> manifests;
    std::string from;  ///< The workload that asks: "web", or "web.prod" in a namespace.
    std::string method = "GET";
    std::string url;  ///< "http://reviews:9080/reviews/1"; the scheme may be left out.
    std::vector<std::string> headers;  ///< "name: value"; "host" replaces the URL's.
    std::string profile = "istio";     ///< Whose defaults the mesh has.
    std::vector<std::string> zones;    ///< Of the cluster, in the order of a scenario.
    std::string zone;                  ///< Where the pod stands that asks; empty: the first pod.
    bool strict = false;               ///< Warnings are errors.
    bool json = false;                 ///< The answer for machines.
    Kinds kinds = built_in_kinds();    ///< What the profile may name.
};

/// Says which way one request would go, and what decided it.
int route(const RouteOptions& options, std::ostream& out, std::ostream& err);

struct DiffOptions {
    std::filesystem::path a;  ///< Run files.
    std::filesystem::path b;
    bool json = false;               ///< The comparison for machines.
    Kinds kinds = built_in_kinds();  ///< What their scenarios name.
};

/// Names the first event in which two runs differ.
int diff(const DiffOptions& options, std::ostream& out, std::ostream& err);

struct ExplainOptions {
    std::filesystem::path run;  ///< Run file.
    std::string request;        ///< "web/1234": a load and a number; empty: as the next two say.
    std::uint32_t slowest = 0;  ///< The so many that took longest,
    std::uint32_t failed = 0;   ///< and the first so many that failed. None at all: all together.
    mesh::Instant from{};       ///< Of requests that were sent from here
    mesh::Instant to = mesh::never;  ///< to before here.
    bool json = false;               ///< One line of JSON for each request.
    Kinds kinds = built_in_kinds();  ///< What the scenario names.
    GoesOn goes_on = {};             ///< Asked after each interval.
    std::string where{};             ///< Of requests that match this condition; empty: of all.
    /// Told of each request that is explained, before its text.
    std::function<void(const reports::CauseChain&)> on_causes{};
};

/// Says why requests failed or took so long, by playing the run again.
int explain(const ExplainOptions& options, std::ostream& out, std::ostream& err);

struct InspectOptions {
    std::filesystem::path run;       ///< Run file.
    std::string pod;                 ///< "reviews-v1-0", or with its namespace; a load's client.
    mesh::Instant at = mesh::never;  ///< At the latest the end of what was recorded.
    bool config = false;             ///< The configuration of its proxy, and nothing else;
    std::optional<mesh::Instant> config_since{};  ///< or how that differs from what it was then.
    bool json = false;                            ///< All of it for machines.
    Kinds kinds = built_in_kinds();               ///< What the scenario names.
    GoesOn goes_on = {};                          ///< Asked after every 10 ms of simulated time.
};

/// Says what a pod and its proxy knew at a moment, by playing the run again up to it.
int inspect(const InspectOptions& options, std::ostream& out, std::ostream& err);

struct ListOptions {
    enum class What : std::uint8_t { balancers, faults, arrivals, profiles, scenarios, metrics };

    What what = What::scenarios;
    bool json = false;  ///< {"balancers": [{"name", "summary"}, …]}, for files with "file".
    Kinds kinds = built_in_kinds();
};

/// Says what there is to choose from.
int list(const ListOptions& options, std::ostream& out, std::ostream& err);

struct ExportOptions {
    enum class Format : std::uint8_t { open_metrics, access_log, csv, trace_events };

    std::filesystem::path run;  ///< A run file.
    Format format = Format::open_metrics;
};

/// Writes what a run recorded for other tools.
int export_run(const ExportOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weft::scenarios
