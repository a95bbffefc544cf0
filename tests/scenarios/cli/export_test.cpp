// What the program writes of a run for other tools.
#include "tests/folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <re2/re2.h>
#include <sstream>
#include <string>
#include <sys/wait.h>

namespace export_test {

namespace {

namespace fs = std::filesystem;

int run_weft(const std::string& arguments) {
    const std::string command = WEFT_PROGRAM " " + arguments + " 2>/dev/null </dev/null";
    return WEXITSTATUS(std::system(command.c_str()));
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

/// A run file of a few seconds in which calls fail for want of room, and what is exported of it.
class ExportedRun {
public:
    ExportedRun() {
        CHECK(run_weft("run circuit_breaker --until 20s --out " + file() + " >/dev/null") <= 1);
    }

    std::string file() const { return (folder_.path() / "run.db").string(); }

    std::string exported(const std::string& format) const {
        const fs::path out = folder_.path() / format;
        CHECK(run_weft("export " + file() + " --format " + format + " >" + out.string()) == 0);
        return text_of(out);
    }

private:
    weft::tests::Folder folder_;
};

/// The sum of istio_requests_total over the series whose labels match.
double requests(const std::string& metrics, const std::string& labels) {
    const RE2 line{R"((?m)^istio_requests_total\{[^\n]*)" + labels + R"([^\n]*\} (\d+)$)"};
    re2::StringPiece rest{metrics};
    double sum = 0;
    std::int64_t count = 0;
    while (RE2::FindAndConsume(&rest, line, &count))
        sum += static_cast<double>(count);
    return sum;
}

}  // namespace

TEST_SUITE("export") {
    TEST_CASE("the two views of a mesh differ in what was turned away") {
        const std::string metrics = ExportedRun{}.exported("openmetrics");
        const std::string source = R"(reporter="source")";
        const std::string well = R"(.*response_code="200",response_flags="-")";
        const double answered = requests(metrics, source + well);
        CHECK(answered > 100);
        CHECK(requests(metrics, source + R"(.*response_code="503",response_flags="UO")") > 10);
        CHECK(requests(metrics, R"(reporter="destination".*response_flags="UO")") == 0);
        // An answer may be on its way at the end.
        CHECK(std::abs(requests(metrics, R"(reporter="destination")" + well) - answered) <= 1);
        CHECK(metrics.find(R"(destination_workload="httpbin")") != std::string::npos);
    }

    TEST_CASE("sampled requests are lines of an access log, and spans for a viewer") {
        const ExportedRun run;
        const std::string log = run.exported("access-log");
        CHECK(log.find(" \"httpbin\" \"httpbin-0\" outbound|8000||httpbin.default.svc") !=
              std::string::npos);
        const auto trace = nlohmann::json::parse(run.exported("trace-event"));
        const auto lines = std::count(log.begin(), log.end(), '\n');
        const auto events = static_cast<std::ptrdiff_t>(trace["traceEvents"].size());
        CHECK(lines > 10);
        CHECK(events == 1 + 2 * lines);
    }

    TEST_CASE("series are CSV with as many fields in each line") {
        std::istringstream csv{ExportedRun{}.exported("csv")};
        int lines = 0;
        for (std::string line; std::getline(csv, line); ++lines)
            CHECK(std::count(line.begin(), line.end(), ',') == 15);
        CHECK(lines > 5);
    }

    TEST_CASE("what is no run file, and a form that there is not, are wrong input") {
        const weft::tests::Folder folder;
        const std::string plain = folder.write("plain", "text").string();
        CHECK(run_weft("export " + plain + " --format csv") == 2);
        CHECK(run_weft("export " + plain + ".missing --format csv") == 2);
        const std::string summary = (folder.path() / "summary.db").string();
        CHECK(run_weft("run circuit_breaker --until 2s --record summary --out " + summary +
                       " >/dev/null") <= 1);
        CHECK(run_weft("export " + summary + " --format csv") == 2);
        const ExportedRun run;
        CHECK(run_weft("export " + run.file()) == 2);
        CHECK(run_weft("export " + run.file() + " --format xml") == 2);
    }
}

}  // namespace export_test
