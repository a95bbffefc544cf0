// The commands in the pages do what the pages say.
#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <re2/re2.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace page_commands_test {

namespace {

namespace fs = std::filesystem;
using weft::tests::pages;
using weft::tests::text_of;

struct Command {
    std::string arguments;
    int exit_code = 0;  ///< That the page promises.
};

/// Every line "$ weft …" up to a pipe or a comment; one that does not end well says so: "# exit
/// code 1".
std::vector<Command> commands_of(const std::string& page) {
    static const RE2 line{
        R"((?m)^\$ (?:\S+/)?weft ([^#|\n]+?) *(?:\|[^#\n]*)?(?:#(?: exit code (\d))?[^\n]*)?$)"};
    std::vector<Command> commands;
    re2::StringPiece rest{page};
    std::string arguments;
    std::string code;
    while (RE2::FindAndConsume(&rest, line, &arguments, &code))
        commands.push_back({arguments, code.empty() ? 0 : std::stoi(code)});
    return commands;
}

/// The first block of YAML.
std::string yaml_of(const std::string& page) {
    std::string block;
    RE2::PartialMatch(page, R"((?s)```yaml\n(.*?)```)", &block);
    return block;
}

/// A folder with the scenario of the pages, from where the library's manifests are found.
class Workplace {
public:
    Workplace() {
        fs::create_directories(folder_);
        const fs::path root{SOURCE_ROOT};
        fs::create_directory_symlink(root / "scenarios", folder_ / "scenarios");
        fs::create_directory_symlink(root / "docs", folder_ / "docs");
        std::ofstream{folder_ / "payment-errors.yaml"}
            << yaml_of(text_of(root / "docs" / "write-a-scenario.md"));
        std::ofstream{folder_ / "shop.yaml"} << yaml_of(text_of(root / "README.md"));
        std::ofstream{folder_ / "broken.yaml"}
            << yaml_of(text_of(root / "docs" / "check-manifests.md"));
        const fs::path canary = root / "scenarios" / "library" / "rollout" / "canary";
        fs::copy_file(canary / "web.yaml", folder_ / "deployment.yaml");
        fs::copy_file(canary / "routes.yaml", folder_ / "istio.yaml");
    }
    ~Workplace() { fs::remove_all(folder_); }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    int weft(const std::string& arguments) const {
        const std::string command = "cd " + folder_.string() + " && " + WEFT_PROGRAM + " " +
                                    arguments + " >/dev/null 2>&1 </dev/null";
        const int status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    fs::path folder_ = fs::temp_directory_path() / ("weft-pages-test-" + std::to_string(getpid()));
};

}  // namespace

TEST_SUITE("commands of the pages") {
    TEST_CASE("commands are found with the exit code that they promise") {
        const auto commands =
            commands_of("$ bin/weft run a  # first\n$ ls\n  $ weft b\n$ weft c  # exit code 2\n");
        REQUIRE(commands.size() == 2);
        CHECK(commands[0].arguments == "run a");
        CHECK(commands[0].exit_code == 0);
        CHECK(commands[1].arguments == "c");
        CHECK(commands[1].exit_code == 2);
    }

    TEST_CASE("every command ends as its page says") {
        const Workplace place;
        std::size_t tried = 0;
        for (const fs::path& page : pages()) {
            for (const Command& command : commands_of(text_of(page))) {
                CAPTURE(page.string());
                CAPTURE(command.arguments);
                CHECK(place.weft(command.arguments) == command.exit_code);
                ++tried;
            }
        }
        CHECK(tried >= 20);
    }
}

}  // namespace page_commands_test
