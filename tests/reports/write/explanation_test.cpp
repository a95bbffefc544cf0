#include "reports/write/explanation.hpp"

#include "mesh/request/outcome.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace explanation_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using sim::observe::Mark;
using sim::observe::NameKind;

constexpr std::uint32_t cart = 0;
constexpr std::uint32_t other = 1;
constexpr std::uint32_t node = 2;

reports::Names names() {
    reports::Names names;
    names.add(NameKind::load, 0, "web");
    names.add(NameKind::service, 0, "cart");
    names.add(NameKind::pod, cart, "cart-0");
    names.add(NameKind::pod, other, "other-0");
    names.add(NameKind::pod, node, "zone-a-node-0");
    return names;
}

/// A call, of this service when it is made and at its end, to cart-0 at ten seconds.
reports::RequestTrace trace_of(std::uint32_t called, std::uint32_t ended) {
    reports::RequestTrace trace;
    trace.load = 0;
    trace.root = 1;
    trace.spans[1] = {
        {.at = Instant{10s}, .span = 1, .name = called, .kind = Mark::Kind::called},
        {.at = Instant{10s}, .span = 1, .name = cart, .kind = Mark::Kind::attempt_sent},
        {.at = Instant{11s}, .span = 1, .kind = Mark::Kind::attempt_ended, .value = 200},
        {.at = Instant{11s}, .span = 1, .name = ended, .kind = Mark::Kind::ended, .value = 200}};
    return trace;
}

/// What is said to have held meanwhile.
std::string held(const std::vector<Change>& changes) {
    const reports::Names known = names();
    const std::string text = reports::explanation(trace_of(0, 0), known, changes);
    const std::string title = "what held meanwhile:\n";
    const std::size_t at = text.find(title);
    return at == std::string::npos ? "" : text.substr(at + title.size());
}

Change change(mesh::Duration at, Change::Kind kind, std::uint32_t pod) {
    return {.at = Instant{at}, .kind = kind, .pod = pod};
}

}  // namespace

TEST_SUITE("explanation") {
    TEST_CASE("a call that a gateway forwards has the service that it was forwarded to") {
        const reports::Names known = names();
        const auto forwarded = trace_of(sim::observe::nobody, 0);
        CHECK(reports::explanation(forwarded, known, {}).find("forwards it to cart\n") !=
              std::string::npos);
        CHECK(reports::explanation_json(forwarded, known).find(R"("service":"cart")") !=
              std::string::npos);
        const auto called = trace_of(0, 0);
        CHECK(reports::explanation(called, known, {}).find("calls cart\n") != std::string::npos);
    }

    TEST_CASE("a state of a pod on the way holds until it ends, that of another pod does not") {
        using Kind = Change::Kind;
        CHECK(held({change(5s, Kind::certificate_expired, cart)}) ==
              "  since 5 s  certificate_expired cart-0\n");
        CHECK(held({change(5s, Kind::certificate_expired, cart),
                    change(6s, Kind::certificate_signed, cart)})
                  .empty());
        CHECK(held({change(5s, Kind::certificate_expired, other)}).empty());
        CHECK(held({change(12s, Kind::certificate_expired, cart)}).empty());  // Afterwards.
    }

    TEST_CASE("a configuration that was refused holds until the proxy takes another") {
        using Kind = Change::Kind;
        const auto refused = change(5s, Kind::config_rejected, cart);
        const auto pushed = change(4s, Kind::config_pushed, sim::observe::nobody);
        CHECK(held({pushed, refused}) ==
              "  since 4 s  config_pushed\n  since 5 s  config_rejected cart-0\n");
        CHECK(held({pushed, refused, change(6s, Kind::config_pushed, sim::observe::nobody)}) ==
              "  since 5 s  config_rejected cart-0\n  since 6 s  config_pushed\n");
        CHECK(held({pushed, refused, change(6s, Kind::config_applied, other)}) ==
              "  since 4 s  config_pushed\n  since 5 s  config_rejected cart-0\n");
        CHECK(held({pushed, refused, change(6s, Kind::config_applied, cart)}) ==
              "  since 4 s  config_pushed\n");
    }

    TEST_CASE("a connection that nobody took is refused, and neither arrives nor answers") {
        constexpr auto failed = static_cast<std::uint16_t>(
            sim::observe::first_reset +
            static_cast<std::uint16_t>(mesh::ResetReason::connection_failure));
        reports::RequestTrace trace = trace_of(0, 0);
        trace.spans[1][1].other = 2;
        trace.spans[1][2].value = failed;
        trace.spans[2] = {
            {.at = Instant{10s}, .span = 2, .name = cart, .kind = Mark::Kind::arrived},
            {.at = Instant{10s}, .span = 2, .name = cart, .kind = Mark::Kind::answered}};
        const reports::Names known = names();
        CHECK(reports::explanation(trace, known, {}).find("  answers\n") != std::string::npos);
        trace.spans[2][1].value = failed;
        const std::string text = reports::explanation(trace, known, {});
        CHECK(text.find("is refused: reset (connection_failure)\n") != std::string::npos);
        CHECK(text.find("arrives") == std::string::npos);
        CHECK(text.find("answers") == std::string::npos);
    }

    TEST_CASE("a node that is lost and a pod that fits nowhere concern every request") {
        using Kind = Change::Kind;
        CHECK(held({change(5s, Kind::node_lost, node), change(6s, Kind::pod_pending, other)}) ==
              "  since 5 s  node_lost zone-a-node-0\n  since 6 s  pod_pending other-0\n");
        CHECK(held({change(5s, Kind::node_lost, node), change(6s, Kind::pod_pending, other),
                    change(7s, Kind::node_back, node), change(8s, Kind::pod_started, other)})
                  .empty());
    }
}

}  // namespace explanation_test
