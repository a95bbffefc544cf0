#pragma once

#include "reports/store/new_run_file.hpp"
#include "reports/store/read_run.hpp"
#include "scenarios/model/kinds.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/sources.hpp"
#include "sim/observe/recorder.hpp"
#include "sim/world/world.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace weft::scenarios {

class WrittenValues;

/// What a run file must keep so that its run can be played again.
reports::RunHead head_of_run(const Scenario& scenario,
                             const PlayOptions& options,
                             const Sources& sources);

/// The scenario of a run file, read again from what the file kept; or why it cannot be. `kinds` are
/// those that it was read with. `values`, if somebody asks, get what its steps leave.
tl::expected<Scenario, std::string> read_again(const reports::RunHead& head,
                                               const Kinds& kinds,
                                               WrittenValues* values = nullptr);

/// A recorded run that is played again. It has to do what it did: each interval that it passes is
/// compared with the recorded one.
class Replay {
public:
    /// One root request in `span_every` is told to the recorder span by span, 0 none. The recorder
    /// may be null; it and the run outlive this.
    Replay(const reports::RecordedRun& run,
           const Scenario& scenario,
           const Kinds& kinds,
           std::uint32_t span_every,
           sim::observe::Recorder* recorder);

    /// Plays on to `until`, at most to the end of the recorded run. Nothing, or the number of the
    /// first interval that is not as it was recorded: another build, or another machine's mistake.
    std::optional<std::size_t> run_until(mesh::Instant until);

    sim::World& world() { return world_; }

private:
    bool is_whole(const sim::observe::IntervalEnd& interval) const;

    const reports::RecordedRun& run_;
    mesh::Duration interval_;
    mesh::Instant horizon_;
    sim::World world_;
    std::size_t passed_ = 0;         ///< Intervals.
    std::uint64_t fingerprint_ = 0;  ///< Of those, as recorded.
};

/// "interval 61 (61s to 62s) is not as it was recorded: …", with both builds if they differ.
std::string not_as_recorded(const reports::RecordedRun& run, std::size_t interval);

}  // namespace weft::scenarios
