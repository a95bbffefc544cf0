#include "mesh/security/workload_security.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weft::mesh {
namespace {

KeySets all_keys(const std::vector<TokenRule>& rules) {
    KeySets keys{rules};
    for (std::size_t rule = 0; rule < rules.size(); ++rule)
        keys.fetched(rule);
    return keys;
}

}  // namespace

MutualTlsMode WorkloadRules::mode_of(std::uint16_t port) const {
    const auto own = port_modes.find(port);
    return own == port_modes.end() ? mode : own->second;
}

bool WorkloadRules::ask_nothing() const {
    return access.empty() && tokens.empty() && mode == MutualTlsMode::permissive &&
           port_modes.empty();
}

WorkloadSecurity::WorkloadSecurity(WorkloadRules rules,
                                   const TrustDomains& domains,
                                   Duration clock_skew,
                                   const std::vector<ExternalAuthorizer>& authorizers)
    : rules_(std::move(rules)),
      access_(rules_.access, domains),
      tokens_(rules_.tokens, clock_skew),
      keys_(all_keys(rules_.tokens)) {
    // Of two providers none is asked: see Authorization.
    const auto custom =
        std::ranges::find(rules_.access, AccessAction::custom, &AccessPolicy::action);
    if (custom == rules_.access.end()) return;
    const auto known = std::ranges::find(authorizers, custom->provider, &ExternalAuthorizer::name);
    if (known != authorizers.end()) authorizer_ = *known;
}

ProviderAnswer WorkloadSecurity::answer_of(bool answered, bool allowed) const {
    const bool goes_on = answered ? allowed : authorizer_ && authorizer_->fails_open;
    return goes_on ? ProviderAnswer::allowed : ProviderAnswer::denied;
}

InboundVerdict WorkloadSecurity::decide(const InboundConnection& connection,
                                        const RequestHead& head,
                                        Instant now,
                                        ProviderAnswer answer) const {
    AccessRequest request{.peer = connection.peer,
                          .source = connection.source,
                          .remote = connection.source,
                          .destination = connection.destination,
                          .port = connection.port};
    if (std::ranges::binary_search(rules_.stream_ports, connection.port)) {
        return decide_access(request, answer);
    }
    const RequestView view{head};
    request.http = &view;
    const TokenVerdict tokens = tokens_.authenticate(view, keys_, now);
    if (tokens.status != 0) return {.status = tokens.status};
    if (tokens.token) request.token = &*tokens.token;
    return decide_access(request, answer);
}

/// Of a request, or of a stream of bytes if it has no HTTP.
InboundVerdict WorkloadSecurity::decide_access(const AccessRequest& request,
                                               ProviderAnswer answer) const {
    using Kind = AccessVerdict::Kind;
    if (!authorizer_) answer = ProviderAnswer::allowed;
    const AccessVerdict verdict = access_.decide(request, answer);
    if (verdict.allowed()) return {};
    if (verdict.kind == Kind::ask_provider) return {.asks_authorizer = true};
    const bool by_authorizer = answer == ProviderAnswer::denied && verdict.policy != nullptr &&
                               verdict.policy->action == AccessAction::custom;
    if (request.http == nullptr) return {.closes_connection = true, .by_authorizer = by_authorizer};
    return {.status = access_denied_status, .by_authorizer = by_authorizer};
}

}  // namespace weft::mesh
