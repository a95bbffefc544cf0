// A sidecar that asks somebody outside who may call its app.
#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace sidecar_authorizer_test {

using namespace weft;
using namespace std::chrono_literals;
using Kind = mesh::Action::Kind;

namespace {

const mesh::InboundConnection from{.port = 9080};

/// Every request is asked about.
tests::SingleSidecar asking(bool fails_open = false) {
    mesh::AccessPolicy policy{.ns = "default",
                              .name = "ask",
                              .action = mesh::AccessAction::custom,
                              .provider = "opa",
                              .rules = {{}}};
    tests::SingleSidecar sidecar{{}};
    sidecar.security = std::make_shared<mesh::WorkloadSecurity>(
        mesh::WorkloadRules{.access = {policy}}, mesh::TrustDomains{.own = "cluster.local"}, 60s,
        std::vector<mesh::ExternalAuthorizer>{
            {.name = "opa", .timeout = 100ms, .fails_open = fails_open}});
    sidecar.push();
    return sidecar;
}

void arrive(tests::SingleSidecar& sidecar, mesh::InboundStream& stream) {
    sidecar.tell(mesh::input::InboundStarted{stream, mesh::StreamId{3}, sidecar.shape({}), &from});
}

void hear(tests::SingleSidecar& sidecar, mesh::InboundStream& stream, bool answered, bool allowed) {
    sidecar.tell(mesh::input::AuthorizerAnswered{.stream = stream,
                                                 .id = mesh::StreamId{3},
                                                 .shape = sidecar.shape({}),
                                                 .connection = from,
                                                 .answered = answered,
                                                 .allowed = allowed});
}

}  // namespace

TEST_SUITE("a sidecar that asks an authorizer") {
    TEST_CASE("a request waits for the answer, and goes to the app or is refused with UAEX") {
        auto sidecar = asking();
        mesh::InboundStream stream;
        arrive(sidecar, stream);
        CHECK(sidecar.actions.size() == 1);
        CHECK(sidecar.only(Kind::ask_authorizer)->delay == 100ms);
        CHECK(sidecar.only(Kind::ask_authorizer)->stream == mesh::StreamId{3});
        hear(sidecar, stream, true, true);
        CHECK(sidecar.actions.size() == 1);
        CHECK(sidecar.only(Kind::deliver));
        arrive(sidecar, stream);
        hear(sidecar, stream, true, false);
        CHECK(sidecar.actions.size() == 1);
        CHECK(sidecar.only(Kind::respond)->status == 403);
        CHECK(sidecar.only(Kind::respond)->flags == mesh::Flag::UAEX);
    }

    TEST_CASE("without an answer it is refused, or goes on if the authorizer fails open") {
        mesh::InboundStream stream;
        auto shut = asking();
        arrive(shut, stream);
        hear(shut, stream, false, true);
        CHECK(shut.only(Kind::respond)->status == 403);
        auto open = asking(true);
        arrive(open, stream);
        hear(open, stream, false, false);
        CHECK(open.only(Kind::deliver));
    }

    TEST_CASE("limits count what the authorizer lets through") {
        auto sidecar = asking();
        sidecar.inbound = std::make_shared<mesh::InboundPolicy>(mesh::InboundPolicy{
            .rate_limit = mesh::TokenBucketSettings{.max_tokens = 0, .fill_interval = 1s}});
        sidecar.push();
        mesh::InboundStream stream;
        arrive(sidecar, stream);
        CHECK(sidecar.actions.size() == 1);
        hear(sidecar, stream, true, true);
        CHECK(sidecar.only(Kind::respond)->status == 429);
    }

    TEST_CASE("a policy that is gone by the time of the answer refuses nobody") {
        auto sidecar = asking();
        mesh::InboundStream stream;
        arrive(sidecar, stream);
        sidecar.security = nullptr;
        sidecar.push();
        hear(sidecar, stream, true, false);
        CHECK(sidecar.only(Kind::deliver));
    }
}

}  // namespace sidecar_authorizer_test
