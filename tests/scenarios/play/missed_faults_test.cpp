// A fault that strikes nobody is told of.
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "tests/folder.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace missed_faults_test {

using namespace weft;

namespace {

const std::string app = R"(apiVersion: v1
kind: Service
metadata: {name: NAME}
spec: {selector: {app: NAME}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME}
spec:
  replicas: COUNT
  selector: {matchLabels: {app: NAME}}
  template: {metadata: {labels: {app: NAME}}, spec: {containers: [{name: app, image: app}]}}
)";

std::string put(std::string text, const std::string& word, const std::string& value) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word))
        text.replace(at, word.size(), value);
    return text;
}

/// What `weft run` says of five seconds in which pods of the service "asleep", which has so many,
/// fail three times.
std::string said_of(const std::string& pods, bool json = false) {
    const tests::Folder folder;
    folder.write("mesh.yaml", put(put(app, "NAME", "cart"), "COUNT", "1") + "---\n" +
                                  put(put(app, "NAME", "asleep"), "COUNT", pods));
    scenarios::PlayOptions options;
    options.json = json;
    options.record = reports::RecordLevel::none;
    options.scenario =
        folder
            .write(
                "shop.yaml",
                "apiVersion: weft/v1\nkind: Scenario\nmanifests: [mesh.yaml]\nhorizon: 5s\n"
                "load: [{id: web, to: cart, arrivals: poisson, rate: 5/s}]\n"
                "timeline:\n"
                "  - {id: sick, at: 1s, for: 500ms, fault: error, repeat: {every: 1s, times: 3},\n"
                "     target: {pods: {app: asleep}}}\n")
            .string();
    std::ostringstream out;
    std::ostringstream err;
    CHECK(scenarios::play(options, out, err) == scenarios::exit_code::done);
    return (json ? "" : err.str()) + out.str();
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("faults that strike nobody") {
    TEST_CASE("a run warns of a fault whose pods are not there") {
        const std::string text = said_of("0");
        CAPTURE(text);
        CHECK(holds(text, "warning: the fault 'sick' found nobody to strike, 3 times\n"));
        CHECK(holds(text, "\n  faults that missed        3  sick\n"));
        CHECK(holds(said_of("0", true), "the fault 'sick' found nobody to strike, 3 times"));
    }

    TEST_CASE("of one that strikes somebody it says nothing") {
        const std::string text = said_of("1");
        CAPTURE(text);
        CHECK_FALSE(holds(text, "found nobody"));
        CHECK_FALSE(holds(text, "missed"));
    }
}

}  // namespace missed_faults_test
