#include "reports/write/trace_events.hpp"

#include "tests/reports/write/recorded_spans.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace trace_events_test {

using namespace weft::tests;
using nlohmann::json;

namespace {

json written(const std::vector<weft::reports::RecordedSpan>& spans) {
    std::ostringstream out;
    weft::reports::write_trace_events(spans, out);
    return json::parse(out.str());
}

std::set<std::string> traces(const json& document) {
    std::set<std::string> ids;
    for (const json& event : document["traceEvents"])
        if (event["ph"] == "b") ids.insert(event["id"]);
    return ids;
}

}  // namespace

TEST_SUITE("trace events") {
    TEST_CASE("each span begins and ends, in the process of its service") {
        const json document = written(recorded_spans());
        const json& events = document["traceEvents"];
        REQUIRE(events.size() == 2 + 2 * 4);
        CHECK(
            events[0] ==
            json{{"name", "process_name"}, {"ph", "M"}, {"pid", 1}, {"args", {{"name", "shop"}}}});
        const json& begin = events[2];
        CHECK(begin["ph"] == "b");
        CHECK(begin["cat"] == "work");
        CHECK(begin["ts"] == 67'045'000.0);
        CHECK(begin["args"]["queued_us"] == 500.0);
        CHECK(begin["args"]["request"] == "web/42");
        CHECK(events[3]["ph"] == "e");
        CHECK(events[3]["ts"] == 67'057'000.0);
        CHECK(events[4]["args"]["flags"] == "URX");
    }

    TEST_CASE("spans of one request are one trace, unless its context was not handed on") {
        auto spans = recorded_spans();
        CHECK(traces(written(spans)) == std::set<std::string>{"0"});
        spans[1].parent.reset();
        CHECK(traces(written(spans)) == std::set<std::string>{"0", "2"});
    }

    TEST_CASE("a span whose parent never ended is the first of its trace") {
        auto spans = recorded_spans();
        spans.pop_back();
        CHECK(traces(written(spans)) == std::set<std::string>{"1"});
    }

    TEST_CASE("no span is a document, too") {
        CHECK(written({})["traceEvents"].empty());
    }
}

}  // namespace trace_events_test
