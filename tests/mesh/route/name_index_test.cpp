#include "mesh/route/name_index.hpp"

#include <doctest/doctest.h>

#include <map>
#include <rapidcheck.h>
#include <string>

namespace name_index_test {

using namespace weft::mesh;

TEST_SUITE("name index") {
    TEST_CASE("an index without names knows none") {
        CHECK(!NameIndex{}.find(""));
        CHECK(!NameIndex{{}}.find("a"));
        CHECK(!StemIndex{}.find("a"));
    }

    TEST_CASE("any set of names is found again, and nothing else") {
        const bool held = rc::check(
            [](const std::map<std::string, std::size_t>& names, const std::string& other) {
                const NameIndex index{std::vector<NameIndex::Entry>{names.begin(), names.end()}};
                for (const auto& [name, position] : names)
                    RC_ASSERT(index.find(name) == position);
                RC_ASSERT(index.find(other).has_value() == names.contains(other));
            });
        CHECK(held);
    }

    TEST_CASE("the longest stem that leaves a character over is found at its end") {
        const StemIndex suffixes{{{"", 0}, {".com", 1}, {"a.com", 2}}, StemIndex::End::suffix};
        CHECK(suffixes.find("xa.com") == 2U);
        CHECK(suffixes.find("a.com") == 1U);
        CHECK(suffixes.find(".com") == 0U);
        CHECK(!suffixes.find(""));
        const StemIndex prefixes{{{"a.", 1}, {"a.b.", 2}}, StemIndex::End::prefix};
        CHECK(prefixes.find("a.b.c") == 2U);
        CHECK(prefixes.find("a.b.") == 1U);
        CHECK(!prefixes.find("a."));
    }
}

}  // namespace name_index_test
