#pragma once

#include "mesh/base/ratio.hpp"
#include "sim/engine/event.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace weft::sim {

/// So much CPU time may be used in each slice of time. Both above 0.
struct CpuLimit {
    Duration quota;
    Duration slice;
    Duration phase;  ///< When the first slice begins; below `slice`.
};

/// The CPU time of one pod, whose threads compute at full speed, each on a core of its own, until
/// the quota is used up. Then all of them wait for the next slice, in which the quota is full
/// again; what was not used is lost. Without a limit it only counts. Where somebody else takes a
/// share of the cores, all threads compute, and use up the quota, so much more slowly.
///
///     limit 1 core, 4 threads of 40 ms:   |####---------|####---...   25 of 100 ms, then 15 more
///
/// Sans-I/O and exact: n threads use the quota up in its nth part. Whoever keeps it calls advance()
/// at next_event() at the latest.
/// Source: CFS bandwidth control of the Linux kernel, without bursts.
class CpuQuota {
public:
    CpuQuota(const std::optional<CpuLimit>& limit, Instant now);

    /// A thread begins to compute for so much CPU time.
    void begin(Handle work, Duration cpu, Instant now);

    /// From now on threads get this share of their cores; of nothing they stand still.
    void set_speed(mesh::Ratio speed, Instant now);

    mesh::Ratio speed() const { return speed_; }

    /// What a thread that would have computed all the time has lost to set_speed().
    Duration lost(Instant now) const { return lost_ + (now - now_) - worked(now - now_); }

    /// When some work is done, or the quota is used up or renewed while somebody waits for it.
    Instant next_event() const;

    /// Requires a time neither before the last one nor after next_event().
    void advance(Instant now);

    /// One that is done by now, in the order in which they are; then it is forgotten.
    std::optional<Handle> take_done();

    /// All that compute or wait to, in no meaningful order; they are forgotten.
    std::vector<Handle> stop_all(Instant now);

    /// CPU time, since it was made.
    Duration used(Instant now) const;

    /// How long threads have waited for the next slice, which all of them do at a time.
    Duration throttled(Instant now) const {
        return is_spent() ? throttled_ + (now - now_) : throttled_;
    }

private:
    struct Thread {
        Duration done_at;  // Of progress_.
        std::uint64_t order;
        Handle work;

        /// For a heap with the first to be done on top.
        friend bool operator<(const Thread& a, const Thread& b) {
            return a.done_at != b.done_at ? a.done_at > b.done_at : a.order > b.order;
        }
    };

    /// What a thread computes in so long, and how long it needs for so much.
    Duration worked(Duration time) const;
    Duration time_for(Duration cpu) const;

    Duration threads() const { return Duration{static_cast<Duration::rep>(running_.size())}; }
    bool is_spent() const { return limit_ && left_ < threads(); }
    Instant end_of_slice(Instant at) const;

    std::optional<CpuLimit> limit_;
    mesh::Ratio speed_{mesh::Ratio::whole};
    Duration lost_{};
    Instant now_;
    Instant slice_end_;
    Duration left_{};      // Of the quota, in this slice.
    Duration progress_{};  // What each thread has computed that did so all the time.
    Duration used_{};
    Duration throttled_{};
    std::uint64_t begun_ = 0;
    std::vector<Thread> running_;
};

}  // namespace weft::sim
