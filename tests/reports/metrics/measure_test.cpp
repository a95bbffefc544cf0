#include "reports/metrics/measure.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <array>

namespace measure_test {

using namespace weft;
using namespace weft::tests;
using reports::Measure;
using reports::MeasureTaker;
using sim::observe::CallEnd;
using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::RequestEnd;
using Kind = reports::Measure::Kind;

namespace {

MeasureTaker taker_of(const Measure& measure) {
    MeasureTaker taker{{measure}};
    taker.named(NameKind::load, 0, "web");
    taker.named(NameKind::load, 1, "batch");
    taker.named(NameKind::service, 0, "shop");
    taker.named(NameKind::service, 1, "reviews");
    taker.named(NameKind::version, 0, "");
    taker.named(NameKind::version, 1, "v1");
    taker.named(NameKind::version, 2, "v2");
    taker.named(NameKind::cluster, 0, "outbound|9080|v1|reviews.default.svc.cluster.local");
    taker.named(NameKind::cluster, 1, "outbound|9080||reviews-old.default.svc.cluster.local");
    return taker;
}

RequestEnd request(mesh::Instant sent, std::uint16_t status = 200, std::uint32_t load = 0) {
    return {sent, sent + 20ms, 0, load, status, {}};
}

CallEnd call(std::uint32_t version, std::uint16_t attempts = 1, std::uint32_t load = 0) {
    return {at(1s), at(1s + 10ms), load, 0, 1, version, attempts, 200, {}};
}

Measure of_load(Kind kind, const char* load) {
    Measure measure;
    measure.kind = kind;
    measure.load = load;
    return measure;
}

Measure of_calls(Kind kind, const char* source, const char* destination, const char* version) {
    Measure measure;
    measure.kind = kind;
    measure.source = source;
    measure.destination = destination;
    measure.version = version;
    return measure;
}

/// The measure over [start, end).
Measure between(mesh::Instant start, mesh::Instant end, Measure measure) {
    measure.start = start;
    measure.end = end;
    return measure;
}

constexpr mesh::Instant run_end{10s};

}  // namespace

TEST_SUITE("measures") {
    TEST_CASE("a request counts in the window in which it was sent, the end excluded") {
        MeasureTaker taker = taker_of(between(at(1s), at(2s), of_load(Kind::count, "web")));
        taker.add(request(at(1s - 1ns)));
        CHECK(taker.value(0, run_end) == 0);
        taker.add(request(at(1s)));
        taker.add(request(at(2s - 1ns)));
        taker.add(request(at(2s)));
        CHECK(taker.value(0, run_end) == 2);
    }

    TEST_CASE("success is a share of the load's own requests") {
        MeasureTaker taker = taker_of(of_load(Kind::success, "web"));
        CHECK_FALSE(taker.value(0, run_end));
        taker.add(request(at(1s), 200));
        taker.add(request(at(1s), 404));
        taker.add(request(at(1s), 503));
        taker.add(request(at(1s), 0));
        taker.add(request(at(1s), 503, 1));
        CHECK(taker.value(0, run_end) == 0.5);
    }

    TEST_CASE("latency gives the mean, a quantile and the maximum") {
        std::vector<Measure> measures;
        for (const double quantile : {0.0, 0.5, 1.0}) {
            measures.push_back(of_load(Kind::latency, "web"));
            measures.back().quantile = quantile;
        }
        MeasureTaker taker{measures};
        taker.named(NameKind::load, 0, "web");
        CHECK_FALSE(taker.value(1, run_end));
        for (const mesh::Duration took : {10ms, 20ms, 60ms}) {
            taker.add(RequestEnd{at(1s), at(1s) + took, 0, 0, 200, {}});
        }
        CHECK(taker.value(0, run_end) == 30e6);
        CHECK(*taker.value(1, run_end) == doctest::Approx(20e6).epsilon(0.008));
        CHECK(taker.value(2, run_end) == 60e6);
    }

    TEST_CASE("throughput is what ended well in each second of the window that was played") {
        MeasureTaker taker = taker_of(between(at(2s), mesh::never, of_load(Kind::rate, "web")));
        taker.add(request(at(3s)));
        taker.add(request(at(4s)));
        taker.add(request(at(4s), 500));
        CHECK(taker.value(0, at(6s)) == 0.5);
        CHECK_FALSE(taker.value(0, at(2s)));
    }

    TEST_CASE("the share of a version is of all calls to the service") {
        MeasureTaker taker = taker_of(of_calls(Kind::share, "", "reviews", "v2"));
        CHECK_FALSE(taker.value(0, run_end));
        for (const std::uint32_t version : {0U, 1U, 1U, 2U}) {
            taker.add(call(version));
        }
        CHECK(taker.value(0, run_end) == 0.25);
    }

    TEST_CASE("an edge is matched by those names that the measure gives") {
        const std::array expected{
            std::pair{of_calls(Kind::count, "", "", ""), 3.0},
            std::pair{of_calls(Kind::count, "shop", "", ""), 3.0},
            std::pair{of_calls(Kind::count, "reviews", "", ""), 0.0},
            std::pair{of_calls(Kind::count, "", "reviews", "v1"), 2.0},
        };
        for (const auto& [measure, count] : expected) {
            MeasureTaker taker = taker_of(measure);
            for (const std::uint32_t version : {1U, 2U, 1U}) {
                taker.add(call(version));
            }
            CHECK(taker.value(0, run_end) == count);
        }
    }

    TEST_CASE("attempts of a load are those of the calls that its requests led to") {
        MeasureTaker taker = taker_of(of_load(Kind::amplification, "web"));
        CHECK_FALSE(taker.value(0, run_end));
        taker.add(call(1, 3));
        taker.add(call(1, 1));
        taker.add(call(1, 9, 1));
        CHECK(taker.value(0, run_end) == 2);
    }

    TEST_CASE("flags and statuses are counted, 0 if there was none") {
        Measure of_flags = of_load(Kind::flagged, "web");
        of_flags.flag = mesh::Flag::UO;
        MeasureTaker flags = taker_of(of_flags);
        CHECK(flags.value(0, run_end) == 0);
        mesh::Flags set{mesh::Flag::UO};
        set.add(mesh::Flag::URX);
        flags.add(RequestEnd{at(1s), at(1s), 0, 0, 503, set});
        flags.add(RequestEnd{at(1s), at(1s), 0, 0, 503, mesh::Flag::UF});
        CHECK(flags.value(0, run_end) == 1);

        Measure of_status = of_load(Kind::status, "web");
        of_status.status_code = 503;
        MeasureTaker status = taker_of(of_status);
        status.add(request(at(1s), 503));
        status.add(request(at(1s), 504));
        CHECK(status.value(0, run_end) == 1);
    }

    TEST_CASE("ejections and limits are those of the service's clusters, in the window") {
        MeasureTaker taker =
            taker_of(between(at(1s), at(2s), of_calls(Kind::ejected, "", "reviews", "")));
        const auto ejected = [&taker](mesh::Instant when, std::uint32_t cluster) {
            taker.add(Change{when, Change::Kind::host_ejected, 0, 0, cluster});
        };
        ejected(at(1s - 1ns), 0);
        ejected(at(1s), 0);
        ejected(at(1s), 1);
        ejected(at(2s), 0);
        taker.add(Change{at(1s), Change::Kind::limit_reached, 0, 0, 0});
        CHECK(taker.value(0, run_end) == 1);

        MeasureTaker limits = taker_of(of_calls(Kind::limited, "", "reviews.default", ""));
        limits.add(Change{at(1s), Change::Kind::limit_reached, 0, 0, 0});
        limits.add(Change{at(1s), Change::Kind::host_ejected, 0, 0, 0});
        CHECK(limits.value(0, run_end) == 1);
    }

    TEST_CASE("limits at a service's pods count beside those of its callers, ejections do not") {
        const Change at_pod{
            .at = at(1s), .kind = Change::Kind::limit_reached, .source = 0, .service = 1};
        Change elsewhere = at_pod;
        elsewhere.service = 0;
        for (const char* const service : {"reviews", "reviews.default"}) {
            MeasureTaker limits = taker_of(of_calls(Kind::limited, "", service, ""));
            limits.add(at_pod);
            limits.add(elsewhere);
            limits.add(Change{at(1s), Change::Kind::limit_reached, 0, 0, 0});
            CHECK(limits.value(0, run_end) == 2);
        }
        MeasureTaker ejected = taker_of(of_calls(Kind::ejected, "", "reviews", ""));
        ejected.add(at_pod);
        CHECK(ejected.value(0, run_end) == 0);
    }

    TEST_CASE("edges stay apart when many come while it runs") {
        MeasureTaker taker = taker_of(of_calls(Kind::count, "", "reviews", ""));
        for (std::uint32_t service = 0; service < 200; ++service) {
            CallEnd end = call(1);
            end.destination = service;
            taker.add(end);
            taker.add(end);
        }
        CHECK(taker.value(0, run_end) == 2);
    }
}

}  // namespace measure_test
