// The pages that people read first lead to what is there.
#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <re2/re2.h>
#include <string>
#include <vector>

namespace pages_test {

namespace {

namespace fs = std::filesystem;
using weft::tests::pages;
using weft::tests::text_of;

/// Where the links of a page lead, but for those to other places on the net or on the same page.
std::vector<std::string> links_of(const std::string& page) {
    std::vector<std::string> links;
    static const RE2 link{R"(\[[^\]]+\]\(([\w./-]+)[)#])"};
    re2::StringPiece rest{page};
    std::string target;
    while (RE2::FindAndConsume(&rest, link, &target))
        links.push_back(target);
    return links;
}

}  // namespace

TEST_SUITE("pages") {
    TEST_CASE("links are found") {
        CHECK(links_of("[a](b.md), [c](d/e.md#part) [f](https://g) [h](#i) [](int j)") ==
              std::vector<std::string>{"b.md", "d/e.md"});
    }

    TEST_CASE("every link leads to a file") {
        for (const fs::path& page : pages()) {
            for (const std::string& link : links_of(text_of(page))) {
                CHECK_MESSAGE(fs::exists(page.parent_path() / link), page.string(), " leads to ",
                              link);
            }
        }
    }

    TEST_CASE("the architecture fits on a few screens") {
        std::ifstream page{fs::path{SOURCE_ROOT} / "ARCHITECTURE.md"};
        std::size_t lines = 0;
        for (std::string line; std::getline(page, line);)
            ++lines;
        CHECK(lines > 0);
        CHECK(lines <= 200);
    }
}

}  // namespace pages_test
