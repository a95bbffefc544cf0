#pragma once

#include "sim/observe/recorder.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim::observe {

/// Gathers facts and hands them to a recorder in batches, so that the hot path makes no virtual
/// call.
class FactBuffer {
public:
    /// `recorder` may be null: then nothing is kept.
    explicit FactBuffer(Recorder* recorder) : recorder_(recorder) {}

    void add(const RequestEnd& fact) { keep(requests_, fact); }
    void add(const CallEnd& fact) { keep(calls_, fact); }
    void add(const Span& fact) { keep(spans_, fact); }
    void add(const Decision& fact) { keep(decisions_, fact); }
    void add(const Change& fact) { keep(changes_, fact); }

    /// Hands over what is left, then the interval.
    void end(const IntervalEnd& interval);

    /// The number of a name of this kind; a new one is told to the recorder first.
    std::uint32_t number(NameKind kind, std::string_view name);

private:
    static constexpr std::size_t batch = 64;  // Few enough to stay in the nearest cache.

    template <class Fact>
    void keep(std::vector<Fact>& facts, const Fact& fact) {
        if (recorder_ == nullptr) return;
        facts.push_back(fact);
        if (facts.size() >= batch) flush();
    }
    void flush();

    Recorder* recorder_;
    std::vector<RequestEnd> requests_;
    std::vector<CallEnd> calls_;
    std::vector<Span> spans_;
    std::vector<Decision> decisions_;
    std::vector<Change> changes_;
    std::map<NameKind, std::map<std::string, std::uint32_t, std::less<>>> names_;
};

}  // namespace weft::sim::observe
