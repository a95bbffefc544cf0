#include "sim/service/server_load.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace server_load_test {

using namespace std::chrono_literals;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::sim::ServerLoad;
using weft::sim::ServerLoadSettings;

namespace {

ServerLoad idle_server(std::uint32_t workers = 2, std::uint32_t latencies = 4) {
    return {ServerLoadSettings{.window = 1s, .latencies = latencies}, workers, 0, 0, Instant{}};
}

void serve(ServerLoad& load, std::uint32_t found, Duration latency) {
    load.learn(found, latency, 1ms, Instant{});
}

}  // namespace

TEST_SUITE("server load") {
    TEST_CASE("requests are in flight from their arrival until they leave, answered or not") {
        ServerLoad load = idle_server();
        CHECK(load.arrive() == 0);
        CHECK(load.arrive() == 1);
        CHECK(load.report(Instant{1s}).in_flight == 2);
        load.answer(false, Instant{1s});
        CHECK(load.report(Instant{1s}).in_flight == 1);
        load.drop();
        CHECK(load.report(Instant{1s}).in_flight == 0);
    }

    TEST_CASE("what was there before somebody wanted to know is counted") {
        ServerLoad load{ServerLoadSettings{}, 2, 5, 1, Instant{3s}};
        const auto report = load.report(Instant{3s});
        CHECK(report.in_flight == 5);
        CHECK(report.utilization == 0.5);
        CHECK(report.requests_per_second == 0);
    }

    TEST_CASE("the utilization is the busy share of the workers, from the first moment on") {
        ServerLoad load = idle_server();
        load.set_busy(1, Instant{});
        CHECK(load.report(Instant{10ms}).utilization == doctest::Approx(0.5));
        CHECK(load.report(Instant{10ms}).cpu_utilization == doctest::Approx(0.5));
        load.set_busy(2, Instant{20s});
        CHECK(load.report(Instant{20s}).utilization == doctest::Approx(0.5));
        CHECK(load.report(Instant{40s}).utilization <= 1);
        CHECK(load.report(Instant{40s}).utilization == doctest::Approx(1));
    }

    TEST_CASE("a second ago counts for 1/e of what counts now, with a window of a second") {
        ServerLoad load = idle_server(1);
        load.set_busy(1, Instant{});
        load.set_busy(0, Instant{100s});
        CHECK(load.report(Instant{101s}).utilization == doctest::Approx(std::exp(-1.0)));
    }

    TEST_CASE("rates are those of a steady stream, soon after it began and later") {
        ServerLoad load = idle_server();
        Instant now{};
        for (int request = 0; request < 5000; ++request) {
            now += 10ms;
            load.arrive();
            load.answer(request % 4 == 0, now);
            if (request != 99 && request != 4999) continue;
            const auto report = load.report(now + 5ms);
            CHECK(report.requests_per_second == doctest::Approx(100).epsilon(0.02));
            CHECK(report.errors_per_second == doctest::Approx(25).epsilon(0.05));
        }
    }

    TEST_CASE("the time in service is an average of late, and stays while nothing comes") {
        ServerLoad load = idle_server();
        CHECK(load.service_time() == 0ns);
        load.learn(0, 9ms, 3ms, Instant{1s});
        CHECK(load.service_time() == 3ms);
        load.learn(0, 9ms, 5ms, Instant{1s});
        CHECK(load.service_time() == 4ms);
        CHECK(load.report(Instant{10h}).service_time == 4ms);
        load.learn(0, 9ms, 7ms, Instant{20h});
        CHECK(load.service_time() == 7ms);
    }

    TEST_CASE("the latency is the median of those that found as many in flight as there are now") {
        ServerLoad load = idle_server();
        CHECK(load.report(Instant{}).latency == 0ns);
        serve(load, 0, 10ms);
        serve(load, 0, 30ms);
        serve(load, 0, 20ms);
        serve(load, 1, 99ms);
        CHECK(load.report(Instant{}).latency == 20ms);
        load.arrive();
        CHECK(load.report(Instant{}).latency == 99ms);
    }

    TEST_CASE("where none found as many, the nearest number speaks") {
        ServerLoad load = idle_server();
        serve(load, 3, 30ms);
        serve(load, 9, 90ms);
        for (int request = 0; request < 5; ++request)
            load.arrive();
        CHECK(load.report(Instant{}).latency == 30ms);
        load.arrive();
        load.arrive();
        CHECK(load.report(Instant{}).latency == 90ms);
    }

    TEST_CASE("only the latest are remembered") {
        ServerLoad load = idle_server(1, 2);
        serve(load, 0, 10ms);
        serve(load, 1, 20ms);
        CHECK(load.report(Instant{}).latency == 10ms);
        serve(load, 2, 30ms);
        CHECK(load.report(Instant{}).latency == 20ms);
    }

    TEST_CASE("a crash leaves nothing in flight and nobody busy") {
        ServerLoad load = idle_server(1);
        load.arrive();
        load.set_busy(1, Instant{});
        load.lose_all(Instant{50s});
        CHECK(load.report(Instant{50s}).in_flight == 0);
        CHECK(load.report(Instant{100s}).utilization == doctest::Approx(0));
    }
}

}  // namespace server_load_test
