#include "reports/write/junit.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <ostream>
#include <string_view>

namespace weft::reports {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// How many bytes of UTF-8 the text begins with that make one character of XML 1.0; 0: none do.
std::size_t character_size(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r';
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    if (!std::ranges::all_of(text.substr(1, size - 1), is_continuation)) return 0;
    const auto second = static_cast<unsigned char>(text[1]);
    const bool is_longer_than_needed =
        (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool is_surrogate = first == 0xED && second >= 0xA0;
    const bool is_past_the_last = first == 0xF4 && second >= 0x90;
    const bool is_no_character = first == 0xEF && second == 0xBF &&
                                 static_cast<unsigned char>(text[2]) >= 0xBE;  // U+FFFE, U+FFFF
    return is_longer_than_needed || is_surrogate || is_past_the_last || is_no_character ? 0 : size;
}

/// As the value of an attribute: line breaks and tabs would be read as blanks otherwise.
std::string attribute(std::string_view text) {
    std::string escaped;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        const char first = text.front();
        if (size == 0) {
            escaped += replacement;
        } else if (size > 1) {
            escaped += text.substr(0, size);
        } else if (first < 0x20 ||
                   std::string_view{"&<>\"'"}.find(first) != std::string_view::npos) {
            escaped += fmt::format("&#{};", static_cast<int>(first));
        } else {
            escaped += first;
        }
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return escaped;
}

void write_case(const JunitSuite& suite, const JunitCase& test, std::ostream& out) {
    out << fmt::format("    <testcase classname=\"{}\" name=\"{}\"", attribute(suite.name),
                       attribute(test.name));
    const auto end_with = [&out](const char* element, const std::string& why) {
        out << fmt::format(">\n      <{} message=\"{}\"/>\n    </testcase>\n", element,
                           attribute(why));
    };
    if (!test.failure.empty()) return end_with("failure", test.failure);
    if (!test.error.empty()) return end_with("error", test.error);
    if (!test.skipped.empty()) return end_with("skipped", test.skipped);
    out << "/>\n";
}

/// How many cases have something to say there.
std::size_t count_of(const JunitSuite& suite, std::string JunitCase::* text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        suite.cases, [&](const JunitCase& test) { return !(test.*text).empty(); }));
}

}  // namespace

void write_junit(const std::vector<JunitSuite>& suites, std::ostream& out) {
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const JunitSuite& suite : suites) {
        out << fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
            "time=\"{:.3f}\">\n",
            attribute(suite.name), suite.cases.size(), count_of(suite, &JunitCase::failure),
            count_of(suite, &JunitCase::error), count_of(suite, &JunitCase::skipped),
            suite.seconds);
        for (const JunitCase& test : suite.cases)
            write_case(suite, test, out);
        out << "  </testsuite>\n";
    }
    out << "</testsuites>\n";
}

}  // namespace weft::reports
