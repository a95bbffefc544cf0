#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace weft::reports {

/// What became of one thing that was tested. At most one of the three texts is there; none: it
/// passed.
struct JunitCase {
    std::string name;
    std::string failure{};  ///< It does not hold: why.
    std::string error{};    ///< It could not be judged: why.
    std::string skipped{};  ///< Nobody tried: why.
};

/// Cases that were tested together.
struct JunitSuite {
    std::string name;    ///< The class of its cases, too.
    double seconds = 0;  ///< That it took.
    std::vector<JunitCase> cases{};
};

/// Writes JUnit's XML, as CI servers read it. Any bytes may stand in the texts: what XML cannot
/// hold is written as U+FFFD.
void write_junit(const std::vector<JunitSuite>& suites, std::ostream& out);

}  // namespace weft::reports
