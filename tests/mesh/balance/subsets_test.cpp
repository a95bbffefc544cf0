#include "mesh/balance/subsets.hpp"

#include <doctest/doctest.h>

namespace subsets_test {

using namespace weft::mesh;

namespace {

using enum SubsetFallback;
using Labels = SubsetLabels;
using Positions = std::vector<std::uint32_t>;
using Tried = std::vector<Positions>;

const std::vector<Labels> hosts{
    {{"version", "v1"}, {"stage", "prod"}},
    {{"version", "v1"}, {"stage", "test"}},
    {{"version", "v2"}, {"stage", "prod"}},
    {{"stage", "prod"}},
};

/// The hosts of the groups that are tried, in order.
Tried tried(const SubsetRules& rules,
            const Labels& wanted,
            const std::vector<Labels>& overrides = {}) {
    const Subsets subsets{rules, hosts};
    Tried found;
    for (const std::size_t group : subsets.candidates(wanted, overrides))
        found.push_back(subsets.groups()[group]);
    return found;
}

const Positions all{0, 1, 2, 3};

}  // namespace

TEST_SUITE("subsets") {
    TEST_CASE("a selector makes one subset for each combination of values") {
        const SubsetRules rules{
            .selectors = {{.keys = {"version"}}, {.keys = {"stage", "version"}}}};
        CHECK(tried(rules, {{"version", "v1"}}) == Tried{{0, 1}});
        CHECK(tried(rules, {{"version", "v2"}}) == Tried{{2}});
        CHECK(tried(rules, {{"version", "v1"}, {"stage", "test"}}) == Tried{{1}});
    }

    TEST_CASE("the keys that are asked for must be those of a selector") {
        const SubsetRules rules{.selectors = {{.keys = {"stage", "version"}}}};
        CHECK(tried(rules, {{"version", "v1"}}).empty());
        CHECK(tried(rules, {{"stage", "prod"}, {"version", "v1"}, {"x", "y"}}).empty());
        CHECK(tried(rules, {}).empty());
    }

    TEST_CASE("where there is no subset the cluster's fallback decides") {
        SubsetRules rules{.selectors = {{.keys = {"version"}}}};
        CHECK(tried(rules, {{"version", "v9"}}).empty());
        rules.fallback = any_endpoint;
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{all});
        CHECK(tried(rules, {}) == Tried{all});
        rules.fallback = default_subset;
        rules.default_subset = {{"stage", "prod"}};
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{{0, 2, 3}});
        rules.default_subset = {};
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{all});
    }

    TEST_CASE("in panic mode all hosts come last, never after a subset that there is") {
        SubsetRules rules{.selectors = {{.keys = {"version"}}}, .panic_mode_any = true};
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{all});
        CHECK(tried(rules, {{"version", "v2"}}) == Tried{{2}});
        rules.fallback = default_subset;
        rules.default_subset = {{"stage", "staging"}};
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{{}, all});
    }

    TEST_CASE("a selector's own fallback comes before the cluster's, and is final") {
        SubsetRules rules{.selectors = {{.keys = {"version"}, .fallback = no_fallback}},
                          .fallback = any_endpoint,
                          .panic_mode_any = true};
        CHECK(tried(rules, {{"version", "v9"}}).empty());
        rules.selectors[0].fallback = any_endpoint;
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{all});
        rules.selectors[0].fallback = default_subset;
        rules.default_subset = {{"stage", "test"}};
        CHECK(tried(rules, {{"version", "v9"}}) == Tried{{1}});
    }

    TEST_CASE("fewer keys may be tried, and fewer again") {
        const SubsetRules rules{
            .selectors = {
                {.keys = {"stage", "version", "x"},
                 .fallback = keys_subset,
                 .fallback_keys = {"stage", "version"}},
                {.keys = {"stage", "version"}, .fallback = keys_subset, .fallback_keys = {"stage"}},
                {.keys = {"stage"}, .fallback = any_endpoint}}};
        const auto wanted = [](const char* stage, const char* version) {
            return Labels{{"stage", stage}, {"version", version}, {"x", "1"}};
        };
        CHECK(tried(rules, wanted("prod", "v1")) == Tried{{0}});
        CHECK(tried(rules, wanted("prod", "v9")) == Tried{{0, 2, 3}});
        CHECK(tried(rules, wanted("none", "v9")) == Tried{all});
    }

    TEST_CASE("redundant keys may be allowed: the selector with the most keys counts") {
        const SubsetRules rules{
            .selectors = {{.keys = {"version"}}, {.keys = {"stage", "version"}}},
            .allow_redundant_keys = true};
        CHECK(tried(rules, {{"version", "v1"}, {"stage", "test"}, {"x", "y"}}) == Tried{{1}});
        CHECK(tried(rules, {{"version", "v1"}, {"x", "y"}}) == Tried{{0, 1}});
        CHECK(tried(rules, {{"x", "y"}}).empty());
    }

    TEST_CASE("overrides are put over the wanted labels one after the other") {
        const SubsetRules rules{
            .selectors = {{.keys = {"version"}}, {.keys = {"stage", "version"}}}};
        CHECK(tried(rules, {{"version", "v1"}}, {{{"version", "v2"}}, {{"stage", "prod"}}, {}}) ==
              Tried{{2}, {0}, {0, 1}});
    }
}

}  // namespace subsets_test
