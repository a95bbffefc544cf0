#include "mesh/proxy/sidecar.hpp"

#include <bit>

namespace weft::mesh {

/// Chooses the stream's host for an attempt; false, and the host as it was, if none may be chosen.
bool Sidecar::choose_host(Stream& stream, StreamId id, ClusterState& state, const Moment& moment) {
    if (state.config().to_original_destination) {
        if (stream.host.id == no_host) return false;
        stream.host = state.host(stream.host.id, stream.host, moment.now);
        return true;
    }
    Draws draws = moment.draws.of(Purpose::balance, stream.attempts);
    const SelectionRequest request{.now = moment.now,
                                   .draws = draws,
                                   .hash = stream.request_hash(),
                                   .attempt = stream.attempts,
                                   .considered = stream.is_explained ? &considered_ : nullptr};
    const bool is_ruled = state.ruled() != nullptr;
    auto position =
        is_ruled ? choose_by_rules(stream, state, request, moment) : state.pick_position(request);
    if (!is_ruled && state.asks_hosts()) ask_hosts(stream, state, moment);
    if (!is_ruled && stream.earlier) position = choose_untried(stream, state, request, position);
    if (stream.is_explained) {
        const auto host = position ? std::optional{state.ids()[*position]} : std::nullopt;
        explain(stream, id, stream.attempts, host, moment);
    }
    if (!position) return false;
    stream.host = state.host_at(*position, moment.now);
    return true;
}

/// Position of this host, or of another if it is one that retries avoid.
std::optional<std::uint32_t> Sidecar::choose_untried(const Stream& stream,
                                                     ClusterState& state,
                                                     const SelectionRequest& request,
                                                     std::optional<std::uint32_t> position) {
    const std::uint32_t more = stream.route->retry.host_selection_attempts;
    for (std::uint32_t again = 0;
         again < more && position && stream.earlier->knows(state.ids()[*position]); ++again) {
        position = state.pick_position(request);
    }
    return position;
}

/// Position of a host by the rules of the cluster. The hosts that the request names come first,
/// then its subset.
std::optional<std::uint32_t> Sidecar::choose_by_rules(Stream& stream,
                                                      ClusterState& state,
                                                      const SelectionRequest& request,
                                                      const Moment& moment) {
    const HostRules& rules = *state.config().host_rules;
    auto position = named_host(stream, state);
    if (!position) {
        position = pick_by_rules(stream, state, request);
        if (state.asks_hosts()) ask_hosts(stream, state, moment);
    }
    if (!position) return std::nullopt;
    if (rules.retry_hosts) stream.made_earlier().tried.push_back(state.ids()[*position]);
    if (rules.retry_priorities) {
        auto& tried = stream.made_earlier().priorities;
        if (!tried) tried.emplace(*rules.retry_priorities);
        tried->on_attempt(state.ruled()->priority(*position));
    }
    return position;
}

/// Position of the host that the request names for this attempt; nothing if the rules decide.
std::optional<std::uint32_t> Sidecar::named_host(Stream& stream, const ClusterState& state) {
    const auto& header = state.config().host_rules->override_header;
    if (!header) return std::nullopt;
    const auto wanted = wanted_addresses(*header, around_.shapes.head(stream.shape));
    if (wanted.empty()) return std::nullopt;
    return state.ruled()->override_host(wanted, stream.made_earlier().overrides);
}

std::optional<std::uint32_t> Sidecar::pick_by_rules(const Stream& stream,
                                                    const ClusterState& state,
                                                    SelectionRequest request) {
    RuledHosts& hosts = *state.ruled();
    EarlierAttempts* const earlier = stream.earlier.get();
    if (earlier != nullptr && earlier->priorities) request.tried = &*earlier->priorities;
    const auto pick = [&]() -> std::optional<std::uint32_t> {
        const auto chosen = hosts.pick(stream.shape, around_.shapes.head(stream.shape), request);
        return chosen ? std::optional{chosen->position} : std::nullopt;
    };
    if (stream.attempts == 0) return pick();
    const RetryHostRules of_route{.omit_previous = true,
                                  .omit_labels = {},
                                  .more_picks = stream.route->retry.host_selection_attempts};
    const auto& own = state.config().host_rules->retry_hosts;
    const RetryHostRules& rules = own ? *own : of_route;
    return pick_for_retry(rules, pick, [&](std::uint32_t position) {
        const bool tried = earlier != nullptr && earlier->knows(state.ids()[position]);
        return suits_retry(rules, tried, hosts.labels(position));
    });
}

/// Says which hosts were compared, and which one was chosen.
void Sidecar::explain(const Stream& stream,
                      StreamId id,
                      std::uint8_t attempt,
                      std::optional<HostId> host,
                      const Moment& moment) {
    for (const ConsideredHost& each : considered_) {
        Action action = Action::of({Fact::Kind::considered, stream.cluster, each.host, 0});
        action.stream = id;
        action.attempt = attempt;
        action.value = std::bit_cast<std::uint64_t>(each.measure);
        moment.out.push_back(action);
    }
    considered_.clear();
    if (!host) return;
    Action action = Action::of({Fact::Kind::chosen, stream.cluster, *host, 0});
    action.stream = id;
    action.attempt = attempt;
    moment.out.push_back(action);
}

/// Sends the probes that go with a pick.
void Sidecar::ask_hosts(const Stream& stream, ClusterState& state, const Moment& moment) {
    asked_.clear();
    Draws draws = moment.draws.of(Purpose::probe, stream.attempts);
    state.probes(draws, asked_);
    for (const HostId host : asked_) {
        Action action;
        action.kind = Action::Kind::probe;
        action.host = host;
        action.cluster = stream.cluster;
        moment.out.push_back(action);
    }
}

}  // namespace weft::mesh
