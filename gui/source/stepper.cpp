#include "gui/source/stepper.hpp"

#include "reports/store/read_run.hpp"
#include "scenarios/play/moment.hpp"
#include "scenarios/play/replay.hpp"
#include "scenarios/read/read_condition.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace weft::gui {
namespace {

using scenarios::Moment;
using sim::observe::NameKind;

constexpr std::size_t most_ahead = 200;
constexpr double told_each = 0.005;  ///< Of the way.

}  // namespace

Stepper::Stepper(std::filesystem::path run) : run_(std::move(run)), thread_([this] { work(); }) {}

Stepper::~Stepper() {
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    told_.notify_all();
    thread_.join();
}

void Stepper::tell(Command command) {
    ++given_;
    {
        const std::lock_guard lock{mutex_};
        commands_.push_back(std::move(command));
    }
    told_.notify_all();
}

void Stepper::cancel() {
    {
        const std::lock_guard lock{mutex_};
        skipped_ += commands_.size();
        commands_.clear();
        is_cancelled_ = true;
    }
    told_.notify_all();
}

bool Stepper::is_given_up() {
    const std::lock_guard lock{mutex_};
    return is_cancelled_ || is_ending_;
}

/// The next command, once there is one; nothing if others were given up meanwhile.
std::optional<Stepper::Command> Stepper::wait_for_command() {
    std::unique_lock lock{mutex_};
    told_.wait(lock, [this] { return !commands_.empty() || skipped_ > 0 || is_ending_; });
    state_.done += std::exchange(skipped_, 0);
    if (commands_.empty() || is_ending_) return std::nullopt;
    std::optional<Command> command{std::move(commands_.front())};
    commands_.pop_front();
    is_cancelled_ = false;
    return command;
}

bool Stepper::is_over() {
    const std::lock_guard lock{mutex_};
    return is_ending_;
}

void Stepper::work() {
    while (!is_over()) {
        const auto command = wait_for_command();
        if (command) {
            state_.stop.reset();
            state_.condition.clear();
            try {
                std::visit([this](const auto& what) { carry_out(what); }, *command);
            } catch (const std::exception& failure) {
                state_.failure = failure.what();
            }
            ++state_.done;
        }
        publish(false);
    }
}

/// The run at its beginning. False if it cannot be played.
bool Stepper::open() {
    moment_.reset();  // Two worlds at once would need twice the memory.
    auto moment = Moment::open(run_, scenarios::built_in_kinds(), conditions_);
    if (!moment) {
        state_.failure = moment.error();
        return false;
    }
    moment_ = std::move(*moment);
    state_.failure.clear();
    return true;
}

/// False if it came to no stop: it was given up, or cannot be played on.
bool Stepper::play(const Moment::Until& until) {
    const mesh::Instant from = moment_->now();
    const mesh::Instant to = std::min(until.time, moment_->end());
    state_.progress = 0;
    publish(true);
    const auto goes_on = [&](mesh::Instant now) {
        const double passed = to > from ? static_cast<double>((now - from).count()) /
                                              static_cast<double>((to - from).count())
                                        : 1;
        if (passed >= state_.progress + told_each) {
            state_.progress = passed;
            publish(true);
        }
        return !is_given_up();
    };
    const auto stop = moment_->run_until(until, goes_on);
    if (!stop) {
        state_.failure = stop.error();
        return false;
    }
    state_.stop = *stop;
    state_.last.reset();
    return stop->why != Moment::Stop::Why::stopped;
}

/// Played again to this very place, so that it knows what it was told and what was recorded since.
bool Stepper::open_here() {
    const mesh::Instant at = moment_->now();
    const std::uint64_t events = moment_->events_at_now();
    if (!open() || !play({.time = at})) return false;
    carry_out(Step{events});
    return is_ready() && !is_given_up();
}

/// At the end of what was recorded of a run that goes on: whether more of it was, meanwhile.
bool Stepper::follow_run() {
    const auto recorded = reports::read_run(run_).intervals;
    const bool has_grown = !recorded.empty() && recorded.back().end > moment_->end();
    return has_grown && open_here();
}

void Stepper::carry_out(const GoTo& command) {
    const bool is_ahead = is_ready() && moment_->now() <= command.at;
    if (!is_ahead && !open()) return;
    const bool is_played = play({.time = command.at});
    if (is_played && moment_->now() < command.at && follow_run()) play({.time = command.at});
}

void Stepper::carry_out(const Step& command) {
    if (!is_ready() && !open()) return;
    for (std::uint64_t event = 0; event < command.events && !is_given_up(); ++event) {
        auto played = moment_->step();
        while (played && !*played && follow_run()) {
            state_.stop.reset();
            played = moment_->step();
        }
        if (!played) {
            state_.failure = played.error();
            return;
        }
        if (!*played) {
            if (!is_given_up()) state_.stop = Moment::Stop{Moment::Stop::Why::end};
            return;
        }
        state_.last = std::move(*played);
    }
}

void Stepper::carry_out(const Moment::Until& until) {
    if (!is_ready() && !open()) return;
    if (!play(until)) return;
    // Once: a run that goes on would be chased from its beginning again and again.
    if (state_.stop->why == Moment::Stop::Why::end && follow_run() && !play(until)) return;
    if (state_.stop->why == Moment::Stop::Why::condition)
        state_.condition = conditions_[state_.stop->condition];
}

void Stepper::carry_out(const Conditions& conditions) {
    if (conditions == conditions_) return;
    conditions_ = conditions;
    if (is_ready()) open_here();
}

void Stepper::publish(bool is_busy) {
    state_.is_busy = is_busy;
    if (moment_) state_.at = moment_->now();
    state_.ahead.clear();
    state_.on_the_way.clear();
    if (!is_busy && is_ready()) {
        state_.ahead = moment_->upcoming(most_ahead);
        for (const sim::observe::Message& message : moment_->in_flight()) {
            state_.on_the_way.push_back(
                {.source = moment_->names().of(NameKind::service, message.source),
                 .destination = moment_->names().of(NameKind::service, message.destination),
                 .kind = message.kind,
                 .status = message.status,
                 .progress = message.progress(moment_->now())});
        }
    }
    states_.back() = state_;
    states_.publish();
}

ConditionReader::ConditionReader(std::filesystem::path run) : run_(std::move(run)) {}

ConditionReader::~ConditionReader() = default;

std::string ConditionReader::mistakes(const std::string& condition) {
    try {
        if (!scenario_) {
            auto scenario =
                scenarios::read_again(reports::read_run(run_).head, scenarios::built_in_kinds());
            if (!scenario) return scenario.error();
            scenario_ = std::make_unique<scenarios::Scenario>(std::move(*scenario));
        }
    } catch (const std::exception& failure) {
        return failure.what();
    }
    std::vector<sim::Signal> watched;
    const auto read = scenarios::read_condition(condition, *scenario_, watched);
    return read ? std::string{} : read.error();
}

}  // namespace weft::gui
