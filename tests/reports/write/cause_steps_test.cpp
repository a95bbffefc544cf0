#include "reports/write/cause_steps.hpp"

#include "mesh/request/outcome.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace cause_steps_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using reports::CauseStep;
using sim::observe::Change;
using sim::observe::Mark;
using sim::observe::NameKind;
using About = CauseStep::About;
using Kind = Mark::Kind;

constexpr std::uint32_t cart = 0;  ///< Services, and their first pods.
constexpr std::uint32_t bank = 1;
constexpr std::uint32_t other = 2;  ///< A second pod of the cart.

reports::Names named() {
    reports::Names names;
    names.add(NameKind::load, 0, "web");
    names.add(NameKind::service, cart, "cart");
    names.add(NameKind::service, bank, "bank");
    names.add(NameKind::pod, cart, "cart-0");
    names.add(NameKind::pod, bank, "bank-0");
    names.add(NameKind::pod, other, "cart-1");
    names.add(NameKind::step, 0, "sick");
    return names;
}

Mark called(mesh::Duration at, std::uint32_t span, std::uint32_t by, std::uint32_t service) {
    return {.at = Instant{at}, .span = span, .other = by, .name = service, .kind = Kind::called};
}

Mark sent(mesh::Duration at,
          std::uint32_t span,
          std::uint32_t work,
          std::uint32_t pod,
          std::uint8_t attempt = 0) {
    return {.at = Instant{at},
            .span = span,
            .other = work,
            .name = pod,
            .kind = Kind::attempt_sent,
            .attempt = attempt};
}

Mark of_attempt(mesh::Duration at,
                std::uint32_t span,
                Kind kind,
                std::uint16_t value,
                std::uint8_t attempt = 0) {
    return {.at = Instant{at}, .span = span, .kind = kind, .attempt = attempt, .value = value};
}

Mark ended(mesh::Duration at, std::uint32_t span, std::uint32_t service, std::uint16_t value) {
    return {.at = Instant{at}, .span = span, .name = service, .kind = Kind::ended, .value = value};
}

reports::RequestTrace request_7() {
    reports::RequestTrace trace;
    trace.load = 0;
    trace.request = 7;
    trace.root = 1;
    return trace;
}

/// Tried twice; the second time the bank failed below.
reports::RequestTrace failed_twice() {
    reports::RequestTrace trace = request_7();
    trace.spans[1] = {called(10s, 1, sim::observe::nobody, cart),
                      sent(10s, 1, 2, cart),
                      of_attempt(11s, 1, Kind::attempt_ended, 503),
                      of_attempt(11s, 1, Kind::backing_off, 0),
                      sent(11500ms, 1, 4, other, 1),
                      of_attempt(12s, 1, Kind::attempt_ended, 503, 1),
                      ended(12s, 1, cart, 503)};
    trace.spans[5] = {called(11600ms, 5, 4, bank), sent(11600ms, 5, 6, bank),
                      of_attempt(11900ms, 5, Kind::attempt_ended, 500),
                      ended(11900ms, 5, bank, 500)};
    return trace;
}

}  // namespace

TEST_SUITE("cause steps") {
    TEST_CASE("a failure is told from how the request ended backwards, down to the deepest call") {
        const auto chain = reports::cause_chain(failed_twice(), named(), {});
        const auto at = [](mesh::Duration since) { return Instant{since}; };
        const std::string played = "web/7, played again";
        CHECK(chain.cause == "500 of bank-0");
        CHECK(chain.faults.empty());
        CHECK(chain.steps ==
              std::vector<CauseStep>{
                  {at(12s), About::request, "web/7", "503 after 2.00s", played},
                  {at(12s), About::pod, "cart-1", "attempt 2, calling cart: 503",
                   "attempt 2 of " + played},
                  {at(11900ms), About::service, "bank", "the call ended: 500 after 300ms", played},
                  {at(11900ms), About::pod, "bank-0", "attempt 1, calling bank: 500",
                   "attempt 1 of " + played},
                  {at(11s), About::pod, "cart-0", "attempt 1, calling cart: 503",
                   "attempt 1 of " + played}});
    }

    TEST_CASE("states that held come with the row of the file that they are in") {
        std::vector<Change> changes{
            {.at = Instant{8s}, .kind = Change::Kind::pod_crashed, .pod = cart},
            {.at = Instant{9s}, .kind = Change::Kind::fault_started, .step = 0}};
        const auto chain = reports::cause_chain(failed_twice(), named(), changes);
        REQUIRE(chain.steps.size() == 7);
        CHECK(chain.steps[5] == CauseStep{Instant{9s}, About::step, "sick", "fault_started sick",
                                          "v_changes: fault_started at 9 s"});
        CHECK(chain.steps[6] == CauseStep{Instant{8s}, About::pod, "cart-0", "pod_crashed cart-0",
                                          "v_changes: pod_crashed at 8 s"});
        CHECK(chain.faults == std::vector<std::string>{"sick"});
        // What ended before the request did is no cause.
        changes.push_back({.at = Instant{9500ms}, .kind = Change::Kind::fault_stopped, .step = 0});
        CHECK(reports::cause_chain(failed_twice(), named(), changes).steps.size() == 6);
        CHECK(reports::cause_chain(failed_twice(), named(), changes).faults.empty());
    }

    TEST_CASE("of what did not fail, or not in time, it is told what it waited for") {
        reports::RequestTrace trace = request_7();
        trace.spans[1] = {called(10s, 1, sim::observe::nobody, cart), sent(10s, 1, 2, cart),
                          of_attempt(11s, 1, Kind::attempt_ended, 200), ended(11s, 1, cart, 200)};
        auto chain = reports::cause_chain(trace, named(), {});
        CHECK(chain.cause.empty());
        REQUIRE(chain.steps.size() == 2);
        CHECK(chain.steps[0].what == "200 after 1.00s");
        CHECK(chain.steps[1].at == Instant{10s});
        CHECK(chain.steps[1].name == "cart-0");
        CHECK(chain.steps[1].what.ends_with(": 1.00s, 100 % of its time"));

        trace.spans[1][2] = of_attempt(11s, 1, Kind::attempt_given_up, 0);
        trace.spans[1][3] = ended(11s, 1, cart, 504);
        chain = reports::cause_chain(trace, named(), {});
        REQUIRE(chain.steps.size() == 3);
        CHECK(chain.steps[1].what == "attempt 1, calling cart: given up");
        CHECK(chain.steps[2].what.ends_with(": 1.00s, 100 % of its time"));
    }
}

}  // namespace cause_steps_test
