#include "reports/explain/critical_path.hpp"

#include "reports/explain/causes.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

namespace critical_path_test {

namespace {

using namespace weft::reports;
using namespace std::chrono_literals;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::sim::observe::Mark;
using weft::sim::observe::nobody;
using Kind = Mark::Kind;

/// Writes the marks of one request down.
class TraceWriter {
public:
    /// A call of a work, or the first of all.
    void call(std::uint32_t span, Duration at, std::uint32_t of_work = nobody) {
        if (of_work == nobody) trace_.root = span;
        add(span, {.at = Instant{at}, .other = of_work, .name = 0, .kind = Kind::called});
    }
    void mark(std::uint32_t span, Duration at, Kind kind, std::uint16_t value = 0) {
        add(span, {.at = Instant{at}, .kind = kind, .value = value});
    }
    void sent(std::uint32_t call, Duration at, std::uint32_t work, std::uint8_t attempt = 0) {
        add(call, {.at = Instant{at},
                   .other = work,
                   .name = work,
                   .kind = Kind::attempt_sent,
                   .attempt = attempt});
    }
    void ended(std::uint32_t call,
               Duration at,
               std::uint8_t attempt = 0,
               std::uint16_t value = 200) {
        add(call,
            {.at = Instant{at}, .kind = Kind::attempt_ended, .attempt = attempt, .value = value});
    }

    /// A work that computes from its arrival to its answer.
    void work(std::uint32_t span, Duration arrived, Duration answered) {
        mark(span, arrived, Kind::arrived);
        mark(span, arrived, Kind::computing);
        mark(span, answered, Kind::answered);
    }

    const RequestTrace& trace() const { return trace_; }

private:
    void add(std::uint32_t span, Mark mark) {
        mark.span = span;
        trace_.spans[span].push_back(mark);
    }

    RequestTrace trace_;
};

struct Stretch {
    PartKind kind;
    Duration length;

