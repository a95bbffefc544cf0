#pragma once

#include "mesh/balance/override_host.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/pool/resource_use.hpp"
#include "mesh/request/outcome.hpp"
#include "mesh/resilience/retry_hosts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace weft::mesh {

struct Route;

/// Where there is no host.
inline constexpr HostId no_host{~std::uint32_t{0}};

/// Which host an attempt went to, so that its end finds the host again whatever was pushed
/// meanwhile.
struct ChosenHost {
    Instant since{};  ///< When the attempt was sent.
    HostId id{0};
    std::uint32_t position = 0;  ///< Among the cluster's hosts, while `hosts_version` is current.
    std::uint32_t hosts_version = 0;
    std::uint32_t ticket = 0;  ///< Of the pool, where connections are opened as needed.
    std::uint32_t permit = 0;  ///< Of its circuit, where hosts have one.
};

/// What is known of a request's attempts before the latest one.
struct EarlierAttempts {
    struct Out {
        std::uint8_t number;
        ChosenHost host;
        std::uint32_t cluster_number;  ///< The stream's when it left: where it is counted.
    };

    std::vector<HostId> tried;   ///< Where retries must avoid them: hosts that failed.
    std::vector<Out> out;        ///< Where requests are hedged: those without an answer.
    OverrideCursor overrides{};  ///< Where requests name hosts: how many were asked for.
    std::optional<RetryPriorities> priorities{};  ///< Where retries must avoid those tried.

    /// As good as default-made; keeps its memory.
    void reset() {
        tried.clear();
        out.clear();
        overrides = {};
        priorities.reset();
    }

    /// Whether the host was tried, or is at it.
    bool knows(HostId host) const {
        const auto is_there = [host](const Out& attempt) { return attempt.host.id == host; };
        return std::ranges::find(tried, host) != tried.end() || std::ranges::any_of(out, is_there);
    }
};

/// What a sidecar remembers of one request to the app beside it. Kept by the sidecar's host as
/// Stream is: one for each request, default-made.
struct InboundStream {
    Instant since{};
    std::uint32_t counted_by = 0;  ///< Which of the policies that the sidecar has had; 0: none.
};

/// What a sidecar remembers of one request in progress. The host of the sidecar keeps it (one for
/// each request, default-made) and never looks inside.
struct Stream {
    enum class Phase : std::uint8_t {
        idle,
        delayed,
        hostless,
        connecting,
        in_flight,
        backing_off,
        done
    };

    const Route* route = nullptr;      ///< Lives as long as its epoch has streams.
    ChosenHost host{.id = no_host};    ///< Of the attempt that is out, or was out last; before the
                                       ///< first the one that the app means, if it means one.
    std::uint64_t hash = 0;            ///< Of what the route's hash policy names, if `has_hash`.
    std::uint32_t epoch = 0;           ///< The configuration under which it began.
    std::uint32_t cluster_slot = 0;    ///< Of the sidecar's clusters,
    std::uint32_t cluster_number = 0;  ///< and which of those that this slot has held.
    ClusterId cluster{0};
    ShapeId shape{0};         ///< As the route sends it on.
    std::uint8_t latest = 0;  ///< Number of the attempt that `host` is about.

    // What reset() clears stands together: two words of memory.
    Flags flags;
    Phase phase = Phase::idle;
    std::uint8_t attempts = 0;  ///< So far.
    std::uint8_t retries = 0;   ///< Decided so far.
    std::uint8_t timers = 0;    ///< Bit of each TimerKind that is set.
    bool has_hash = false;
    bool holds_retry = false;       ///< A slot of the retry limit.
    bool is_mirror = false;         ///< A copy: never retried.
    bool is_explained = false;      ///< Facts say how its hosts are chosen.
    bool is_judged = false;         ///< Admission control wants to know its end.
    std::uint8_t told_retries = 0;  ///< Those whose time a server named.
    std::uint8_t unsent = 0;        ///< Attempts that waited for a connection and never left.
    RoutingPriority priority = RoutingPriority::normal;  ///< In its cluster.

    std::unique_ptr<EarlierAttempts> earlier;  ///< Null until they matter.

    /// As good as default-made; keeps its memory.
    void reset() {
        host.id = no_host;
        cluster_number = 0;
        flags = {};
        phase = Phase::idle;
        attempts = 0;
        retries = 0;
        timers = 0;
        has_hash = false;
        holds_retry = false;
        is_mirror = false;
        is_explained = false;
        is_judged = false;
        told_retries = 0;
        unsent = 0;
        priority = RoutingPriority::normal;
        if (earlier) earlier->reset();
    }

    EarlierAttempts& made_earlier() {
        if (!earlier) earlier = std::make_unique<EarlierAttempts>();
        return *earlier;
    }
    /// Attempts that were sent.
    std::uint32_t sent() const {
        const bool waits = phase == Phase::connecting;
        return attempts - std::uint32_t{unsent} - (waits ? 1U : 0U);
    }
    std::size_t out_earlier() const { return earlier ? earlier->out.size() : 0; }

    std::optional<std::uint64_t> request_hash() const {
        return has_hash ? std::optional{hash} : std::nullopt;
    }
    void set_hash(const std::optional<std::uint64_t>& value) {
        has_hash = value.has_value();
        hash = value.value_or(0);
    }
};

}  // namespace weft::mesh
