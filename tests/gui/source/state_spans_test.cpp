#include "gui/source/state_spans.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace state_spans_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Event;
using gui::StateSpan;
using sim::observe::Change;
using Kind = Change::Kind;

constexpr std::uint32_t caller = 9;

Event event(mesh::Duration since, Kind kind, std::uint32_t pod, std::uint32_t source = caller) {
    return {.change = {.at = at(since), .kind = kind, .source = source, .pod = pod, .cluster = 0}};
}

std::vector<StateSpan> spans_of(const std::vector<Event>& events) {
    return gui::state_spans(events, [](const Event&) { return true; });
}

}  // namespace

TEST_SUITE("spans of states") {
    TEST_CASE("an ejection lasts until the same proxy takes the host back") {
        const auto spans = spans_of(
            {event(1s, Kind::host_ejected, 0), event(2s, Kind::host_returned, 0, caller + 1),
             event(3s, Kind::host_returned, 1), event(4s, Kind::host_returned, 0),
             event(5s, Kind::host_ejected, 0)});
        REQUIRE(spans.size() == 2);
        CHECK(spans[0].began.at == at(1s));
        CHECK(spans[0].to == at(4s));
        CHECK_FALSE(spans[0].holds(at(999ms)));
        CHECK(spans[0].holds(at(1s)));
        CHECK_FALSE(spans[0].holds(at(4s)));
        CHECK_FALSE(spans[1].to.has_value());
        CHECK(spans[1].holds(at(100s)));
    }

    TEST_CASE("a circuit is open, half open, open again and closed, one after the other") {
        const auto spans =
            spans_of({event(1s, Kind::circuit_opened, 0), event(2s, Kind::circuit_half_open, 0),
                      event(3s, Kind::circuit_opened, 0), event(4s, Kind::circuit_half_open, 0),
                      event(5s, Kind::circuit_closed, 0)});
        REQUIRE(spans.size() == 4);
        for (std::size_t place = 0; place < spans.size(); ++place) {
            const auto second = static_cast<std::int64_t>(place + 1);
            CHECK(spans[place].began.at == at(second * 1s));
            CHECK(spans[place].to == at((second + 1) * 1s));
        }
        CHECK(spans[1].began.kind == Kind::circuit_half_open);
    }

    TEST_CASE("what was held of a pod ends when it goes, even where that event is not wanted") {
        const std::vector<Event> events{event(1s, Kind::host_ejected, 0),
                                        event(1s, Kind::host_ejected, 1),
                                        event(2s, Kind::pod_gone, 0, gui::none)};
        const auto spans =
            gui::state_spans(events, [](const Event& it) { return it.change.source == caller; });
        REQUIRE(spans.size() == 2);
        CHECK(spans[0].to == at(2s));
        CHECK_FALSE(spans[1].to.has_value());
    }

    TEST_CASE("other events, and those that are not wanted, begin nothing") {
        CHECK(
            spans_of({event(1s, Kind::pod_crashed, 0), event(2s, Kind::host_returned, 0)}).empty());
        CHECK(gui::state_spans({event(1s, Kind::host_ejected, 0)}, [](const Event&) {
                  return false;
              }).empty());
    }
}

}  // namespace state_spans_test
