#include "scenarios/play/moment.hpp"

#include "reports/store/read_run.hpp"
#include "reports/store/store_error.hpp"
#include "scenarios/read/read_condition.hpp"
#include "sim/world/world_view.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace weft::scenarios {
namespace {

using sim::observe::Message;
using sim::observe::PlayedEvent;

/// Simulated time after which whoever waits is asked whether it goes on.
constexpr mesh::Duration asked_each = std::chrono::milliseconds{10};

/// The run cannot be played on, for a reason that the user has to be told.
class CannotPlayOn : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What it gives, or why the run cannot be played on.
template <class Play>
auto told(Play play) -> tl::expected<decltype(play()), std::string> {
    try {
        return play();
    } catch (const CannotPlayOn& failure) {
        return tl::make_unexpected(std::string{failure.what()});
    } catch (const sim::Imbalance& failure) {
        return tl::make_unexpected(fmt::format("this is a bug of weft: {}", failure.what()));
    }
}

/// The first whole multiple of a length after a moment.
mesh::Instant next_multiple(mesh::Instant at, mesh::Duration length) {
    return mesh::Instant{} + (at.time_since_epoch() / length + 1) * length;
}

}  // namespace

void Moment::Hearing::named(sim::observe::NameKind kind,
                            std::uint32_t number,
                            std::string_view name) {
    names.add(kind, number, name);
    if (signals) signals->named(kind, number, name);
}

void Moment::Hearing::requests(std::span<const sim::observe::RequestEnd> ended) {
    if (signals) signals->requests(ended);
    if (!keeps) return;
    std::ranges::copy_if(ended, std::back_inserter(failed),
                         [](const auto& end) { return mesh::is_failure(end.status); });
}

void Moment::Hearing::calls(std::span<const sim::observe::CallEnd> ended) {
    if (signals) signals->calls(ended);
}

void Moment::Hearing::changes(std::span<const sim::observe::Change> changes) {
    if (signals) signals->changes(changes);
    if (keeps) made.insert(made.end(), changes.begin(), changes.end());
}

tl::expected<std::unique_ptr<Moment>, std::string> Moment::open(
    const std::filesystem::path& run,
    const Kinds& kinds,
    const std::vector<std::string>& conditions) {
    std::unique_ptr<Moment> moment{new Moment};
    try {
        moment->run_ = reports::read_run(run);
    } catch (const reports::NotARunFile& error) {
        return tl::make_unexpected(std::string{error.what()});
    } catch (const reports::StoreError& error) {
        return tl::make_unexpected(std::string{error.what()});
    }
    auto scenario = read_again(moment->run_.head, kinds);
    if (!scenario) return tl::make_unexpected(fmt::format("{} {}", run.string(), scenario.error()));
    moment->scenario_ = std::move(*scenario);
    std::vector<sim::Signal> watched;
    for (const std::string& text : conditions) {
        auto condition = read_condition(text, moment->scenario_, watched);
        if (!condition) return tl::make_unexpected(condition.error());
        moment->conditions_.push_back(std::move(*condition));
    }
    Moment& it = *moment;
    if (!conditions.empty()) {
        it.hearing_.signals.emplace(std::move(watched), [&it](const sim::Signal& signal) {
            return sim::WorldView{it.replay_->world()}.measure(signal);
        });
    }
    it.held_.resize(it.conditions_.size());
    it.next_look_ = next_multiple({}, sim::usual_look);
    it.replay_ = std::make_unique<Replay>(it.run_, it.scenario_, kinds, 0, &it.hearing_);
    return moment;
}

mesh::Instant Moment::end() const {
    return run_.intervals.empty() ? mesh::Instant{} : run_.intervals.back().end;
}

/// Plays all that happens before; the intervals that it passes must be as they were recorded.
void Moment::play_to(mesh::Instant to) {
    at_now_ = 0;
    if (const auto failed = replay_->run_until(to))
        throw CannotPlayOn{not_as_recorded(run_, *failed)};
    if (to == next_look_) look();
}

