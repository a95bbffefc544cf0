#pragma once

#include "gui/source/file_run.hpp"
#include "mesh/base/time.hpp"
#include "scenarios/play/play.hpp"

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace weft::gui {

/// A scenario that is played on a thread of its own, into a run file that may be read meanwhile.
/// The run never waits for who looks at it, but where it is told to.
class Playing {
public:
    explicit Playing(scenarios::PlayOptions options);
    /// Stops it.
    ~Playing();
    Playing(const Playing&) = delete;
    Playing& operator=(const Playing&) = delete;

    const std::filesystem::path& file() const { return file_; }

    /// Waits until there is a file to look at; false if it came to an end before.
    bool wait_for_file();
    /// Waits for its end.
    void wait();

    bool has_ended() const;
    mesh::Instant now() const;
    /// What the user has to be told: diagnostics, and why it failed.
    std::string said() const;
    /// Whether it ended without a file that can be looked at.
    bool has_failed() const;

    void pause(bool on);
    bool is_paused() const;
    /// Goes on if it is paused, and pauses when this moment has come.
    void run_until(mesh::Instant moment);
    void stop();

private:
    bool goes_on(mesh::Instant now);
    void play(scenarios::PlayOptions options);

    std::filesystem::path file_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    mesh::Instant now_{};
    mesh::Instant pause_at_ = mesh::never;
    bool paused_ = false;
    bool stopping_ = false;
    bool began_ = false;
    bool ended_ = false;
    int code_ = 0;
    std::string said_;
    std::thread thread_;
};

/// A run that goes on. refresh() takes what was recorded since; all that was is looked at as in a
/// finished run, so that going back never disturbs it.
class LiveRun final : public FileRun {
public:
    /// Requires that its file is there.
    explicit LiveRun(std::unique_ptr<Playing> playing)
        : FileRun(playing->file()), playing_(std::move(playing)) {}

    Playing& playing() { return *playing_; }

private:
    std::unique_ptr<Playing> playing_;
};

}  // namespace weft::gui
