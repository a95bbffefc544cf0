#pragma once

#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace weft::mesh {

/// What a workload takes from its callers. Unset: what the level above says.
enum class MutualTlsMode : std::uint8_t {
    unset,
    disable,     ///< Unencrypted alone.
    permissive,  ///< Both.
    strict,      ///< Mutual TLS alone.
};

/// What a caller sends, as a DestinationRule's `tls.mode` names it.
enum class ClientTls : std::uint8_t {
    disable,
    simple,        ///< TLS without a certificate of its own.
    mutual,        ///< TLS with a certificate that the rule names.
    istio_mutual,  ///< TLS with the certificate that the mesh gave the workload.
};

/// What the levels of policy say of one port of a workload.
struct ServerModes {
    MutualTlsMode port = MutualTlsMode::unset;
    MutualTlsMode workload = MutualTlsMode::unset;
    MutualTlsMode ns = MutualTlsMode::unset;
    MutualTlsMode mesh = MutualTlsMode::unset;

    friend bool operator==(const ServerModes&, const ServerModes&) = default;
};

/// The nearest that is set, port first; permissive if none is. Source: Istio's PeerAuthentication.
MutualTlsMode effective_mode(const ServerModes& modes);

/// Who is called.
struct TlsServer {
    MutualTlsMode mode = MutualTlsMode::permissive;  ///< Of its proxy; never unset.
    bool has_proxy = true;
    bool app_speaks_tls = false;  ///< To whom its proxy, or nobody, hands on what it did not take.
};

/// What becomes of a connection.
struct TlsOutcome {
    enum class Kind : std::uint8_t { plain, encrypted, refused };

    Kind kind = Kind::plain;
    bool knows_client = false;  ///< The server was shown the caller's identity.
    ResetReason reason = ResetReason::connection_failure;  ///< Of `refused`, as the caller sees it.

    friend bool operator==(const TlsOutcome&, const TlsOutcome&) = default;
};

/// A handshake that fails is a connection failure (UF). Who sends unencrypted what is not wanted so
/// has a connection before it is closed (UC). Certificates are a matter of check_peer().
TlsOutcome meet(ClientTls client, const TlsServer& server);

/// Secure naming: whether a caller whose rule names its servers goes on to talk to one that shows
/// this identity. No names: to anybody. Source: a DestinationRule's `subjectAltNames`, which Istio
/// compares as a whole.
bool accepts_server(std::span<const std::string> names, std::string_view identity);

}  // namespace weft::mesh
