#pragma once

#include "reports/metrics/run_summary.hpp"
#include "reports/store/batch.hpp"
#include "reports/store/batch_writer.hpp"
#include "reports/store/new_run_file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace weft::reports {

/// The file of one run while it is written. A thread of its own writes the batches, so that the run
/// goes on meanwhile; a run that is faster than the disk waits, and nothing is lost.
///
/// Commits hold whole intervals and come twice a second, so a crash costs the last moments at most.
/// While the run goes on the journal is a write-ahead log (others may read at any time); a finished
/// run is one file again.
///
/// What goes wrong on the thread is thrown as a StoreError by the caller's next add(), finish() or
/// fail(), and by each one after it.
class RunFile {
public:
    struct Pace {
        std::chrono::milliseconds commit_every{500};  ///< Of wall time.
        std::size_t batches_waiting = 16;             ///< At most; add() waits for room.
    };

    /// Throws NotARunFile or StoreError.
    RunFile(std::filesystem::path path, const RunHead& head, Pace pace);
    RunFile(std::filesystem::path path, const RunHead& head)
        : RunFile(std::move(path), head, Pace{}) {}

    /// A run that was neither finished nor failed is said to have failed.
    ~RunFile();

    RunFile(const RunFile&) = delete;
    RunFile& operator=(const RunFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Takes a batch. Batches of an interval come before the one that holds its end.
    void add(Batch batch);

    /// Writes all that waits, then the summary and how the run ended. Nothing can be added
    /// afterwards.
    void finish(const RunSummary& run);

    /// Writes all that waits, and why there is no more.
    void fail(const std::string& why);

private:
    using SteadyClock = std::chrono::steady_clock;

    void write_batches();
    std::optional<Batch> next_batch(SteadyClock::time_point time_up);
    bool all_written();
    void give_up(const std::string& reason);
    void write_status(RunStatus status, const std::string& why);
    void stop_writer();
    void throw_error() const;
    void close(const RunSummary* run, RunStatus status, const std::string& why);

    std::filesystem::path path_;
    Pace pace_;
    SQLite::Database file_;  ///< The thread's, until it has ended.

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> waiting_;
    bool ending_ = false;
    std::string error_;  ///< Of the thread; "" as long as all is well.

    bool closed_ = false;
    std::thread writer_;
};

}  // namespace weft::reports
