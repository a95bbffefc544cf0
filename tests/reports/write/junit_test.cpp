#include "reports/write/junit.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

namespace junit_test {

using namespace weft::reports;

namespace {

std::string junit_of(const std::vector<JunitSuite>& suites) {
    std::ostringstream out;
    write_junit(suites, out);
    return out.str();
}

/// The name of a case, as it is written.
std::string written_name(const std::string& name) {
    const std::string text = junit_of({{.name = "s", .cases = {{.name = name}}}});
    const std::string before = "<testcase classname=\"s\" name=\"";
    const std::size_t begin = text.find(before) + before.size();
    return text.substr(begin, text.find("\"/>", begin) - begin);
}

}  // namespace

TEST_SUITE("JUnit") {
    TEST_CASE("nothing that was tested is a document, too") {
        CHECK(junit_of({}) ==
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n</testsuites>\n");
    }

    TEST_CASE("each case says what became of it, and its suite counts them") {
        const JunitSuite suite{.name = "zone/gale",
                               .seconds = 1.25,
                               .cases = {{.name = "a"},
                                         {.name = "b", .failure = "it is 3"},
                                         {.name = "c", .error = "no such file"},
                                         {.name = "d", .skipped = "give manifests"}}};
        CHECK(junit_of({suite}) ==
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
              "  <testsuite name=\"zone/gale\" tests=\"4\" failures=\"1\" errors=\"1\" "
              "skipped=\"1\" time=\"1.250\">\n"
              "    <testcase classname=\"zone/gale\" name=\"a\"/>\n"
              "    <testcase classname=\"zone/gale\" name=\"b\">\n"
              "      <failure message=\"it is 3\"/>\n    </testcase>\n"
              "    <testcase classname=\"zone/gale\" name=\"c\">\n"
              "      <error message=\"no such file\"/>\n    </testcase>\n"
              "    <testcase classname=\"zone/gale\" name=\"d\">\n"
              "      <skipped message=\"give manifests\"/>\n    </testcase>\n"
              "  </testsuite>\n</testsuites>\n");
    }

    TEST_CASE("what means something in XML is escaped, and so are line breaks") {
        CHECK(written_name("success(web, 1s .. 2s) > 99%") == "success(web, 1s .. 2s) &#62; 99%");
        CHECK(written_name("a<b>&\"'") == "a&#60;b&#62;&#38;&#34;&#39;");
        CHECK(written_name("a\nb\tc\r") == "a&#10;b&#9;c&#13;");
    }

    TEST_CASE("letters of any script stay, up to the last character there is") {
        for (const std::string text : {"gr\xC3\xBC\xC3\x9F", "\xE2\x82\xAC", "\xEF\xBF\xBD",
                                       "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
            CHECK(written_name(text) == text);
        }
    }

    TEST_CASE("what XML cannot hold is replaced byte by byte") {
        const std::string instead = "\xEF\xBF\xBD";
        CHECK(written_name(std::string{"a\0b", 3}) == "a" + instead + "b");
        CHECK(written_name("\x1B[31m") == instead + "[31m");
        CHECK(written_name("\x80z") == instead + "z");
        CHECK(written_name("\xC3") == instead);
        CHECK(written_name("\xC0\xAF") == instead + instead);
        CHECK(written_name("\xE0\x9F\xBF") == instead + instead + instead);
        CHECK(written_name("\xED\xA0\x80") == instead + instead + instead);
        CHECK(written_name("\xEF\xBF\xBF") == instead + instead + instead);
        CHECK(written_name("\xF4\x90\x80\x80") == instead + instead + instead + instead);
        CHECK(written_name("\xF5z") == instead + "z");
    }
}

}  // namespace junit_test
