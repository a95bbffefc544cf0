#include "scenarios/analyze/messages.hpp"

#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>

namespace messages_test {

using namespace weft::scenarios;

TEST_SUITE("messages of the analysis") {
    TEST_CASE("each finding has one message, in order of the codes, each code once") {
        const auto all = messages();
        CHECK(std::ranges::is_sorted(all, {}, &Message::code));
        CHECK(std::ranges::adjacent_find(all, {}, &Message::code) == all.end());
        for (std::size_t at = 0; at < all.size(); ++at)
            CHECK(static_cast<std::size_t>(all[at].finding) == at);
        CHECK(all.size() == static_cast<std::size_t>(Finding::conflicting_entry_protocols) + 1);
    }

    TEST_CASE("the page has every code, with its rank") {
        const std::string page = weft::tests::text_of(SOURCE_ROOT "/docs/check-manifests.md");
        for (const Message& message : messages()) {
            const std::string row =
                fmt::format("| {} | {} | ", message.code, name_of(message.severity));
            CHECK_MESSAGE(page.find(row) != std::string::npos, row);
        }
    }
}

}  // namespace messages_test
