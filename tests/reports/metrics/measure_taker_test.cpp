#include "reports/metrics/measure_taker.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace measure_taker_test {

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

    TEST_CASE("errors and what was offered are counted whatever became of requests") {
        MeasureTaker errors = taker_of(of_load(Kind::error_share, "web"));
        MeasureTaker offered = taker_of(of_load(Kind::offered, "web"));
        for (const int code : {200, 404, 503, 0}) {
            const RequestEnd end = request(at(1s), static_cast<std::uint16_t>(code));
            errors.add(end);
            offered.add(end);
        }
        CHECK(errors.value(0, run_end) == 0.5);
        CHECK(offered.value(0, at(8s)) == 0.5);
    }

    TEST_CASE("the share of retries is of all attempts, and a call that was not sent has none") {
        MeasureTaker taker = taker_of(of_calls(Kind::retry_share, "", "reviews", ""));
        taker.add(call(1, 0));
        CHECK_FALSE(taker.value(0, run_end));
        taker.add(call(1, 1));
        taker.add(call(1, 3));
        CHECK(taker.value(0, run_end) == 0.5);
    }

    TEST_CASE("circuits that opened are counted, and the longest convergence is found") {
        MeasureTaker opened = taker_of(of_calls(Kind::opened, "", "reviews", ""));
        opened.add(Change{at(1s), Change::Kind::circuit_opened, 0, 0, 0});
        opened.add(Change{at(1s), Change::Kind::circuit_opened, 0, 0, 1});
        opened.add(Change{at(1s), Change::Kind::circuit_closed, 0, 0, 0});
        CHECK(opened.value(0, run_end) == 1);

        Measure measure;
        measure.kind = Kind::convergence;
        MeasureTaker converged = taker_of(measure);
        CHECK_FALSE(converged.value(0, run_end));
        for (const std::uint64_t took : {300U, 500U, 400U}) {
            converged.add(
                Change{.at = at(1s), .kind = Change::Kind::config_converged, .value = took});
        }
        CHECK(converged.value(0, run_end) == 500);
    }

    TEST_CASE("times count from the window's start to the first change of their kind") {
        MeasureTaker eject = taker_of(
            between(at(10s), mesh::never, of_calls(Kind::time_to_eject, "", "reviews", "")));
        MeasureTaker detect = taker_of(
            between(at(10s), mesh::never, of_calls(Kind::time_to_detect, "", "reviews", "")));
        const mesh::Instant end{60s};
        const auto change = [&](mesh::Instant when, Change::Kind kind) {
            eject.add(Change{when, kind, 0, 0, 0});
            detect.add(Change{when, kind, 0, 0, 0});
            eject.end_interval(when, when + 1s);
            detect.end_interval(when, when + 1s);
        };
        change(at(9s), Change::Kind::host_ejected);
        CHECK_FALSE(eject.value(0, end));
        change(at(12s), Change::Kind::host_unhealthy);
        CHECK(detect.value(0, end) == 2e9);
        CHECK_FALSE(eject.value(0, end));
        change(at(15s), Change::Kind::host_ejected);
        change(at(16s), Change::Kind::host_ejected);
        CHECK(eject.value(0, end) == 5e9);
        CHECK(detect.value(0, end) == 2e9);
    }

    TEST_CASE("what fails has recovered when the last bad second is over, and others follow") {
        Measure measure = between(at(10s), mesh::never, of_load(Kind::time_to_recover, "web"));
        measure.wanted = 0.5;
        MeasureTaker taker = taker_of(measure);
        const mesh::Instant end{60s};
        CHECK_FALSE(taker.value(0, end));
        taker.add(request(at(10s)));
        CHECK(taker.value(0, end) == 0);
        taker.add(request(at(12s), 503));
        CHECK_FALSE(taker.value(0, end));
        taker.end_interval(at(12s), at(13s));
        taker.add(request(at(14500ms), 503));
        taker.add(request(at(14500ms), 200));
        CHECK(taker.value(0, end) == 3e9);
        taker.add(request(at(14500ms), 503));
        CHECK_FALSE(taker.value(0, end));
        taker.add(request(at(15s), 200));
        CHECK(taker.value(0, end) == 5e9);
    }

    TEST_CASE("requests that are open when the run is over are lost, of one load or of all") {
        MeasureTaker all = taker_of(between(at(0s), at(8s), of_load(Kind::lost, "")));
        MeasureTaker web = taker_of(of_load(Kind::lost, "web"));
        CHECK(all.value(0, run_end) == 0);
        for (const std::uint32_t load : {0U, 1U, 1U}) {
            all.add(sim::observe::OpenRequest{at(8s - 1ns), load});
            all.add(sim::observe::OpenRequest{at(8s), load});
            web.add(sim::observe::OpenRequest{at(8s), load});
        }
        CHECK(all.value(0, run_end) == 3);
        CHECK(web.value(0, run_end) == 1);
    }

    TEST_CASE("fairness is among all pods of the service, those that got nothing included") {
        std::vector<Measure> measures{of_calls(Kind::jain, "", "reviews", ""),
                                      of_calls(Kind::spread, "", "reviews.default", "")};
        MeasureTaker taker{measures};
        CHECK(taker.wants_inbound());
        CHECK_FALSE(taker_of(of_load(Kind::count, "web")).wants_inbound());
        const auto name = [&taker](std::uint32_t workload, const std::string& service) {
            sim::observe::Workload labels{.service = service};
            labels.host = service + ".default.svc.cluster.local";
            taker.name_workload(workload, labels);
        };
        name(0, "reviews");
        name(1, "ratings");
        taker.name_pod(4, 0);
        taker.name_pod(7, 0);
        taker.name_pod(9, 1);
        CHECK_FALSE(taker.value(0, run_end));
        const auto inbound = [&taker](std::uint32_t pod, std::uint32_t workload) {
            taker.add(sim::observe::InboundEnd{at(1s), at(2s), 0, workload, 200, {}, false, pod});
        };
        inbound(4, 0);
        inbound(9, 1);
        CHECK(taker.value(0, run_end) == 0.5);
        CHECK(taker.value(1, run_end) == 2);
        taker.end_interval(at(0s), at(2s));
        inbound(7, 0);
        CHECK(taker.value(0, run_end) == 1);
        CHECK(taker.value(1, run_end) == 1);
    }

    TEST_CASE("an interval has a share of its own, and the count of all so far") {
        std::vector<Measure> measures{between(at(1s), at(3s), of_load(Kind::success, "web")),
                                      between(at(1s), at(3s), of_load(Kind::count, "web")),
                                      between(at(1s), at(3s), of_load(Kind::offered, "web"))};
        MeasureTaker taker{measures};
        taker.named(NameKind::load, 0, "web");
        const auto second = [&taker](mesh::Duration start, std::uint16_t status) {
            taker.add(request(at(start), status));
            taker.add(request(at(start), 200));
            taker.end_interval(at(start), at(start + 1s));
        };
        second(0s, 503);
        second(1s, 200);
        second(2s, 503);
        second(3s, 503);
        using Values = std::vector<std::optional<double>>;
        CHECK(taker.by_interval(0) == Values{std::nullopt, 1.0, 0.5, std::nullopt});
        CHECK(taker.by_interval(1) == Values{std::nullopt, 2.0, 4.0, 4.0});
        CHECK(taker.by_interval(2) == Values{std::nullopt, 2.0, 2.0, std::nullopt});
        CHECK(taker.value(0, run_end) == 0.75);
    }
}

}  // namespace measure_taker_test
