#include "gui/source/live_run.hpp"

#include "scenarios/play/exit_code.hpp"

#include <exception>
#include <sstream>
#include <utility>

namespace weft::gui {

Playing::Playing(scenarios::PlayOptions options) : file_(options.out) {
    options.goes_on = [this](mesh::Instant now) { return goes_on(now); };
    thread_ =
        std::thread{[this, options = std::move(options)]() mutable { play(std::move(options)); }};
}

Playing::~Playing() {
    stop();
    thread_.join();
}

void Playing::play(scenarios::PlayOptions options) {
    std::ostringstream out;
    std::ostringstream err;
    int code = scenarios::exit_code::environment_failed;
    try {
        code = scenarios::play(options, out, err);
    } catch (const std::exception& failure) {
        err << "error: " << failure.what() << '\n';
    }
    const std::lock_guard lock{mutex_};
    ended_ = true;
    code_ = code;
    said_ = err.str();
    changed_.notify_all();
}

/// Asked by the run between its events.
bool Playing::goes_on(mesh::Instant now) {
    std::unique_lock lock{mutex_};
    now_ = now;
    began_ = true;
    if (now >= pause_at_) {
        paused_ = true;
        pause_at_ = mesh::never;
    }
    changed_.notify_all();
    changed_.wait(lock, [this] { return !paused_ || stopping_; });
    return !stopping_;
}

bool Playing::wait_for_file() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return began_ || ended_; });
    return began_;
}

void Playing::wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return ended_; });
}

bool Playing::has_ended() const {
    const std::lock_guard lock{mutex_};
    return ended_;
}

mesh::Instant Playing::now() const {
    const std::lock_guard lock{mutex_};
    return now_;
}

std::string Playing::said() const {
    const std::lock_guard lock{mutex_};
    return said_;
}

bool Playing::has_failed() const {
    const std::lock_guard lock{mutex_};
    return ended_ && !stopping_ && code_ != scenarios::exit_code::done &&
           code_ != scenarios::exit_code::expectation_failed;
}

void Playing::pause(bool on) {
    const std::lock_guard lock{mutex_};
    paused_ = on;
    changed_.notify_all();
}

bool Playing::is_paused() const {
    const std::lock_guard lock{mutex_};
    return paused_;
}

void Playing::run_until(mesh::Instant moment) {
    const std::lock_guard lock{mutex_};
    pause_at_ = moment;
    paused_ = false;
    changed_.notify_all();
}

void Playing::stop() {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    changed_.notify_all();
}

}  // namespace weft::gui
