#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace access_policies_test {

using namespace weft::scenarios::samples;

namespace {

std::string policy(const std::string& source) {
    return "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
           "metadata: {name: p}\nspec: {rules: [{from: [{source: " +
           source + "}]}]}\n";
}

/// A namespace that is declared.
const std::string shop =
    "---\napiVersion: v1\nkind: Namespace\n"
    "metadata: {name: shop, labels: {istio-injection: enabled}}\n";

}  // namespace

TEST_SUITE("analysis of AuthorizationPolicies") {
    TEST_CASE("a namespace of a source has to be there") {
        CHECK(analysis_of(policy("{namespaces: [shop, shopp]}") + shop + cart) ==
              Lines{"a.yaml:5:53: error: there is no namespace 'shopp'; did you mean 'shop'? "
                    "[IST0101]"});
        const auto missing = [](const std::string& source) {
            return count_of("IST0101", policy(source) + shop + cart);
        };
        CHECK(missing("{namespaces: [shop, default, istio-system]}") == 0);
        CHECK(missing("{namespaces: ['*', 'sh*', '*op']}") == 0);
        CHECK(missing("{namespaces: ['x*', '*x', gone]}") == 3);
        CHECK(missing("{notNamespaces: [gone]}") == 1);
        CHECK(missing("{principals: [gone]}") == 0);
    }

    TEST_CASE("where no namespace is declared, one that is missing is a warning") {
        const auto said = analysis_of(policy("{namespaces: [gone]}") + cart);
        REQUIRE(said.size() == 1);
        CHECK(said[0].find(": warning: there is no namespace 'gone'") != std::string::npos);
    }
}

}  // namespace access_policies_test