    friend bool operator==(const Stretch&, const Stretch&) = default;
};

std::vector<Stretch> path_of(const RequestTrace& trace) {
    std::vector<Stretch> stretches;
    Instant now = trace.sent();
    for (const Part& part : critical_path(trace)) {
        CHECK(part.from == now);  // No gap, and nothing twice.
        now = part.to;
        stretches.push_back({part.kind, part.length()});
    }
    CHECK(now == trace.ended());
    return stretches;
}

}  // namespace

TEST_SUITE("critical path") {
    TEST_CASE("a call is the way there, the wait for a worker, the work, and the way back") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.mark(10, 1ms, Kind::arrived);
        write.mark(10, 1ms, Kind::queued);
        write.mark(10, 4ms, Kind::computing);
        write.mark(10, 9ms, Kind::answered);
        write.ended(1, 11ms);
        write.mark(1, 11ms, Kind::ended, 200);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::network, 1ms},
                                                             {PartKind::queue, 3ms},
                                                             {PartKind::service, 5ms},
                                                             {PartKind::network, 2ms}});
    }

    TEST_CASE("what the pod's proxy asks others is their answer, not work") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.mark(10, 1ms, Kind::arrived);
        write.mark(10, 1ms, Kind::authorizing);
        write.mark(10, 3ms, Kind::asking);
        write.mark(10, 4ms, Kind::computing);
        write.mark(10, 9ms, Kind::answered);
        write.ended(1, 11ms);
        write.mark(1, 11ms, Kind::ended, 200);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::network, 1ms},
                                                             {PartKind::authorizer, 2ms},
                                                             {PartKind::rate_limit, 1ms},
                                                             {PartKind::service, 5ms},
                                                             {PartKind::network, 2ms}});
    }

    TEST_CASE("of parallel calls the one that ended last counts, and a sleep that outlasts them") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.mark(10, 1ms, Kind::arrived);
        write.mark(10, 1ms, Kind::waiting);
        for (const std::uint32_t call : {2U, 3U}) {
            const Duration length = call == 2 ? 4ms : 7ms;
            write.call(call, 1ms, 10);
            write.sent(call, 1ms, call + 20);
            write.work(call + 20, 2ms, length);
            write.ended(call, length + 1ms);
            write.mark(call, length + 1ms, Kind::ended, 200);
        }
        write.mark(10, 10ms, Kind::answered);
        write.ended(1, 11ms);
        write.mark(1, 11ms, Kind::ended, 200);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::network, 1ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::service, 5ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::sleep, 2ms},
                                                             {PartKind::network, 1ms}});
    }

    TEST_CASE("a retry adds the attempt that failed and the back-off") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.work(10, 1ms, 2ms);
        write.ended(1, 3ms, 0, 503);
        write.mark(1, 3ms, Kind::backing_off);
        write.sent(1, 8ms, 11, 1);
        write.work(11, 9ms, 10ms);
        write.ended(1, 11ms, 1);
        write.mark(1, 11ms, Kind::ended, 200);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::network, 1ms},
                                                             {PartKind::service, 1ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::backoff, 5ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::service, 1ms},
                                                             {PartKind::network, 1ms}});
    }

    TEST_CASE("of hedged attempts the one that answered counts, from when it was sent") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.work(10, 1ms, 50ms);
        write.sent(1, 5ms, 11, 1);
        write.work(11, 6ms, 8ms);
        write.ended(1, 9ms, 1);
        write.mark(1, 9ms, Kind::ended, 200);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::hedge, 5ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::service, 2ms},
                                                             {PartKind::network, 1ms}});
    }

    TEST_CASE("a call that is given up shows where its attempt was just then") {
        TraceWriter write;
        write.call(1, 0ms);
        write.mark(1, 0ms, Kind::delayed);
        write.sent(1, 2ms, 10);
        write.mark(10, 3ms, Kind::arrived);
        write.mark(10, 3ms, Kind::queued);
        write.mark(1, 10ms, Kind::ended, 0);
        write.mark(10, 30ms, Kind::computing);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::injected_delay, 2ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::queue, 7ms}});
        Names names;
        names.add(weft::sim::observe::NameKind::pod, 10, "cart-0");
        CHECK(cause_of_failure(write.trace(), names) == "no answer of cart-0 in time");
    }

    TEST_CASE("who gives up while a call of the app is out waited for that, and not for a sleep") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.mark(10, 1ms, Kind::arrived);
        write.mark(10, 1ms, Kind::computing);
        write.mark(10, 2ms, Kind::waiting);
        for (const std::uint32_t call : {2U, 3U}) {
            write.call(call, 2ms, 10);
            write.sent(call, 2ms, call + 20);
        }
        write.work(22, 3ms, 5ms);
        write.ended(2, 6ms);
        write.mark(2, 6ms, Kind::ended, 200);
        write.mark(23, 3ms, Kind::arrived);
        write.mark(23, 3ms, Kind::computing);
        write.mark(1, 60ms, Kind::ended, 0);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::network, 1ms},
                                                             {PartKind::service, 1ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::service, 57ms}});
        Names names;
        names.add(weft::sim::observe::NameKind::pod, 10, "cart-0");
        names.add(weft::sim::observe::NameKind::pod, 23, "db-0");
        CHECK(cause_of_failure(write.trace(), names) ==
              "no answer of cart-0 in time, which waited for db-0");
    }

    TEST_CASE("who hung in a call that was with no pod waited for its service") {
        for (const bool was_refused : {false, true}) {
            TraceWriter write;
            write.call(1, 0ms);
            write.sent(1, 0ms, 10);
            write.mark(10, 1ms, Kind::arrived);
            write.mark(10, 1ms, Kind::waiting);
            write.call(2, 1ms, 10);
            if (was_refused) {
                write.sent(2, 1ms, 20);
                write.ended(2, 3ms, 0, 503);
            }
            write.mark(1, 60ms, Kind::attempt_given_up);
            write.mark(1, 60ms, Kind::ended, 0);
            Names names;
            names.add(weft::sim::observe::NameKind::pod, 10, "cart-0");
            names.add(weft::sim::observe::NameKind::pod, 20, "db-0");
            names.add(weft::sim::observe::NameKind::service, 0, "db");
            CHECK(cause_of_failure(write.trace(), names) ==
                  "no answer of cart-0 in time, which waited for db");
        }
    }

    TEST_CASE("an attempt that is given up waited for its app's call, though that ends later") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.mark(10, 1ms, Kind::arrived);
        write.mark(10, 1ms, Kind::waiting);
        write.call(2, 1ms, 10);
        write.sent(2, 1ms, 20);
        write.work(20, 2ms, 30ms);
        write.mark(1, 20ms, Kind::attempt_given_up);
        write.sent(1, 25ms, 11, 1);
        write.ended(2, 31ms);
        write.mark(2, 31ms, Kind::ended, 200);
        write.mark(10, 31ms, Kind::answered);
        write.work(11, 26ms, 40ms);
        write.ended(1, 41ms, 1);
        write.mark(1, 41ms, Kind::ended, 200);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::network, 1ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::service, 18ms},
                                                             {PartKind::hedge, 5ms},
                                                             {PartKind::network, 1ms},
                                                             {PartKind::service, 14ms},
                                                             {PartKind::network, 1ms}});
    }

    TEST_CASE("a request that never found a host waited for one") {
        TraceWriter write;
        write.call(1, 0ms);
        write.mark(1, 3ms, Kind::ended, 503);
        CHECK(path_of(write.trace()) == std::vector<Stretch>{{PartKind::host, 3ms}});
    }

    TEST_CASE("the cause of a failure is that of the deepest call that failed") {
        TraceWriter write;
        write.call(1, 0ms);
        write.sent(1, 0ms, 10);
        write.mark(10, 1ms, Kind::arrived);
        write.mark(10, 1ms, Kind::waiting);
        write.call(2, 1ms, 10);
        write.sent(2, 1ms, 11);
        write.mark(2, 2ms, Kind::attempt_ended, weft::sim::observe::first_reset);
        write.mark(2, 2ms, Kind::ended, 503);
        write.mark(10, 2ms, Kind::answered);
        write.ended(1, 3ms, 0, 500);
        write.mark(1, 3ms, Kind::ended, 500);
        Names names;
        names.add(weft::sim::observe::NameKind::pod, 11, "ratings-0");
        CHECK(cause_of_failure(write.trace(), names) == "reset (connection_failure) of ratings-0");
    }
}

