#include "mesh/security/mutual_tls.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mutual_tls_test {

using namespace weft::mesh;

namespace {

using Mode = MutualTlsMode;
using Kind = TlsOutcome::Kind;

/// "plain", "encrypted", or the flag of a caller that was refused.
std::string met(ClientTls client, const TlsServer& server) {
    const TlsOutcome outcome = meet(client, server);
    CHECK(outcome.knows_client ==
          (client == ClientTls::istio_mutual && outcome.kind == Kind::encrypted));
    if (outcome.kind == Kind::refused) return to_text(Flags{flag_of(outcome.reason)});
    return outcome.kind == Kind::plain ? "plain" : "encrypted";
}

}  // namespace

TEST_SUITE("mutual TLS") {
    TEST_CASE("the nearest level that says something decides, and else both are taken") {
        CHECK(effective_mode({}) == Mode::permissive);
        CHECK(effective_mode({.mesh = Mode::strict}) == Mode::strict);
        CHECK(effective_mode({.ns = Mode::disable, .mesh = Mode::strict}) == Mode::disable);
        CHECK(effective_mode({.workload = Mode::permissive, .ns = Mode::disable}) ==
              Mode::permissive);
        CHECK(effective_mode({.port = Mode::strict, .workload = Mode::disable}) == Mode::strict);
    }

    TEST_CASE("what callers may send depends on the mode") {
        CHECK(met(ClientTls::disable, {.mode = Mode::disable}) == "plain");
        CHECK(met(ClientTls::disable, {.mode = Mode::permissive}) == "plain");
        CHECK(met(ClientTls::disable, {.mode = Mode::strict}) == "UC");
        CHECK(met(ClientTls::istio_mutual, {.mode = Mode::disable}) == "UF");
        CHECK(met(ClientTls::istio_mutual, {.mode = Mode::permissive}) == "encrypted");
        CHECK(met(ClientTls::istio_mutual, {.mode = Mode::strict}) == "encrypted");
    }

    TEST_CASE("TLS with another certificate, or none, is for the app") {
        for (const ClientTls client : {ClientTls::simple, ClientTls::mutual}) {
            CHECK(met(client, {.mode = Mode::disable}) == "UF");
            CHECK(met(client, {.mode = Mode::permissive}) == "UF");
            CHECK(met(client, {.mode = Mode::strict}) == "UF");
            CHECK(met(client, {.mode = Mode::permissive, .app_speaks_tls = true}) == "encrypted");
            CHECK(met(client, {.mode = Mode::strict, .app_speaks_tls = true}) == "UF");
            CHECK(met(client, {.has_proxy = false, .app_speaks_tls = true}) == "encrypted");
        }
        CHECK(met(ClientTls::disable, {.app_speaks_tls = true}) == "UC");
    }

    TEST_CASE("a server without a proxy takes what its app takes, whatever policies say") {
        const TlsServer outside{.mode = Mode::strict, .has_proxy = false};
        CHECK(met(ClientTls::disable, outside) == "plain");
        CHECK(met(ClientTls::istio_mutual, outside) == "UF");
        CHECK(met(ClientTls::simple, outside) == "UF");
    }

    TEST_CASE("a caller talks to servers that its rule names in full, without names to all") {
        const std::vector<std::string> names{"spiffe://a/ns/b/sa/c", "spiffe://a/ns/b/sa/d"};
        CHECK(accepts_server({}, "spiffe://a/ns/b/sa/e"));
        CHECK(accepts_server(names, "spiffe://a/ns/b/sa/d"));
        CHECK_FALSE(accepts_server(names, "spiffe://a/ns/b/sa/e"));
        CHECK_FALSE(accepts_server(names, "spiffe://a/ns/b/sa/"));
        CHECK_FALSE(accepts_server(names, ""));
    }
}

}  // namespace mutual_tls_test