void Moment::look() {
    next_look_ += sim::usual_look;
    if (!hearing_.signals) return;
    sim::WorldView{replay_->world()}.hand_over();
    hearing_.signals->look(now());
    for (std::size_t number = 0; number < conditions_.size(); ++number)
        held_[number] = conditions_[number].holds(*hearing_.signals);
}

/// One event, if there is one before `to`; else that is the time.
std::optional<PlayedEvent> Moment::play_event(mesh::Instant to) {
    sim::World& world = replay_->world();
    sim::WorldView{world}.hand_over();  // What happened before is no news.
    hearing_.made.clear();
    hearing_.failed.clear();
    while (now() < to) {
        const auto interval =
            std::ranges::upper_bound(run_.intervals, now(), {}, &sim::observe::IntervalEnd::end);
        const mesh::Instant stop = std::min({to, next_look_, interval->end});
        hearing_.keeps = true;
        const mesh::Instant before = now();
        auto event = world.step(stop);
        sim::WorldView{world}.hand_over();
        hearing_.keeps = false;
        if (event) {
            ++steps_;
            at_now_ = now() == before ? at_now_ + 1 : 1;
            return event;
        }
        play_to(stop);
    }
    return std::nullopt;
}

tl::expected<std::optional<PlayedEvent>, std::string> Moment::step() {
    return told([&] { return play_event(end()); });
}

std::optional<Moment::Stop> Moment::play_by_event(mesh::Instant to, const Until& until) {
    while (const auto event = play_event(to)) {
        if (until.failure && !hearing_.failed.empty()) return Stop{Stop::Why::failure};
        const bool is_made =
            until.change && std::ranges::find(hearing_.made, *until.change,
                                              &sim::observe::Change::kind) != hearing_.made.end();
        if (is_made) return Stop{Stop::Why::change};
    }
    return std::nullopt;
}

/// The first condition that has become true.
std::optional<Moment::Stop> Moment::first_turned(const std::vector<bool>& before) const {
    for (std::size_t number = 0; number < held_.size(); ++number)
        if (held_[number] && !before[number]) return Stop{Stop::Why::condition, number};
    return std::nullopt;
}

tl::expected<Moment::Stop, std::string> Moment::run_until(const Until& until,
                                                          const GoesOn& goes_on) {
    const mesh::Instant to = std::min(until.time, end());
    const bool by_event = until.failure || until.change;
    return told([&] {
        std::vector<bool> before = held_;
        while (now() < to) {
            const mesh::Instant stop = std::min(to, next_multiple(now(), asked_each));
            if (by_event) {
                if (const auto found = play_by_event(stop, until)) return *found;
            } else {
                is_by_step_ = false;
                play_to(stop);
            }
            if (until.conditions) {
                if (const auto found = first_turned(before)) return *found;
            }
            before = held_;
            if (goes_on && !goes_on(now())) return Stop{Stop::Why::stopped};
        }
        return Stop{now() < end() ? Stop::Why::time : Stop::Why::end};
    });
}

std::vector<PlayedEvent> Moment::upcoming(std::size_t most) const {
    return sim::WorldView{replay_->world()}.upcoming(most);
}

std::vector<Message> Moment::in_flight() {
    std::vector<Message> messages = sim::WorldView{replay_->world()}.messages();
    // What was not there one event ago was sent by that event.
    const bool is_next = is_by_step_ && steps_ == looked_at_ + 1;
    std::map<MessageKey, std::optional<mesh::Instant>> seen;
    for (Message& message : messages) {
        MessageKey key{message.load, message.request, message.kind,
                       message.from, message.to,      message.arrives};
        if (!message.sent) {
            const auto known = seen_.find(key);
            if (known != seen_.end()) {
                message.sent = known->second;
            } else if (is_next) {
                message.sent = now();
            }
        }
        seen.emplace(std::move(key), message.sent);
    }
    seen_ = std::move(seen);
    looked_at_ = steps_;
    is_by_step_ = true;
    return messages;
}

}  // namespace weft::scenarios
