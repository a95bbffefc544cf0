// A step whose time never came is told of.
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "tests/folder.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace waiting_steps_test {

using namespace weft;

namespace {

const std::string mesh = R"(apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: app, image: app}]}}
)";

/// What `weft run` says, beside the summary, of five seconds with these steps.
std::string said_of(const std::string& steps) {
    const tests::Folder folder;
    folder.write("mesh.yaml", mesh);
    scenarios::PlayOptions options;
    options.record = reports::RecordLevel::none;
    options.scenario =
        folder
            .write("shop.yaml",
                   "apiVersion: weft/v1\nkind: Scenario\nmanifests: [mesh.yaml]\nhorizon: 5s\n"
                   "load: [{id: web, to: cart, arrivals: constant, rate: 10/s}]\ntimeline:\n" +
                       steps)
            .string();
    std::ostringstream out;
    std::ostringstream err;
    CHECK(scenarios::play(options, out, err) == scenarios::exit_code::done);
    return err.str();
}

bool holds(const std::string& text, const std::string& part) {
    CAPTURE(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("steps that wait") {
    TEST_CASE("what never held is told when the run has ended, and what would have come after it") {
        const std::string said = said_of(
            "  - {id: late, when: \"ready(cart) > 1\", do: roll_out, workload: cart}\n"
            "  - {id: later, after: late, do: roll_out, workload: cart}\n");
        CHECK(holds(said, "note: step 'late' never began: \"ready(cart) > 1\" never held\n"));
        CHECK(holds(said, "note: step 'later' never began: its time did not come"));
    }

    TEST_CASE("of steps that began nothing is said") {
        CHECK_FALSE(holds(
            said_of("  - {id: soon, when: \"ready(cart) == 1\", do: roll_out, workload: cart}\n"
                    "  - {id: then, after: soon.start + 1s, do: roll_out, workload: cart}\n"),
            "never began"));
    }
}

}  // namespace waiting_steps_test