TEST_SUITE("causes") {
    TEST_CASE("shares of failures and of slow time are of all that were added") {
        Names names;
        names.add(weft::sim::observe::NameKind::service, 0, "cart");
        names.add(weft::sim::observe::NameKind::pod, 10, "cart-0");
        Causes causes{names};
        for (const std::uint16_t status : std::vector<std::uint16_t>{200, 200, 503, 503}) {
            TraceWriter write;
            write.call(1, 0ms);
            write.sent(1, 0ms, 10);
            write.work(10, 1ms, status == 200 ? 2ms : 9ms);
            write.ended(1, status == 200 ? 3ms : 10ms, 0, status);
            write.mark(1, status == 200 ? 3ms : 10ms, Kind::ended, status);
            causes.add(write.trace());
        }
        CHECK(causes.requests() == 4);
        CHECK(causes.failures() == 2);
        CHECK(causes.quantile(0.99) == 10ms);
        REQUIRE(causes.of_failures().size() == 1);
        CHECK(causes.of_failures().front().cause == "503 of cart-0");
        CHECK(causes.of_failures().front().share == 1);
        const auto slow = causes.of_slow(0.5);
        REQUIRE(slow.size() == 2);
        CHECK(slow.front().cause == "work of cart");
        CHECK(slow.front().share == doctest::Approx(0.8));
        CHECK(slow.back().cause == "network to cart");
    }
}

}  // namespace critical_path_test
