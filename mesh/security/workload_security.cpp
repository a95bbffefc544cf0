#include "mesh/security/workload_security.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weft::mesh {
namespace {

KeySets keys_of(const WorkloadRules& rules) {
    KeySets keys{rules.tokens};
    const auto& missing = rules.missing_keys;
    for (std::size_t rule = 0; rule < rules.tokens.size(); ++rule) {
        const std::string& address = rules.tokens[rule].keys_address();
        if (std::ranges::find(missing, address) == missing.end()) keys.fetched(rule);
    }
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
      keys_(keys_of(rules_)) {
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
    const bool is_stream = std::ranges::binary_search(rules_.stream_ports, connection.port);
    const RequestView view{head};
    if (!is_stream) request.http = &view;
    if (authorizer_ && answer != ProviderAnswer::allowed) {
        const InboundVerdict outside = decide_outside(request, answer);
        if (!outside.goes_on()) return outside;
    }
    TokenVerdict tokens;
    if (!is_stream) tokens = tokens_.authenticate(view, keys_, now + connection.clock_offset);
    if (tokens.status != 0) return {.status = tokens.status};
    if (tokens.token) request.token = &*tokens.token;
    const bool allowed = access_.decide(request, ProviderAnswer::allowed).allowed();
    return allowed ? InboundVerdict{} : refusal_of(request);
}

/// What the authorizer makes of it, who is asked before anybody has looked at tokens.
InboundVerdict WorkloadSecurity::decide_outside(const AccessRequest& request,
                                                ProviderAnswer answer) const {
    using Kind = AccessVerdict::Kind;
    const AccessVerdict verdict = access_.decide(request, answer);
    if (verdict.kind == Kind::ask_provider) return {.asks_authorizer = true};
    const bool is_custom = verdict.kind == Kind::denied && verdict.policy != nullptr &&
                           verdict.policy->action == AccessAction::custom;
    if (!is_custom) return {};
    InboundVerdict refusal = refusal_of(request);
    refusal.by_authorizer = answer == ProviderAnswer::denied;
    return refusal;
}

InboundVerdict WorkloadSecurity::refusal_of(const AccessRequest& request) {
    if (request.http == nullptr) return {.closes_connection = true};
    return {.status = access_denied_status};
}

}  // namespace weft::mesh
