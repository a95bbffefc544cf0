#include "mesh/resilience/outlier_detection.hpp"
#include "tests/mesh/resilience/numbered_hosts.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace degraded_hosts_test {

using namespace weft::mesh;
using weft::mesh::tests::numbered_hosts;
using namespace std::chrono_literals;

namespace {

OutlierSettings detecting() {
    OutlierSettings settings;
    settings.interval = 10s;
    settings.base_ejection_time = 60s;
    settings.max_ejection_time = 150s;
    settings.max_ejection_percent = 0;
    settings.detect_degraded = true;
    return settings;
}

/// A detector of two hosts, of which the first says that it is degraded.
class Watch {
public:
    explicit Watch(const OutlierSettings& settings) : detector(settings) {
        detector.on_hosts(numbered_hosts(2));
    }

    bool says_degraded(Duration at, std::size_t host = 0) {
        return detector.on_degraded(host, Instant{at}, draws);
    }

    std::vector<std::size_t> recovered(Duration at) {
        std::vector<std::size_t> positions;
        detector.recover(Instant{at}, positions);
        return positions;
    }

    OutlierDetector detector;
    DrawList drawn;
    Draws draws{drawn};  // Empty unless a test fills the list.
};

using Positions = std::vector<std::size_t>;

}  // namespace

TEST_SUITE("hosts that say they are degraded") {
    TEST_CASE(
        "are held to be so until a sweep after the base time, whatever the cap on ejections") {
        Watch watch{detecting()};
        CHECK(watch.says_degraded(5s));
        CHECK(watch.detector.degraded(0));
        CHECK_FALSE(watch.detector.degraded(1));
        CHECK_FALSE(watch.detector.ejected(0));
        CHECK(watch.recovered(65s - 1ns).empty());
        CHECK(watch.detector.degraded(0));
        CHECK(watch.recovered(65s) == Positions{0});
        CHECK_FALSE(watch.detector.degraded(0));
    }

    TEST_CASE("only where this is detected") {
        OutlierSettings settings = detecting();
        settings.detect_degraded = false;
        Watch watch{settings};
        CHECK_FALSE(watch.says_degraded(5s));
        CHECK_FALSE(watch.detector.degraded(0));
    }

    TEST_CASE("are not held so for longer because they go on saying so") {
        Watch watch{detecting()};
        watch.says_degraded(0s);
        CHECK_FALSE(watch.says_degraded(59s));
        CHECK(watch.recovered(60s) == Positions{0});
    }

    TEST_CASE("stay so for longer each time, up to the maximum, and are forgiven tick by tick") {
        Watch watch{detecting()};
        watch.says_degraded(0s);
        watch.recovered(60s);
        watch.says_degraded(61s);
        CHECK(watch.recovered(180s).empty());
        CHECK(watch.recovered(181s) == Positions{0});
        watch.says_degraded(182s);
        CHECK(watch.recovered(331s).empty());
        CHECK(watch.recovered(332s) == Positions{0});  // The maximum, not three times the base.
        watch.recovered(342s);
        watch.recovered(352s);
        watch.recovered(362s);
        watch.says_degraded(400s);
        CHECK(watch.recovered(460s) == Positions{0});
    }

    TEST_CASE("may be so for some milliseconds more, by chance") {
        OutlierSettings settings = detecting();
        settings.max_ejection_time_jitter = 9ms;
        Watch watch{settings};
        watch.drawn.numbers = {17};
        watch.says_degraded(0s);
        CHECK(watch.recovered(60s + 7ms - 1ns).empty());
        CHECK(watch.recovered(60s + 7ms) == Positions{0});
    }

    TEST_CASE("are forgotten when they leave, and known by name when others come") {
        Watch watch{detecting()};
        watch.says_degraded(0s, 1);
        watch.detector.on_hosts({HostId{1}});
        CHECK(watch.detector.degraded(0));
        watch.detector.on_hosts({HostId{0}});
        watch.detector.on_hosts(numbered_hosts(2));
        CHECK_FALSE(watch.detector.degraded(1));
    }
}

}  // namespace degraded_hosts_test
