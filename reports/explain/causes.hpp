#pragma once

#include "reports/explain/critical_path.hpp"
#include "reports/explain/request_trace.hpp"
#include "reports/metrics/names.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace weft::reports {

/// What made a request fail, at the deepest call that did: "503 of ratings-v1-0.default",
/// "reset (connection_failure) of ratings-v1-0.default", "no answer of ratings-v1-0.default in
/// time", with ", which waited for mongo-0.default" if it hung there, "an answer of
/// ratings-v1-0.default that is of no use", "UO calling ratings". "" if it did not fail.
std::string cause_of_failure(const RequestTrace& trace, const Names& names);

/// A call that failed, or hung, looked at until a moment.
struct FailedCall {
    std::uint32_t call = sim::observe::nobody;  ///< Its span.
    mesh::Instant until{};

    friend bool operator==(const FailedCall&, const FailedCall&) = default;
};

/// The calls that a failure came up through: the request's first, and below each the one that its
/// last attempt failed for, or still waited for when it was given up. None if it did not fail.
std::vector<FailedCall> failed_calls(const RequestTrace& trace);

/// "503", or "reset (connection_failure)": how an attempt ended, by the value of its mark.
std::string words_for_end(std::uint16_t value);

/// What the requests of a window waited for, and why they failed.
class Causes {
public:
    explicit Causes(const Names& names) : names_(names) {}

    void add(const RequestTrace& trace);

    struct Share {
        std::string cause;
        double share = 0;  ///< Of all failures, or of the time that slow requests took.
    };

    std::size_t requests() const { return latencies_.size(); }
    std::size_t failures() const { return failures_; }

    /// The latency that this share of requests keeps below; 0 without requests.
    mesh::Duration quantile(double share) const;

    /// Of failures, the most frequent first.
    std::vector<Share> of_failures() const;

    /// Of the time of those that took at least as long as the quantile, the longest first.
    std::vector<Share> of_slow(double share) const;

private:
    struct Taken {
        std::uint32_t what;  ///< Number of the words in `whats_`.
        mesh::Duration time;
    };
    struct Request {
        mesh::Duration latency;
        std::vector<Taken> parts;
    };

    std::uint32_t number_of(const std::string& what);

    const Names& names_;
    std::vector<Request> latencies_;
    std::map<std::string, std::uint32_t> numbers_;
    std::vector<std::string> whats_;
    std::map<std::string, std::size_t> failed_by_;
    std::size_t failures_ = 0;
};

/// "queue of ratings", "network to ratings": what a part waited for, and of which service.
std::string words_for(const Part& part, const RequestTrace& trace, const Names& names);

}  // namespace weft::reports
