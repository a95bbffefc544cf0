#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_security_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Action::Kind;
using mesh::ClientTls;
using mesh::MutualTlsMode;

namespace {

std::shared_ptr<const mesh::WorkloadSecurity> compiled(mesh::WorkloadRules rules) {
    return std::make_shared<mesh::WorkloadSecurity>(
        std::move(rules), mesh::TrustDomains{.own = "cluster.local"}, 60s);
}

/// Nobody may GET.
mesh::WorkloadRules denying() {
    mesh::AccessOperation operation;
    operation.methods.values = {"GET"};
    return {.access = {{.ns = "default",
                        .name = "no-get",
                        .action = mesh::AccessAction::deny,
                        .provider = {},
                        .rules = {{.to = {operation}}}}},
            .stream_ports = {3306}};
}

tests::SingleSidecar guarded(mesh::WorkloadRules rules) {
    tests::SingleSidecar sidecar{{}};
    sidecar.security = compiled(std::move(rules));
    sidecar.push();
    return sidecar;
}

void arrive(tests::SingleSidecar& sidecar, std::uint16_t port) {
    static mesh::InboundStream stream;
    const mesh::InboundConnection from{.port = port};
    sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{3}, sidecar.shape({}), &from});
}

mesh::ClusterConfig sending(ClientTls tls, bool by_rule = false) {
    mesh::ClusterConfig config;
    config.tls = tls;
    config.tls_by_rule = by_rule;
    return config;
}

}  // namespace

TEST_SUITE("security of a sidecar") {
    TEST_CASE("who may not call is answered 403 without a flag, before any limit counts it") {
        auto sidecar = guarded(denying());
        sidecar.inbound = std::make_shared<mesh::InboundPolicy>(mesh::InboundPolicy{
            .rate_limit = mesh::TokenBucketSettings{.max_tokens = 0, .fill_interval = 1s}});
        sidecar.push();
        arrive(sidecar, 9080);
        CHECK(sidecar.actions.size() == 1);
        CHECK(sidecar.only(Kind::respond)->status == 403);
        CHECK(sidecar.only(Kind::respond)->flags == mesh::Flags{});
    }

    TEST_CASE("a stream of bytes that may not come has its connection closed") {
        auto sidecar = guarded(denying());
        arrive(sidecar, 3306);
        CHECK(sidecar.actions.size() == 1);
        CHECK(sidecar.only(Kind::close_inbound)->stream == mesh::StreamId{3});
    }

    TEST_CASE("policies that are taken away let everybody in, at no cost") {
        auto sidecar = guarded(denying());
        CHECK(sidecar.sidecar().guards_inbound());
        sidecar.security = nullptr;
        sidecar.push();
        CHECK_FALSE(sidecar.sidecar().guards_inbound());
        arrive(sidecar, 9080);
        CHECK(sidecar.only(Kind::deliver));
    }

    TEST_CASE("what a port takes is the mode of its policies, and both without any") {
        tests::SingleSidecar open{{}};
        CHECK(open.sidecar().meet(ClientTls::disable, 9080).kind == mesh::TlsOutcome::Kind::plain);
        CHECK(open.sidecar().meet(ClientTls::istio_mutual, 9080).knows_client);
        auto strict = guarded(
            {.mode = MutualTlsMode::strict, .port_modes = {{9090, MutualTlsMode::disable}}});
        const auto& sidecar = strict.sidecar();
        const auto refused = sidecar.meet(ClientTls::disable, 9080);
        CHECK(refused.kind == mesh::TlsOutcome::Kind::refused);
        CHECK(refused.reason == mesh::ResetReason::connection_termination);
        CHECK(sidecar.meet(ClientTls::istio_mutual, 9080).knows_client);
        CHECK(sidecar.meet(ClientTls::disable, 9090).kind == mesh::TlsOutcome::Kind::plain);
        const auto unwanted = sidecar.meet(ClientTls::istio_mutual, 9090);
        CHECK(unwanted.kind == mesh::TlsOutcome::Kind::refused);
        CHECK(unwanted.reason == mesh::ResetReason::connection_failure);
    }

    TEST_CASE("mutual TLS goes by itself to hosts that take it alone") {
        tests::SingleSidecar sidecar{sending(ClientTls::istio_mutual)};
        sidecar.set_endpoints(
            {{.id = mesh::EndpointId{0}, .address = ""},
             {.id = mesh::EndpointId{1}, .address = "", .takes_mutual_tls = false}});
        sidecar.push();
        for (int request = 0; request < 2; ++request) {
            sidecar.ask();
            const auto sent = sidecar.only(Kind::send_attempt);
            REQUIRE(sent);
            const bool takes = sent->host == mesh::HostId{0};
            CHECK(sent->tls == (takes ? ClientTls::istio_mutual : ClientTls::disable));
            CHECK_FALSE(sent->tls_by_rule);
        }
    }

    TEST_CASE("what a rule says goes to every host") {
        tests::SingleSidecar sidecar{sending(ClientTls::istio_mutual, true)};
        sidecar.set_endpoints(
            {{.id = mesh::EndpointId{1}, .address = "", .takes_mutual_tls = false}});
        sidecar.push();
        sidecar.ask();
        CHECK(sidecar.only(Kind::send_attempt)->tls == ClientTls::istio_mutual);
        CHECK(sidecar.only(Kind::send_attempt)->tls_by_rule);
    }

    TEST_CASE("a connection that is opened says what will be sent on it") {
        mesh::ClusterConfig config = sending(ClientTls::simple, true);
        config.connects = true;
        tests::SingleSidecar sidecar{config};
        sidecar.ask();
        CHECK(sidecar.only(Kind::connect)->tls == ClientTls::simple);
        CHECK(sidecar.only(Kind::connect)->tls_by_rule);
    }
}

}  // namespace sidecar_security_test
