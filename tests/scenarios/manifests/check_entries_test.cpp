#include "scenarios/manifests/check_entries.hpp"

#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::check_entries_test {
namespace {

using Lines = std::vector<std::string>;

/// What is said of a text whose objects are all that there is.
Lines said_of(const std::string& text) {
    Reading reading;
    Documents documents;
    read_manifest_text(text, "a.yaml", reading.resources, reading.diagnostics, &documents);
    CHECK(reading.said() == Lines{});
    check_entries(documents, reading.resources, reading.diagnostics);
    return reading.said();
}

/// Five lines; the spec is the fourth.
std::string entry(const std::string& name, const std::string& host, const std::string& more = "") {
    return "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: " + name +
           "}\nspec: {hosts: [" + host +
           "], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS" + more +
           "}\n---\n";
}

}  // namespace

TEST_SUITE("hosts of ServiceEntries") {
    TEST_CASE("hosts that are declared once are fine") {
        CHECK(said_of(entry("a", "a.example") + entry("b", "b.example")) == Lines{});
    }

    TEST_CASE("a host that another ServiceEntry or a Service declares is warned of") {
        CHECK(
            said_of(entry("a", "a.example") + entry("b", "A.example")) ==
            Lines{"a.yaml:9:16: warning: host 'A.example' is declared by ServiceEntry 'a' already: "
                  "what this ServiceEntry says of it is not honoured"});
        const std::string service =
            "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\n"
            "spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}\n---\n";
        const auto said = said_of(entry("a", "cart.default.svc.cluster.local") + service);
        REQUIRE(said.size() == 1);
        CHECK(said[0].find("is declared by Service 'cart' already") != std::string::npos);
    }

    TEST_CASE("one that is not told to all hides another only from those whom it is told") {
        const std::string near = ", exportTo: ['.']";
        CHECK(said_of(entry("a", "a.example", near) + entry("b", "a.example")) == Lines{});
        CHECK(said_of(entry("a", "a.example", near) + entry("b", "a.example", near)).size() == 1);
        CHECK(said_of(entry("a", "a.example") + entry("b", "a.example", near)).size() == 1);
    }
}

}  // namespace weft::scenarios::samples::check_entries_test
