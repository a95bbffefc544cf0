#include "sim/signals/signals.hpp"

#include <doctest/doctest.h>

#include <array>

namespace signals_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::Signal;
using sim::Signals;
using sim::observe::CallEnd;
using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::RequestEnd;
using Kind = Signal::Kind;

namespace {

mesh::Instant at(mesh::Duration since_start) {
    return mesh::Instant{since_start};
}

/// Knows the load "web", the services shop (0) and cart (1), versions and clusters; 7 of all that
/// is asked of pods.
Signals signals_of(const Signal& signal) {
    Signals signals{{signal}, [](const Signal&) { return 7.0; }};
    signals.named(NameKind::load, 0, "web");
    signals.named(NameKind::load, 1, "batch");
    signals.named(NameKind::service, 0, "shop");
    signals.named(NameKind::service, 1, "cart");
    signals.named(NameKind::version, 0, "");
    signals.named(NameKind::version, 1, "v1");
    signals.named(NameKind::cluster, 0, "outbound|80||cart.default.svc.cluster.local");
    signals.named(NameKind::cluster, 1, "outbound|80||cart-old.default.svc.cluster.local");
    return signals;
}

Signal of_load(Kind kind) {
    return {.kind = kind, .load = "web", .window = 2s};
}

Signal of_cart(Kind kind) {
    return {.kind = kind, .destination = "cart", .window = 2s};
}

/// Of the load, at 1 s: answered by 200 twice, by 404 and by 503; and one of another load.
void tell_requests(Signals& signals) {
    std::array<RequestEnd, 5> ended{};
    constexpr std::array<std::uint16_t, 5> statuses{200, 200, 404, 503, 503};
    for (std::size_t number = 0; number < ended.size(); ++number) {
        ended[number] = {at(900ms), at(1s), number, number == 4 ? 1U : 0U, statuses[number], {}};
    }
    signals.requests(ended);
}

void tell(Signals& signals, const Change& change) {
    signals.changes(std::array{change});
}

Change of_host(Change::Kind kind, std::uint32_t proxy, std::uint32_t pod, std::uint32_t cluster) {
    return {.at = at(1s), .kind = kind, .source = proxy, .pod = pod, .cluster = cluster};
}

}  // namespace

TEST_SUITE("signals") {
    TEST_CASE("shares, rates and latencies are of the load's requests in the window") {
        const auto value = [](Kind kind, mesh::Instant now) {
            Signals signals = signals_of(of_load(kind));
            tell_requests(signals);
            signals.look(now);
            return signals.value(0);
        };
        CHECK(value(Kind::success, at(2s)) == 0.75);
        CHECK(value(Kind::error_share, at(2s)) == 0.25);
        CHECK(value(Kind::requests, at(2s)) == 4.0);
        CHECK(value(Kind::rate, at(2s)) == 2.0);
        CHECK(value(Kind::throughput, at(2s)) == 1.5);
        CHECK(value(Kind::latency, at(2s)) == 100e6);
        CHECK(value(Kind::success, at(3s)) == 0.75);
        CHECK_FALSE(value(Kind::success, at(3100ms)));
        CHECK_FALSE(value(Kind::latency, at(3100ms)));
        CHECK(value(Kind::rate, at(3100ms)) == 0.0);
    }

    TEST_CASE("calls are of an edge, of a version, or of a load where attempts are counted") {
        const auto value = [](const Signal& signal) {
            Signals signals = signals_of(signal);
            std::array<CallEnd, 2> ended{CallEnd{at(1s), at(1s), 0, 0, 1, 1, 3, 200, {}},
                                         CallEnd{at(1s), at(1s), 1, 0, 0, 0, 1, 503, {}}};
            signals.calls(ended);
            signals.look(at(2s));
            return signals.value(0);
        };
        CHECK(value(of_cart(Kind::requests)) == 1.0);
        CHECK(value(of_cart(Kind::attempts)) == 3.0);
        CHECK(value({.kind = Kind::requests, .source = "shop", .window = 2s}) == 2.0);
        CHECK(value({.kind = Kind::requests, .source = "cart", .window = 2s}) == 0.0);
        Signal version = of_cart(Kind::requests);
        version.version = "v2";
        CHECK(value(version) == 0.0);
        version.version = "v1";
        CHECK(value(version) == 1.0);
        CHECK(*value(of_load(Kind::retry_share)) == doctest::Approx(2.0 / 3));
        CHECK(value(of_load(Kind::requests)) == 0.0);
    }

    TEST_CASE("a host is ejected while some proxy keeps it out") {
        Signals signals = signals_of(of_cart(Kind::ejected));
        tell(signals, of_host(Change::Kind::host_ejected, 10, 20, 1));
        CHECK(signals.value(0) == 0.0);
        tell(signals, of_host(Change::Kind::host_ejected, 10, 20, 0));
        tell(signals, of_host(Change::Kind::host_ejected, 11, 20, 0));
        CHECK(signals.value(0) == 1.0);
        tell(signals, of_host(Change::Kind::host_ejected, 10, 21, 0));
        CHECK(signals.value(0) == 2.0);
        tell(signals, of_host(Change::Kind::host_returned, 10, 20, 0));
        CHECK(signals.value(0) == 2.0);
        tell(signals, {.at = at(2s), .kind = Change::Kind::pod_gone, .pod = 11});
        CHECK(signals.value(0) == 1.0);
        tell(signals, {.at = at(2s), .kind = Change::Kind::pod_gone, .pod = 21});
        CHECK(signals.value(0) == 0.0);
    }

    TEST_CASE("a circuit is open until it is closed") {
        Signals signals = signals_of(of_cart(Kind::opened));
        tell(signals, of_host(Change::Kind::circuit_opened, 10, 20, 0));
        tell(signals, of_host(Change::Kind::circuit_opened, 11, 20, 0));
        tell(signals, of_host(Change::Kind::circuit_half_open, 10, 20, 0));
        CHECK(signals.value(0) == 2.0);
        tell(signals, of_host(Change::Kind::circuit_closed, 10, 20, 0));
        CHECK(signals.value(0) == 1.0);
    }

    TEST_CASE("limits count in the window, of callers and at the pods") {
        Signals signals = signals_of(of_cart(Kind::limited));
        tell(signals, of_host(Change::Kind::limit_reached, 10, sim::observe::nobody, 0));
        tell(signals, of_host(Change::Kind::limit_reached, 10, sim::observe::nobody, 1));
        tell(signals, {.at = at(1s), .kind = Change::Kind::limit_reached, .service = 1});
        tell(signals, {.at = at(1s), .kind = Change::Kind::limit_reached, .service = 0});
        signals.look(at(3s));
        CHECK(signals.value(0) == 2.0);
        signals.look(at(3100ms));
        CHECK(signals.value(0) == 0.0);
    }

    TEST_CASE("what is of pods is asked of the world, and the time is that of the look") {
        Signals signals = signals_of(of_cart(Kind::queue));
        CHECK(signals.value(0) == 7.0);
        signals.look(at(5s));
        CHECK(signals.now() == at(5s));
    }
}

}  // namespace signals_test
