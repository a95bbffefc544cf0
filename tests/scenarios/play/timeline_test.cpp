// A timeline as its author writes it, played from end to end.
#include "tests/scenarios/play/played.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace timeline_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;

namespace {

/// Requests that were meant to be sent in the window, and those of them that ended with the status.
struct Window {
    std::size_t all = 0;
    std::size_t with_status = 0;
};

Window in_window(const tests::Notes& notes, Instant from, Instant to, std::uint16_t status) {
    Window window;
    for (const auto& end : notes.requests_ended) {
        if (end.sent < from || end.sent >= to) continue;
        ++window.all;
        if (end.status == status) ++window.with_status;
    }
    return window;
}

}  // namespace

TEST_SUITE("a timeline that is played") {
    TEST_CASE("a preset strikes until it is healed, and what follows it acts later") {
        const auto notes = tests::played(tests::valid_shop(
            "horizon: 30s\n"
            "load: [{id: visitors, to: cart, rate: 100/s}]\n"
            "timeline:\n"
            "  - {after: bad + 5s, do: set, path: load.visitors.rate, value: 300/s}\n"
            "  - {id: bad, at: 10s, fault: bad_deploy, target: {service: cart}, rate: 100%}\n"
            "  - {at: 15s, do: heal, step: bad}\n"));
        const Window before = in_window(*notes, Instant{0s}, Instant{9'900ms}, 500);
        CHECK(before.all > 850);
        CHECK(before.with_status == 0);
        const Window ill = in_window(*notes, Instant{10'100ms}, Instant{14'900ms}, 500);
        CHECK(ill.all > 380);
        CHECK(ill.with_status == ill.all);
        const Window healed = in_window(*notes, Instant{15'100ms}, Instant{20s}, 500);
        CHECK(healed.all < 600);
        CHECK(healed.with_status == 0);
        const Window more = in_window(*notes, Instant{20'100ms}, Instant{29'900ms}, 500);
        CHECK(more.all > 2700);
    }

    TEST_CASE("an experiment among the manifests takes pods down for its duration") {
        const tests::ScenarioFolder folder;
        folder.write("hurt.yaml",
                     "apiVersion: chaos-mesh.org/v1alpha1\n"
                     "kind: PodChaos\n"
                     "metadata: {name: hurt}\n"
                     "spec:\n"
                     "  action: pod-failure\n"
                     "  mode: all\n"
                     "  duration: 5s\n"
                     "  selector: {labelSelectors: {app: cart}}\n");
        const auto file = folder.write(
            "a.yaml",
            "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml]\nhorizon: 30s\n"
            "load: [{id: visitors, to: cart, rate: 100/s}]\n"
            "timeline: [{at: 10s, do: apply, manifest: hurt.yaml}]\n");
        const auto notes = tests::played_file(file);
        CHECK(in_window(*notes, Instant{0s}, Instant{9'900ms}, 200).with_status > 850);
        CHECK(in_window(*notes, Instant{10'100ms}, Instant{14'900ms}, 200).with_status == 0);
        const Window healed = in_window(*notes, Instant{20s}, Instant{29'900ms}, 200);
        CHECK(healed.with_status == healed.all);
    }
}

}  // namespace timeline_test
