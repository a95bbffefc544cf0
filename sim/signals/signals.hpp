#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/recorder.hpp"
#include "sim/signals/recent_requests.hpp"
#include "sim/signals/signal.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::sim {

/// What a run reads of its own recent past, for the conditions of its timeline. It hears the facts
/// that a recorder hears, whether there is one or not; a run without conditions has none.
class Signals final : public observe::Recorder {
public:
    /// Answers what is_of_pods().
    using AskPods = std::function<double(const Signal&)>;

    Signals(std::vector<Signal> signals, AskPods ask_pods);

    /// Before conditions are looked at: all facts before `now` have been told.
    void look(mesh::Instant now);

    mesh::Instant now() const { return now_; }

    /// By the signal's place in the list, in its unit. Nothing where there was no request to
    /// measure; counts and rates are 0 then.
    std::optional<double> value(std::size_t signal) const;

    void named(observe::NameKind kind, std::uint32_t number, std::string_view name) override;
    void requests(std::span<const observe::RequestEnd> ended) override;
    void calls(std::span<const observe::CallEnd> ended) override;
    void spans(std::span<const observe::Span> /*spans*/) override {}
    void decisions(std::span<const observe::Decision> /*decisions*/) override {}
    void changes(std::span<const observe::Change> changes) override;
    void interval(const observe::IntervalEnd& /*interval*/) override {}

private:
    /// A host as one proxy sees it: the numbers of the proxy's pod, the cluster and the host's pod.
    struct SeenHost {
        std::uint32_t proxy;
        std::uint32_t cluster;
        std::uint32_t pod;

        friend auto operator<=>(const SeenHost&, const SeenHost&) = default;
    };

    /// A signal and what it has heard.
    struct Heard {
        Signal signal;
        RecentRequests recent;
        std::uint32_t load = observe::nobody;  ///< The numbers of its names.
        std::uint32_t source = observe::nobody;
        std::uint32_t destination = observe::nobody;
        std::uint32_t version = observe::nobody;
        std::set<std::uint32_t> clusters{};  ///< Of the destination.
        std::set<std::uint32_t> services{};  ///< Its names.
        std::set<SeenHost> hosts{};          ///< That are ejected, or have their circuits open.
    };

    void hear(Heard& heard, const observe::Change& change);

    std::vector<Heard> heard_;
    AskPods ask_pods_;
    mesh::Instant now_{};
};

}  // namespace weft::sim
