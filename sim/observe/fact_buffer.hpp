#pragma once

#include "sim/observe/recorder.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim::observe {

/// Gathers facts and hands them to those who record them in batches, so that the hot path makes no
/// virtual call.
class FactBuffer {
public:
    /// `recorder` may be null: then nothing is kept.
    explicit FactBuffer(Recorder* recorder) {
        if (recorder != nullptr) recorders_.push_back(recorder);
    }

    /// Of names that are new, and of facts, from now on.
    void also_tell(Recorder& recorder) { recorders_.push_back(&recorder); }

    void add(const RequestEnd& fact) { keep(requests_, fact); }
    void add(const CallEnd& fact) { keep(calls_, fact); }
    void add(const InboundEnd& fact) { keep(inbound_, fact); }
    void add(const Span& fact) { keep(spans_, fact); }
    void add(const Decision& fact) { keep(decisions_, fact); }
    void add(const Change& fact) { keep(changes_, fact); }
    void add(const Mark& fact) { keep(marks_, fact); }
    void add(const OpenRequest& fact) { keep(open_requests_, fact); }

    bool wants_inbound() const;
    bool wants_marks() const;

    /// Hands over what is left.
    [[gnu::cold]] void hand_over();

    /// The same, then the interval.
    void end(const IntervalEnd& interval);

    /// The number of a name of this kind; a new one is told first.
    std::uint32_t number(NameKind kind, std::string_view name);

    /// The same of a service by its host, and of a workload by its labels.
    std::uint32_t number_of_service(std::string_view name, std::string_view host);
    std::uint32_t number_of(const Workload& workload);

    /// Whose pod it is.
    void name_pod(std::uint32_t pod, std::uint32_t workload);

private:
    static constexpr std::size_t batch = 64;  // Few enough to stay in the nearest cache.

    template <class Fact>
    void keep(std::vector<Fact>& facts, const Fact& fact) {
        if (recorders_.empty()) return;
        facts.push_back(fact);
        if (facts.size() >= batch) hand_over();
    }

    std::vector<Recorder*> recorders_;  ///< Empty: nothing is kept.
    std::vector<RequestEnd> requests_;
    std::vector<CallEnd> calls_;
    std::vector<InboundEnd> inbound_;
    std::vector<Span> spans_;
    std::vector<Decision> decisions_;
    std::vector<Change> changes_;
    std::vector<Mark> marks_;
    std::vector<OpenRequest> open_requests_;
    std::map<NameKind, std::map<std::string, std::uint32_t, std::less<>>> names_;
    std::set<std::uint32_t> hosts_told_;  ///< Of which services.
};

}  // namespace weft::sim::observe
