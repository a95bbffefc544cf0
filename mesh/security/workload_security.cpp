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
                                   Duration clock_skew)
    : rules_(std::move(rules)),
      access_(rules_.access, domains),
      tokens_(rules_.tokens, clock_skew),
      keys_(all_keys(rules_.tokens)) {}

InboundVerdict WorkloadSecurity::decide(const InboundConnection& connection,
                                        const RequestHead& head,
                                        Instant now) const {
    AccessRequest request{.peer = connection.peer,
                          .source = connection.source,
                          .remote = connection.source,
                          .destination = connection.destination,
                          .port = connection.port};
    if (std::ranges::binary_search(rules_.stream_ports, connection.port)) {
        return decide_stream(request);
    }
    const RequestView view{head};
    request.http = &view;
    const TokenVerdict tokens = tokens_.authenticate(view, keys_, now);
    if (tokens.status != 0) return {.status = tokens.status};
    if (tokens.token) request.token = &*tokens.token;
    if (access_.decide(request, ProviderAnswer::allowed).allowed()) return {};
    return {.status = access_denied_status};
}

InboundVerdict WorkloadSecurity::decide_stream(const AccessRequest& request) const {
    const bool allowed = access_.decide(request, ProviderAnswer::allowed).allowed();
    return {.closes_connection = !allowed};
}

}  // namespace weft::mesh
