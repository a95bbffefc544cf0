#pragma once

#include "mesh/base/time.hpp"
#include "reports/metrics/names.hpp"
#include "scenarios/model/condition.hpp"
#include "scenarios/model/kinds.hpp"
#include "scenarios/play/moment_stop.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/play/replay.hpp"
#include "sim/observe/facts.hpp"
#include "sim/observe/message.hpp"
#include "sim/observe/played_event.hpp"
#include "sim/signals/signals.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <tuple>
#include <vector>

namespace weft::scenarios {

/// A recorded run, played again up to some moment of it and held there, so that every event can be
/// seen before and after it happens. It never goes back: whoever wants an earlier moment opens
/// another one.
///
/// What goes wrong is told in the words for a user: the run is not as it was recorded, or it
/// fails. Nothing more can be played then.
class Moment {
public:
    using Until = MomentUntil;
    using Stop = MomentStop;

    /// The run of a file, at its beginning. `conditions` are as a step's `when` and are watched
    /// from there on, each 100 ms. Or why it cannot be played again; of a condition, a line for
    /// each mistake.
    static tl::expected<std::unique_ptr<Moment>, std::string> open(
        const std::filesystem::path& run,
        const Kinds& kinds,
        const std::vector<std::string>& conditions = {});

    Moment(const Moment&) = delete;
    Moment& operator=(const Moment&) = delete;

    mesh::Instant now() const { return replay_->world().now(); }
    mesh::Instant end() const;  ///< Of what was recorded.

    /// How many events at now() have been played: with it, another Moment can come to this very
    /// place.
    std::uint64_t events_at_now() const { return at_now_; }

    /// Plays one event and says what it was. Nothing: the run is at its end.
    tl::expected<std::optional<sim::observe::PlayedEvent>, std::string> step();

    /// Plays on. `goes_on` is asked after every 10 ms of simulated time.
    tl::expected<Stop, std::string> run_until(const Until& until, const GoesOn& goes_on = {});

    /// The next so many events, in the order in which they will be played.
    std::vector<sim::observe::PlayedEvent> upcoming(std::size_t most) const;

    /// What is on its way between callers and pods now. When it was sent is known of all that were
    /// seen to be sent, event by event, and of most others.
    std::vector<sim::observe::Message> in_flight();

    /// Changes of state, and root requests that failed, as the event played last made them.
    const std::vector<sim::observe::Change>& changes() const { return hearing_.made; }
    const std::vector<sim::observe::RequestEnd>& failures() const { return hearing_.failed; }

    /// Whether each condition held at the last whole 100 ms.
    const std::vector<bool>& held() const { return held_; }

    const reports::Names& names() const { return hearing_.names; }
    const sim::World& world() const { return replay_->world(); }

private:
    /// Hears the run for whoever asks and for the conditions.
    struct Hearing final : sim::observe::Recorder {
        void named(sim::observe::NameKind kind,
                   std::uint32_t number,
                   std::string_view name) override;
        void requests(std::span<const sim::observe::RequestEnd> ended) override;
        void calls(std::span<const sim::observe::CallEnd> ended) override;
        void spans(std::span<const sim::observe::Span>) override {}
        void decisions(std::span<const sim::observe::Decision>) override {}
        void changes(std::span<const sim::observe::Change> changes) override;
        void interval(const sim::observe::IntervalEnd&) override {}

        reports::Names names;
        std::optional<sim::Signals> signals{};  ///< Nothing where there is no condition.
        bool keeps = false;                     ///< The facts that come next.
        std::vector<sim::observe::Change> made;
        std::vector<sim::observe::RequestEnd> failed;
    };

    /// A message by what tells it from all others.
    using MessageKey = std::tuple<std::string,
                                  std::uint64_t,
                                  sim::observe::Message::Kind,
                                  std::string,
                                  std::string,
                                  mesh::Instant>;

    Moment() = default;
    void play_to(mesh::Instant to);
    void look();
    std::optional<sim::observe::PlayedEvent> play_event(mesh::Instant to);
    std::optional<Stop> play_by_event(mesh::Instant to, const Until& until);
    std::optional<Stop> first_turned(const std::vector<bool>& before) const;

    reports::RecordedRun run_;
    Scenario scenario_;
    std::vector<Condition> conditions_;
    Hearing hearing_;
    std::unique_ptr<Replay> replay_;
    std::vector<bool> held_;
    mesh::Instant next_look_{};
    std::uint64_t steps_ = 0;      ///< Events played one by one,
    std::uint64_t looked_at_ = 0;  ///< and how many when messages were looked at last.
    std::uint64_t at_now_ = 0;
    bool is_by_step_ = false;  ///< Nothing else was played since then.
    std::map<MessageKey, std::optional<mesh::Instant>> seen_;  ///< When they were sent.
};

}  // namespace weft::scenarios
