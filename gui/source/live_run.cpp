#include "gui/source/live_run.hpp"

#include "scenarios/play/exit_code.hpp"

#include <algorithm>
#include <exception>
#include <sstream>
#include <utility>

namespace weft::gui {

Playing::Playing(scenarios::PlayOptions options, double times_real_time) : file_(options.out) {
    if (times_real_time > 0) limit_speed(times_real_time);
    options.goes_on = [this](mesh::Instant now) { return goes_on(now); };
    options.witness = [this](const reports::Batch& batch) {
        if (!witness_.see(batch)) return;
        states_.back() = witness_.state();
        states_.publish();
    };
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
    code_ = code;
    said_ = err.str();
    has_ended_ = true;
    changed_.notify_all();
}

void Playing::tell(Command command) {
    {
        const std::lock_guard lock{mutex_};
        commands_.push_back(command);
        is_stopped_ = is_stopped_ || command.kind == Command::Kind::stop;
        ++given_;
    }
    changed_.notify_all();
}

/// Asked by the run between its events, which looks at a number: it locks nothing unless it was
/// told something.
bool Playing::goes_on(mesh::Instant now) {
    const bool is_first = now_ == 0;
    now_ = now.time_since_epoch().count();
    if (is_first) {
        const std::lock_guard lock{mutex_};
        began_ = true;
        changed_.notify_all();
    }
    hear(now);
    while (!orders_.stops && (orders_.holds || SteadyClock::now() < due(now))) {
        wait_for_command(now);
        hear(now);
    }
    return !orders_.stops;
}

/// Takes what it was told meanwhile, and says whether it holds now.
void Playing::hear(mesh::Instant now) {
    if (given_ != orders_.heard) {
        std::vector<Command> commands;
        {
            const std::lock_guard lock{mutex_};
            commands.swap(commands_);
        }
        for (const Command& command : commands)
            obey(command);
        orders_.heard += commands.size();
        orders_.speed_from = now;
        orders_.since = SteadyClock::now();
    }
    if (now >= orders_.hold_at) {
        orders_.holds = true;
        orders_.hold_at = mesh::never;
    }
    heard_ = orders_.heard << 1 | (orders_.holds ? 1 : 0);
}

void Playing::obey(const Command& command) {
    switch (command.kind) {
        case Command::Kind::hold:
        case Command::Kind::go_on:
            orders_.holds = command.kind == Command::Kind::hold;
            break;
        case Command::Kind::run_until:
            orders_.holds = false;
            orders_.hold_at = command.moment;
            break;
        case Command::Kind::limit_speed:
            orders_.speed = command.speed;
            break;
        case Command::Kind::stop:
            orders_.stops = true;
            break;
    }
}

/// When it may go on from this moment; long past if its speed is not limited.
Playing::SteadyClock::time_point Playing::due(mesh::Instant now) const {
    if (orders_.speed <= 0) return {};
    constexpr double longest = 3'600;  // However slow it is to be.
    const double passed = std::chrono::duration<double>(now - orders_.speed_from).count();
    const std::chrono::duration<double> wait{std::min(passed / orders_.speed, longest)};
    return orders_.since + std::chrono::duration_cast<SteadyClock::duration>(wait);
}

void Playing::wait_for_command(mesh::Instant now) {
    std::unique_lock lock{mutex_};
    const auto is_told = [this] { return !commands_.empty(); };
    if (orders_.holds) {
        changed_.wait(lock, is_told);
    } else {
        changed_.wait_until(lock, due(now), is_told);
    }
}

bool Playing::wait_for_file() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return began_ || has_ended_; });
    return began_;
}

void Playing::wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return has_ended_.load(); });
}

std::string Playing::said() const {
    const std::lock_guard lock{mutex_};
    return said_;
}

bool Playing::has_failed() const {
    const std::lock_guard lock{mutex_};
    return has_ended_ && !is_stopped_ && code_ != scenarios::exit_code::done &&
           code_ != scenarios::exit_code::expectation_failed;
}

int Playing::code() const {
    const std::lock_guard lock{mutex_};
    return code_;
}

bool LiveRun::take() {
    if (!playing_->take()) return false;
    const LiveState& state = playing_->state();
    if (names_ != state.names || newest_topology_.has_control != state.has_control) {
        newest_topology_ = state.topology();
        names_ = state.names;
    }
    newest_ = state.states.finished(newest_topology_);
    newest_played_ = state.played;
    return true;
}

/// Both know all up to the end of an interval, so the later one knows all that the other does.
const Topology& LiveRun::topology() const {
    return is_ahead() ? newest_topology_ : FileRun::topology();
}

Range LiveRun::range() const {
    return {recorded().begin, std::max(recorded().end, newest_.to)};
}

Played LiveRun::played(mesh::Instant at) const {
    return is_ahead() && at > recorded().end ? newest_played_ : FileRun::played(at);
}

Snapshot LiveRun::snapshot(mesh::Instant at) {
    if (is_ahead() && at > recorded().end) {
        Snapshot snapshot = newest_;
        snapshot.at = at;
        return snapshot;
    }
    Snapshot snapshot = FileRun::snapshot(at);
    if (!is_ahead()) return snapshot;
    // Who is new was not there then.
    const Topology& all = newest_topology_;
    snapshot.edges.resize(all.edges.size());
    snapshot.struck_edges.resize(all.edges.size());
    snapshot.loads.resize(all.loads.size());
    snapshot.pods.resize(all.pods.size(), {.life = PodState::Life::gone});
    snapshot.limits.resize(all.clusters.size());
    snapshot.panics.resize(all.clusters.size());
    return snapshot;
}

}  // namespace weft::gui
