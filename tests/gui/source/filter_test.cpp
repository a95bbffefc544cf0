#include "gui/source/filter.hpp"

#include "gui/source/words.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

using namespace weft;
using namespace weft::tests;
using gui::read_filter;

namespace {

using sim::observe::Change;

gui::Topology filtered_topology() {
    gui::Topology topology;
    add_chain(topology, "shop", 2);
    add_chain(topology, "pay", 1);
    topology.edges.push_back({1, 2, ""});
    topology.pods = {{"pay-0-0", 2}};
    topology.steps = {"sick"};
    return topology;
}

std::vector<std::uint32_t> accepted(const char* written) {
    const gui::Topology topology = filtered_topology();
    gui::Snapshot snapshot = quiet_snapshot(topology);
    snapshot.edges[0] = flow_of(100);
    snapshot.edges[1] = flow_of(10, 2);
    snapshot.edges[1].p99 = 300ms;
    std::vector<std::uint32_t> services;
    const auto filter = read_filter(written);
    REQUIRE_MESSAGE(filter, written);
    for (std::uint32_t service = 0; service < topology.services.size(); ++service)
        if (filter->accepts(topology, snapshot, service)) services.push_back(service);
    return services;
}

}  // namespace

TEST_SUITE("filter") {
    using Services = std::vector<std::uint32_t>;

    TEST_CASE("an empty one accepts everything") {
        CHECK(accepted("  ") == Services{0, 1, 2});
    }

    TEST_CASE("every condition has to hold") {
        CHECK(accepted("shop") == Services{0, 1});
        CHECK(accepted("-shop") == Services{2});
        CHECK(accepted("ns:pay") == Services{2});
        CHECK(accepted("shop ns:pay").empty());
        CHECK(accepted("rps>10") == Services{0, 1});
        CHECK(accepted("rps<11") == Services{2});
    }

    TEST_CASE("a line is filtered by the services at its ends, by their whole names") {
        const gui::Topology topology = filtered_topology();
        CHECK(condition_of_line(topology, topology.edges[1]) == "between:shop-1,pay-0");
        CHECK(accepted("between:shop-1,pay-0") == Services{1, 2});
        CHECK(accepted("-between:shop-1,pay-0") == Services{0});
        CHECK(accepted("between:shop,pay-0") == Services{2});
        CHECK(accepted("between:shop-1,pay-0 ns:pay") == Services{2});
        const auto line = read_filter("between:shop-1,pay-0");
        REQUIRE(line);
        CHECK(line->accepts_pod(topology, 0));
        CHECK_FALSE(read_filter("between:shop-0,shop-1")->accepts_pod(topology, 0));
        for (const char* const wrong : {"between:", "between:a", "between:,a", "between:a,"})
            CHECK_FALSE(read_filter(wrong));
    }

    TEST_CASE("a pod leads to its service, and hiding it hides no more than the pod") {
        gui::Topology topology = filtered_topology();
        topology.services[2].pods = {0};
        const gui::Snapshot snapshot = quiet_snapshot(topology);
        CHECK(read_filter("pay-0-0")->accepts(topology, snapshot, 2));
        CHECK_FALSE(read_filter("pay-0-0")->accepts(topology, snapshot, 1));
        CHECK(read_filter("hide:pay-0-0")->accepts(topology, snapshot, 2));
        CHECK_FALSE(read_filter("hide:pay-0-0")->accepts_pod(topology, 0));
    }

    TEST_CASE("bounds are compared strictly") {
        CHECK(accepted("err>19.9%") == Services{2});
        CHECK(accepted("err>20%").empty());
        CHECK(accepted("err>0.19") == Services{2});
        CHECK(accepted("p99>299ms") == Services{2});
        CHECK(accepted("p99>0.3s").empty());
        CHECK(accepted("-p99>200ms") == Services{0, 1});
    }

    TEST_CASE("events are known by kind, name and time; what says nothing of them holds") {
        const gui::Topology topology = filtered_topology();
        const gui::Event ejected{
            .change = {.at = at(30s), .kind = Change::Kind::host_ejected, .pod = 0}};
        const auto accepts = [&](const char* written) {
            return read_filter(written)->accepts(topology, ejected);
        };
        CHECK(accepts("kind:host"));
        CHECK_FALSE(accepts("kind:fault"));
        CHECK(accepts("pay"));
        CHECK_FALSE(accepts("shop"));
        CHECK(accepts("t:30s..31s"));
        CHECK_FALSE(accepts("t:29s..30s"));
        CHECK(accepts("t:..40s"));
        CHECK_FALSE(accepts("t:31s.."));
        CHECK(accepts("err>50%"));
    }

    TEST_CASE("a request is narrowed by its own latency and end") {
        const reports::SampledRequest slow{.load = "web",
                                           .number = 1,
                                           .status = 503,
                                           .flags = {},
                                           .sent = at(1s),
                                           .ended = at(2s)};
        CHECK(read_filter("p99>900ms err>0 web")->accepts(slow));
        CHECK_FALSE(read_filter("p99>1s")->accepts(slow));
        CHECK(read_filter("web where: latency > 200ms and status >= 500")->accepts(slow));
        CHECK_FALSE(read_filter("where:latency>1s")->accepts(slow));
        CHECK_FALSE(read_filter("pay where: failed")->accepts(slow));
    }

    TEST_CASE("what is wrong is named") {
        CHECK(read_filter("err>x").error() == "'x' is no number");
        CHECK(read_filter("p99>10").has_value());
        CHECK(read_filter("p99>10q").error() == "'10q' is no latency");
        CHECK(read_filter("foo>1").error().find("'foo>1'") == 0);
        CHECK(read_filter("zone:a").error().find("'zone:a' is unknown") == 0);
        CHECK(read_filter("web where: latncy > 1s").error() ==
              "where:, character 2: unknown attribute of a request 'latncy'; did you mean "
              "'latency'?");
        for (const char* const written : {"kind:nope", "-kind:nope", "hide:kind:nope"}) {
            REQUIRE_FALSE(read_filter(written));
            CHECK(read_filter(written).error().find("no kind of event is called 'nope'") == 0);
            CHECK(read_filter(written).error().find("host_ejected") != std::string::npos);
        }
        CHECK_FALSE(read_filter("kind:host_ejectedd"));
        CHECK(read_filter("kind:").has_value());  // While it is written.
        CHECK(read_filter("ns:nope").has_value());
        CHECK(read_filter("t:30s").error() == "a time is written as t:30s..40s");
        CHECK_FALSE(read_filter("rps>1e999"));
    }

    TEST_CASE("durations have a unit, or are seconds") {
        CHECK(gui::read_duration("31.8") == 31'800ms);
        CHECK(gui::read_duration("200ms") == 200ms);
        CHECK(gui::read_duration("2m") == 120s);
        CHECK_FALSE(gui::read_duration("-1s"));
        CHECK(gui::read_duration("1m30s") == 90s);
        CHECK(gui::read_duration("1h") == 3'600s);
        CHECK_FALSE(gui::read_duration("1d"));
        CHECK_FALSE(gui::read_duration("1e300"));
        CHECK_FALSE(gui::read_duration(""));
    }
}

TEST_SUITE("words") {
    TEST_CASE("numbers are short and have their units") {
        CHECK(gui::rate_words(0) == "0/s");
        CHECK(gui::rate_words(0.4) == "0.4/s");
        CHECK(gui::rate_words(17) == "17/s");
        CHECK(gui::rate_words(1234) == "1.2k/s");
        CHECK(gui::share_words(0.004) == "0.4 %");
        CHECK(gui::share_words(0.38) == "38 %");
        CHECK(gui::duration_words({}) == "–");
        CHECK(gui::duration_words(250us) == "250 µs");
        CHECK(gui::duration_words(38'100us) == "38.1 ms");
        CHECK(gui::duration_words(1'200ms) == "1.20 s");
        CHECK(gui::moment_words(at(61'226ms)) == "61.226 s");
    }
}
