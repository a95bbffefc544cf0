#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/facts.hpp"
#include "sim/observe/recorder.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace weft::reports {

/// A root request: the number of its load's name, and its number within the load.
using RequestNumber = std::pair<std::uint32_t, std::uint64_t>;

/// A root request by its load, and its number within it.
using AskedRequest = std::pair<std::string, std::uint64_t>;

/// Attempts of one proxy at one host that failed one after the other, with no good one between.
struct FailureRow {
    /// A status, first_reset and the mesh::ResetReason, or 0 for no answer in time; and the pod
    /// that failed deepest below.
    using How = std::pair<std::uint16_t, std::uint32_t>;

    std::map<How, std::uint32_t> counts;
    std::uint32_t count = 0;
    mesh::Instant first{};
    mesh::Instant last{};
    RequestNumber first_request{};
    RequestNumber last_request{};
    std::optional<mesh::Instant> last_good;  ///< Before the first.
};

/// What led to a change of state.
struct Reason {
    /// A fault that acted on a pod that had to do with it.
    struct Strike {
        std::uint32_t step = sim::observe::nobody;
        std::uint32_t pod = sim::observe::nobody;
        mesh::Instant from{};
        mesh::Instant to = mesh::never;  ///< It went on.
    };

    /// What was under way when a limit was reached.
    struct Use {
        std::uint32_t out = 0;      ///< Attempts to the cluster; or requests at the pod.
        std::uint32_t retries = 0;  ///< Of them.
        mesh::Instant oldest_sent{};
        RequestNumber oldest{};
    };

    FailureRow failures{};
    std::uint32_t answers = 0;  ///< Since the host was judged last, or the run's beginning,
    std::uint32_t failed = 0;   ///< and how many of them failed,
    mesh::Instant since{};      ///< of which the first came then.
    std::vector<Strike> faults{};
    std::optional<mesh::Instant> pushed{};  ///< The configuration that came after its last good
                                            ///< answer and before it failed for the last time.
    std::vector<std::uint32_t> hosts_out{};
    std::optional<Use> use{};
};

/// Looks what led to each change of state, from the marks of all requests: they have to be sampled
/// one by one. What limits were full of is kept for the moments of some requests alone.
class Reasons final : public sim::observe::Recorder {
public:
    /// Loads and numbers of the requests that limits are of interest to.
    explicit Reasons(std::vector<AskedRequest> asked) : asked_(std::move(asked)) {}

    /// Null if there is nothing to be said of it.
    const Reason* of(const sim::observe::Change& change) const;

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override;
    void requests(std::span<const sim::observe::RequestEnd>) override {}
    void calls(std::span<const sim::observe::CallEnd>) override {}
    bool wants_marks() const override { return true; }
    void marks(std::span<const sim::observe::Mark> marks) override;
    void spans(std::span<const sim::observe::Span>) override {}
    void decisions(std::span<const sim::observe::Decision>) override {}
    void changes(std::span<const sim::observe::Change> changes) override { absorb(changes); }
    void interval(const sim::observe::IntervalEnd&) override { absorb({}); }

private:
    using Change = sim::observe::Change;
    using Mark = sim::observe::Mark;
    using ChangeKey =
        std::tuple<mesh::Instant, Change::Kind, std::uint32_t, std::uint32_t, std::uint32_t>;
    using HostKey = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
    using AttemptKey = std::pair<std::uint32_t, std::uint8_t>;  ///< Span of the call, and number.

    /// An attempt that is out.
    struct Attempt {
        HostKey host{};  ///< Whose proxy, cluster, pod.
        std::uint32_t work = sim::observe::nobody;
        mesh::Instant sent{};
        RequestNumber request{};
    };
    /// A call that goes on.
    struct OpenCall {
        std::uint32_t caller = sim::observe::nobody;  ///< The work that calls.
        std::uint32_t blamed = sim::observe::nobody;  ///< The pod that failed its last attempt.
        mesh::Instant answered = mesh::never;         ///< An attempt's answer came.
    };
    /// What a pod does for an attempt, until it has answered and its caller has heard of it.
    struct OpenWork {
        std::uint32_t pod = sim::observe::nobody;
        std::uint32_t blamed = sim::observe::nobody;  ///< The pod that failed a call of its.
        mesh::Instant arrived = mesh::never;
        RequestNumber request{};
        bool has_answered = false;
        bool is_over = false;  ///< For its caller.
    };
    /// What a proxy knows of a host.
    struct HostPast {
        FailureRow all{};
        FailureRow local{};   ///< Without an answer, broken by any.
        FailureRow before{};  ///< The last one that was closed.
        std::optional<mesh::Instant> last_good{};
        std::uint32_t answers = 0;
        std::uint32_t failed = 0;
        mesh::Instant since = mesh::never;
    };
    /// Of a step's fault, the one that was told of last.
    struct Round {
        mesh::Instant begun = mesh::never;
        std::set<std::uint32_t> pods;
    };
    struct Fault {
        std::uint32_t step = sim::observe::nobody;
        std::set<std::uint32_t> pods;
        mesh::Instant from{};
        mesh::Instant to = mesh::never;
    };

    static ChangeKey key_of(const Change& change) {
        return {change.at, change.kind, change.source, change.cluster, change.pod};
    }
    void absorb(std::span<const Change> changes);
    void take(std::size_t mark);
    void take(const Change& change);
    void end_attempt(std::size_t mark);
    void end_call(const Mark& mark);
    void forget_if_over(std::uint32_t work);
    bool is_cancelled(std::size_t mark) const;
    void add(FailureRow& row, const Attempt& attempt, FailureRow::How how, mesh::Instant at) const;
    void follow_fault(const Change& change);
    void follow_state(const Change& change);
    Reason reason_of(const Change& change);
    void add_failures(const Change& change, Reason& reason);
    void add_faults(const std::set<std::uint32_t>& pods,
                    mesh::Instant from,
                    mesh::Instant to,
                    Reason& reason) const;
    Reason::Use use_of(const Change& change) const;

    std::vector<AskedRequest> asked_;
    std::set<RequestNumber> asked_numbers_;
    std::vector<Mark> marks_;          ///< That came since the last changes.
    std::set<mesh::Instant> moments_;  ///< Of requests asked for.
    std::map<AttemptKey, Attempt> out_;
    std::map<std::uint32_t, OpenCall> calls_;
    std::map<std::uint32_t, OpenWork> works_;
    std::map<HostKey, HostPast> hosts_;
    std::map<HostKey, std::set<Change::Kind>> hosts_out_;
    std::map<std::uint32_t, Round> rounds_;  ///< By step.
    std::vector<Fault> faults_;
    std::optional<mesh::Instant> pushed_;
    std::map<ChangeKey, Reason> reasons_;
};

}  // namespace weft::reports
