// The pages that people read first lead to what is there.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <re2/re2.h>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

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

std::vector<fs::path> pages() {
    std::vector<fs::path> pages;
    for (const fs::path& folder : {fs::path{SOURCE_ROOT}, fs::path{SOURCE_ROOT} / "docs"}) {
        for (const auto& entry : fs::directory_iterator{folder}) {
            if (entry.path().extension() == ".md") pages.push_back(entry.path());
        }
    }
    return pages;
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
