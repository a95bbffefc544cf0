#pragma once

#include "gui/source/triple_buffer.hpp"
#include "mesh/base/time.hpp"
#include "scenarios/play/moment_stop.hpp"
#include "sim/observe/message.hpp"
#include "sim/observe/played_event.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace weft::scenarios {
class Moment;
struct Scenario;
}  // namespace weft::scenarios

namespace weft::gui {

/// A message of a request on its way, by the names of the services.
struct OnTheWay {
    std::string source;
    std::string destination;
    sim::observe::Message::Kind kind = sim::observe::Message::Kind::request;
    std::uint16_t status = 0;        ///< Of an answer.
    std::optional<double> progress;  ///< 0 to 1; nothing: it is not known.
};

/// What is known of a run that is played event by event, as plain values.
struct StepState {
    std::uint64_t done = 0;  ///< So many commands: it is what the last of these led to.
    bool is_busy = false;    ///< Another one is being carried out.
    double progress = 0;     ///< Of that, 0 to 1.
    mesh::Instant at{};
    std::string failure;                            ///< Why it cannot be played on; "" if it can.
    std::optional<scenarios::MomentStop> stop;      ///< Why it holds here.
    std::string condition;                          ///< The one that became true.
    std::optional<sim::observe::PlayedEvent> last;  ///< The event that was played last.
    std::vector<sim::observe::PlayedEvent> ahead;   ///< Those that come next,
    std::vector<OnTheWay> on_the_way;
};

/// A recorded run that is played again event by event, on a thread of its own. Commands are carried
/// out one after another; state() is the newest that is known, and whoever asks never waits.
class Stepper {
public:
    explicit Stepper(std::filesystem::path run);
    /// Gives up what it does.
    ~Stepper();
    Stepper(const Stepper&) = delete;
    Stepper& operator=(const Stepper&) = delete;

    void go_to(mesh::Instant at) { tell(GoTo{at}); }
    void step(std::uint64_t events) { tell(Step{events}); }
    void run(const scenarios::MomentUntil& until) { tell(until); }
    /// What `Until::conditions` means from now on. The run is played again to the same place, so
    /// that each has watched from the beginning; not if they are those that it watches.
    void watch(std::vector<std::string> conditions) { tell(std::move(conditions)); }
    /// Gives up what is being done, and what was to be done after it.
    void cancel();

    /// How many commands were given.
    std::uint64_t given() const { return given_; }
    /// Whether there is news since the last call.
    bool take() { return states_.take(); }
    const StepState& state() const { return states_.front(); }

private:
    struct GoTo {
        mesh::Instant at;
    };
    struct Step {
        std::uint64_t events;
    };
    using Conditions = std::vector<std::string>;
    using Command = std::variant<GoTo, Step, scenarios::MomentUntil, Conditions>;

    void tell(Command command);
    std::optional<Command> wait_for_command();
    void work();
    bool is_over();
    bool is_given_up();
    void carry_out(const GoTo& command);
    void carry_out(const Step& command);
    void carry_out(const scenarios::MomentUntil& until);
    void carry_out(const Conditions& conditions);
    bool is_ready() const { return moment_ && state_.failure.empty(); }
    bool open();
    bool open_here();
    bool follow_run();
    bool play(const scenarios::MomentUntil& until);
    void publish(bool is_busy);

    std::filesystem::path run_;
    std::uint64_t given_ = 0;  ///< The asking thread's.
    TripleBuffer<StepState> states_;

    std::mutex mutex_;
    std::condition_variable told_;
    std::deque<Command> commands_;  ///< Under the mutex, as are the next two.
    std::uint64_t skipped_ = 0;     ///< Commands that were given up before they began.
    bool is_cancelled_ = false;
    bool is_ending_ = false;

    std::unique_ptr<scenarios::Moment> moment_;  ///< The working thread's, as all that follow.
    Conditions conditions_;
    StepState state_;
    std::thread thread_;
};

/// Reads conditions for a run, such as breakpoints.
class ConditionReader {
public:
    explicit ConditionReader(std::filesystem::path run);
    ~ConditionReader();

    /// What is wrong with one, a line for each mistake with its column; "" if nothing.
    std::string mistakes(const std::string& condition);

private:
    std::filesystem::path run_;
    std::unique_ptr<scenarios::Scenario> scenario_;  ///< Once it was asked for.
};

}  // namespace weft::gui
