#include "mesh/security/mutual_tls.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {

MutualTlsMode effective_mode(const ServerModes& modes) {
    for (const MutualTlsMode mode : {modes.port, modes.workload, modes.ns, modes.mesh}) {
        if (mode != MutualTlsMode::unset) return mode;
    }
    return MutualTlsMode::permissive;
}

TlsOutcome meet(ClientTls client, const TlsServer& server) {
    using Kind = TlsOutcome::Kind;
    assert(server.mode != MutualTlsMode::unset);
    const bool is_plain = client == ClientTls::disable;
    const TlsOutcome refused{
        .kind = Kind::refused,
        .reason = is_plain ? ResetReason::connection_termination : ResetReason::connection_failure};
    const MutualTlsMode mode = server.has_proxy ? server.mode : MutualTlsMode::disable;
    if (client == ClientTls::istio_mutual && mode != MutualTlsMode::disable) {
        return {.kind = Kind::encrypted, .knows_client = true};
    }
    if (mode == MutualTlsMode::strict) return refused;
    // What is not the mesh's own goes on to the app as it came.
    if (is_plain == server.app_speaks_tls) return refused;
    return {.kind = is_plain ? Kind::plain : Kind::encrypted};
}

bool accepts_server(std::span<const std::string> names, std::string_view identity) {
    return names.empty() || std::ranges::find(names, identity) != names.end();
}

}  // namespace weft::mesh
