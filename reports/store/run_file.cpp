#include "reports/store/run_file.hpp"

#include "reports/store/store_error.hpp"
#include "reports/store/write_summary.hpp"

#include <exception>
#include <optional>
#include <utility>

namespace weft::reports {

using namespace std::chrono_literals;

namespace {

/// With a reader that is in the way, and of a thread that has nothing to do.
constexpr std::chrono::seconds patience{10};

SQLite::Database opened(const std::filesystem::path& path, const RunHead& head) {
    make_run_file(path, head);
    try {
        SQLite::Database file{path.string(), SQLite::OPEN_READWRITE,
                              static_cast<int>(patience / 1ms)};
        // A power cut may cost the last commits, never the file.
        file.exec("pragma synchronous = normal");
        return file;
    } catch (const SQLite::Exception& error) {
        throw StoreError{path, error.what()};
    }
}

}  // namespace

RunFile::RunFile(std::filesystem::path path, const RunHead& head, Pace pace)
    : path_(std::move(path)),
      pace_(pace),
      file_(opened(path_, head)),
      writer_([this] { write_batches(); }) {}

RunFile::~RunFile() {
    if (closed_) return;
    try {
        fail("the run was given up");
    } catch (const std::exception&) {
        // There is nobody left to tell, and the file says "running": its run was not finished.
    }
    stop_writer();
}

void RunFile::add(Batch batch) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock,
                  [this] { return waiting_.size() < pace_.batches_waiting || !error_.empty(); });
    throw_error();
    waiting_.push_back(std::move(batch));
    changed_.notify_all();
}

void RunFile::finish(const RunSummary& run) {
    close(&run, run.status, run.why);
}

void RunFile::fail(const std::string& why) {
    close(nullptr, RunStatus::failed, why);
}

void RunFile::throw_error() const {
    if (!error_.empty()) throw StoreError{path_, error_};
}

void RunFile::stop_writer() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    changed_.notify_all();
    if (writer_.joinable()) writer_.join();
}

void RunFile::close(const RunSummary* run, RunStatus status, const std::string& why) {
    stop_writer();
    throw_error();
    if (closed_) return;
    try {
        file_.exec("begin immediate");
        if (run != nullptr) write_summary(file_, *run);
        write_status(status, why);
        file_.exec("create index span_request on span (load, request)");
        file_.exec("create index decision_request on decision (load, request)");
        file_.exec("create index series_edge on series (edge, interval)");
        file_.exec("create index pod_series_pod on pod_series (pod, interval)");
        file_.exec("commit");
        closed_ = true;
        // Back to a single file. A reader may be in the way; the file is complete all the same.
        file_.tryExec("pragma journal_mode = delete");
    } catch (const SQLite::Exception& error) {
        give_up(error.what());
        throw_error();
    }
}

/// The next batch; nothing if all is written and no more will come, or if the time is up.
std::optional<Batch> RunFile::next_batch(SteadyClock::time_point time_up) {
    std::unique_lock lock{mutex_};
    const auto ready = [this] { return ending_ || !waiting_.empty(); };
    if (!changed_.wait_until(lock, time_up, ready) || waiting_.empty()) return std::nullopt;
    Batch batch = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return batch;
}

bool RunFile::all_written() {
    const std::lock_guard lock{mutex_};
    return ending_ && waiting_.empty();
}

/// Body of the thread. A transaction is open at all times, which tells other runs that the file is
/// in use; it is committed where an interval has ended, when it is old enough.
void RunFile::write_batches() {
    try {
        BatchWriter writer{file_};
        file_.exec("begin immediate");
        SteadyClock::time_point due = SteadyClock::now() + pace_.commit_every;
        bool whole = false;  // All that was written is of intervals that have ended.
        while (true) {
            const std::optional<Batch> batch = next_batch(whole ? due : due + patience);
            if (batch) {
                writer.write(*batch);
                whole = batch->interval.has_value();
            }
            if (!batch && all_written()) break;
            if (!whole || SteadyClock::now() < due) continue;
            file_.exec("commit; begin immediate");
            due = SteadyClock::now() + pace_.commit_every;
            whole = false;
        }
        file_.exec("commit");
    } catch (const std::exception& error) {
        give_up(error.what());
    }
}

void RunFile::give_up(const std::string& reason) {
    file_.tryExec("rollback");
    try {
        write_status(RunStatus::failed, reason);
    } catch (const SQLite::Exception&) {
        // What was committed stays readable; the caller gets the reason.
    }
    {
        const std::lock_guard lock{mutex_};
        error_ = reason;
    }
    changed_.notify_all();
}

void RunFile::write_status(RunStatus status, const std::string& why) {
    Insert meta{file_, "insert or replace into meta (key, value) values (?, ?)"};
    meta.row("status", name_of(status));
    if (!why.empty()) meta.row("why", why);
}

}  // namespace weft::reports
