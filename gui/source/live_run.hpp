#pragma once

#include "gui/source/file_run.hpp"
#include "gui/source/live_state.hpp"
#include "gui/source/triple_buffer.hpp"
#include "mesh/base/time.hpp"
#include "scenarios/play/play.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace weft::gui {

/// A scenario that is played on a thread of its own, into a run file that may be read meanwhile.
///
/// The run never waits for who looks at it. At the end of each interval it publishes how all stand;
/// what it is told waits in a queue, at which it looks between two events. It holds only where it
/// was told to.
class Playing {
public:
    /// From the start on no faster than so many times real time; 0: as fast as it can.
    explicit Playing(scenarios::PlayOptions options, double times_real_time = 0);
    /// Stops it.
    ~Playing();
    Playing(const Playing&) = delete;
    Playing& operator=(const Playing&) = delete;

    const std::filesystem::path& file() const { return file_; }

    /// Waits until there is a file to look at; false if it came to an end before.
    bool wait_for_file();
    /// Waits for its end.
    void wait();

    bool has_ended() const { return has_ended_; }
    mesh::Instant now() const { return mesh::Instant{mesh::Duration{now_}}; }
    /// What the user has to be told: diagnostics, and why it failed.
    std::string said() const;
    /// Whether it could not be played to its end, and nobody stopped it.
    bool has_failed() const;
    /// The exit code that it ended with, as of `weft run`.
    int code() const;

    /// Whether there is a newer state() since the last call. Both are one thread's, and never wait.
    bool take() { return states_.take(); }
    const LiveState& state() const { return states_.front(); }

    void pause(bool on) { tell({on ? Command::Kind::hold : Command::Kind::go_on}); }
    /// Whether it holds, and has heard all that it was told.
    bool is_paused() const { return heard_ == (given_ << 1 | 1); }
    /// Goes on if it is paused, and pauses when this moment has come.
    void run_until(mesh::Instant moment) { tell({Command::Kind::run_until, moment}); }
    /// From here on no faster than so many times real time; 0: as fast as it can.
    void limit_speed(double times_real_time) {
        tell({Command::Kind::limit_speed, mesh::never, times_real_time});
    }
    void stop() { tell({Command::Kind::stop}); }

private:
    using SteadyClock = std::chrono::steady_clock;

    struct Command {
        enum class Kind : std::uint8_t { hold, go_on, run_until, limit_speed, stop };

        Kind kind;
        mesh::Instant moment = mesh::never;
        double speed = 0;
    };

    /// What the run was told. Its thread's.
    struct Orders {
        std::uint64_t heard = 0;  ///< So many commands.
        bool holds = false;
        bool stops = false;
        mesh::Instant hold_at = mesh::never;
        double speed = 0;
        mesh::Instant speed_from{};       ///< Since when, in the run
        SteadyClock::time_point since{};  ///< and in real time.
    };

    void tell(Command command);
    bool goes_on(mesh::Instant now);
    void hear(mesh::Instant now);
    void obey(const Command& command);
    void wait_for_command(mesh::Instant now);
    SteadyClock::time_point due(mesh::Instant now) const;
    void play(scenarios::PlayOptions options);

    std::filesystem::path file_;
    LiveWitness witness_;  ///< The run's thread's, as the next one.
    Orders orders_;
    TripleBuffer<LiveState> states_;

    std::atomic<std::int64_t> now_{0};     ///< In nanoseconds.
    std::atomic<std::uint64_t> given_{0};  ///< So many commands,
    std::atomic<std::uint64_t> heard_{0};  ///< and twice so many were heard; +1: it holds.
    std::atomic<bool> has_ended_{false};

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Command> commands_;  ///< Under the mutex, as all that follow.
    bool began_ = false;
    bool is_stopped_ = false;
    int code_ = 0;
    std::string said_;
    std::thread thread_;
};

/// A run that goes on. refresh() takes what was recorded since, take() what the run itself has
/// published: the newest interval is seen before the file has it. All that was is looked at as in a
/// finished run, so that going back never disturbs it.
class LiveRun final : public FileRun {
public:
    /// Requires that its file is there; if that cannot be read, the caller keeps what plays it.
    explicit LiveRun(std::unique_ptr<Playing>&& playing)
        : FileRun(playing->file()), playing_(std::move(playing)) {}

    Playing& playing() { return *playing_; }

    /// Whether the run has come on. Reads no file.
    bool take();

    const Topology& topology() const override;
    Range range() const override;
    /// Between the last interval of the file and the newest one it is the newest.
    Snapshot snapshot(mesh::Instant at) override;
    Played played(mesh::Instant at) const override;

private:
    /// Of the file.
    bool is_ahead() const { return newest_.to > recorded().end; }

    std::unique_ptr<Playing> playing_;
    std::shared_ptr<const RunNames> names_;  ///< That the next one is made from.
    Topology newest_topology_;
    Snapshot newest_;
    Played newest_played_;
};

}  // namespace weft::gui
