// The pages that people read first lead to what is there.
#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <re2/re2.h>
#include <string>
#include <utility>
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

/// The links to a part of a page: the page, "" for the same one, and the part.
std::vector<std::pair<std::string, std::string>> parts_linked_by(const std::string& page) {
    std::vector<std::pair<std::string, std::string>> links;
    static const RE2 link{R"(\]\(([\w./-]*)#([\w-]+)\))"};
    re2::StringPiece rest{page};
    std::string target;
    std::string part;
    while (RE2::FindAndConsume(&rest, link, &target, &part))
        links.emplace_back(target, part);
    return links;
}

/// What a link says for a heading: letters, digits, "-" and "_" stay, spaces become "-".
std::string anchor_of(const std::string& heading) {
    std::string anchor;
    for (const char letter : heading) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == ' ') anchor += '-';
        if (letter == '-' || letter == '_' || std::isalnum(code) != 0)
            anchor += static_cast<char>(std::tolower(code));
    }
    return anchor;
}

std::vector<std::string> anchors_of(const std::string& page) {
    std::vector<std::string> anchors;
    static const RE2 heading{"(?m)^#+ (.*)$"};
    re2::StringPiece rest{page};
    std::string text;
    while (RE2::FindAndConsume(&rest, heading, &text))
        anchors.push_back(anchor_of(text));
    return anchors;
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

    TEST_CASE("every link to a part of a page leads to a heading") {
        CHECK(anchor_of("See a run: `weft-gui` …") == "see-a-run-weft-gui-");
        CHECK(anchors_of("# A b\ntext\n## C\n") == std::vector<std::string>{"a-b", "c"});
        std::size_t tried = 0;
        for (const fs::path& page : pages()) {
            for (const auto& [target, part] : parts_linked_by(text_of(page))) {
                const fs::path other = target.empty() ? page : page.parent_path() / target;
                const std::vector<std::string> anchors = anchors_of(text_of(other));
                CHECK_MESSAGE(std::ranges::find(anchors, part) != anchors.end(), page.string(),
                              " leads to ", target, "#", part);
                ++tried;
            }
        }
        CHECK(tried >= 20);
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
