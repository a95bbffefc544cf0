#include "mesh/proxy/sidecar.hpp"

#include <cassert>
#include <chrono>
#include <string>

namespace weft::mesh {
namespace {

/// Virtual time counts from the Unix epoch.
std::uint64_t unix_seconds(Instant now) {
    return static_cast<std::uint64_t>(now.time_since_epoch() / std::chrono::seconds{1});
}

}  // namespace

/// Until the retry that was decided last: as long as the server asks for, if it does and is heeded;
/// else back-off, which does not count the retries whose time was told.
Duration Sidecar::wait_before_retry(Stream& stream,
                                    const ClusterState& state,
                                    const AttemptResult& result,
                                    const Moment& moment) {
    Draws draws = moment.draws.of(Purpose::retry_backoff, stream.retries);
    const RateLimitedBackoff* const heeded = state.config().rate_limited_backoff.get();
    if (heeded != nullptr && result.reset_after > 0) {
        const Header told{std::string{reset_header}, std::to_string(result.reset_after)};
        if (const auto wait = asked_wait(*heeded, {told}, unix_seconds(moment.now))) {
            ++stream.told_retries;
            return spread_wait(*wait, draws.next());
        }
    }
    const std::uint32_t untold = stream.retries - std::uint32_t{stream.told_retries};
    return backoff_delay(stream.route->retry.backoff, untold, draws.next());
}

void Sidecar::release_retry(Stream& stream) {
    if (!stream.holds_retry) return;
    stream.holds_retry = false;
    ClusterState* const state = state_of(stream);
    if (state == nullptr) return;
    ResourceUse& use = state->use(stream.priority);
    assert(use.retries > 0);
    --use.retries;
}

}  // namespace weft::mesh
