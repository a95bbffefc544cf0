#include "scenarios/read/references.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace read_references_test {

using namespace weft::scenarios;
namespace control = weft::mesh::control;

namespace {

/// What is said of a policy that protects the pods of this name, at a.yaml:5:3.
std::string said_of(const std::string& name) {
    control::ServiceEntry bank;
    bank.hosts = {"bank.example.com"};
    control::Service empty;
    empty.meta.name = "empty";
    control::Service cart;
    cart.meta.name = "cart";
    cart.selector = {{"app", "cart"}};
    control::Workload pods;
    pods.meta.name = "cart";
    pods.pod.labels = {{"app", "cart"}};
    Diagnostics diagnostics;
    References references;
    references.guarded.push_back({name, {"a.yaml", 5, 3}});
    check_references(references, {bank, empty, cart, pods}, diagnostics);
    std::string said;
    for (const Diagnostic& diagnostic : diagnostics.all())
        said += to_text(diagnostic);
    return said;
}

}  // namespace

TEST_SUITE("references of a scenario") {
    TEST_CASE("what protects pods is warned of where there are none") {
        CHECK(said_of("cart").empty());
        for (const std::string name : {"bank.example.com", "empty"}) {
            CHECK(said_of(name) == "a.yaml:5:3: warning: '" + name +
                                       "' has no pods in the mesh whose proxies could do this: it "
                                       "is not honoured");
        }
    }

    TEST_CASE("a policy that protects pods is looked at, at the place of its key") {
        const auto read = weft::tests::read_shop(
            "policies:\n  cart:\n    rate_limit: {max_tokens: 5, fill_interval: 1s}\n");
        REQUIRE(read.scenario);
        CHECK(read.messages.empty());
    }
}

}  // namespace read_references_test
