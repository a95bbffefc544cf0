// The commands in the pages do what the pages say, and print what they show.
#include "tests/pages.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <re2/re2.h>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace page_commands_test {

namespace {

namespace fs = std::filesystem;
using weft::tests::pages;
using weft::tests::text_of;

struct Command {
    std::string script;  ///< For bash; may have several lines.
    int exit_code = 0;   ///< That the page promises: "# exit code 1".
    std::string output;  ///< That it shows; "" if it shows none.
};

/// Reads the commands of a page: each "$ …" of a block ```console, with what stands below it there
/// or in a block ```text that follows; each block ```sh, with such a block; each block ```sql,
/// asked of run.db.
class CommandReader {
public:
    std::vector<Command> read(const std::string& page) && {
        std::istringstream lines{page};
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("```")) {
                is_inside_ ? close() : open(line.substr(3));
            } else if (is_inside_) {
                take(line);
            } else if (!line.empty()) {
                is_shown_ = false;  // A text below it is no output any more.
            }
        }
        return std::move(commands_);
    }

private:
    void open(const std::string& language) {
        is_inside_ = true;
        language_ = language;
        if (language == "sh") commands_.push_back({"", 0, ""});
        if (language == "sql") commands_.push_back({"sqlite3 -bail run.db <<'SQL'\n", 0, ""});
    }

    void close() {
        if (language_ == "sql") commands_.back().script += "SQL\n";
        is_inside_ = false;
        is_shown_ = language_ == "console" || language_ == "sh";
    }

    void take(const std::string& line) {
        if (language_ == "sh" || language_ == "sql") {
            commands_.back().script += line + "\n";
        } else if (language_ == "console") {
            take_from_console(line);
        } else if (language_ == "text" && is_shown_) {
            commands_.back().output += line + "\n";
        }
    }

    void take_from_console(const std::string& line) {
        if (!line.starts_with("$ ")) {
            if (commands_.empty()) return;
            const bool goes_on = commands_.back().script.ends_with("\\\n");
            (goes_on ? commands_.back().script : commands_.back().output) += line + "\n";
            return;
        }
        static const RE2 path{R"(^\S+/weft )"};
        static const RE2 promise{R"(# exit code (\d))"};
        std::string script = line.substr(2) + "\n";
        RE2::Replace(&script, path, "weft ");
        int exit_code = 0;
        RE2::PartialMatch(script, promise, &exit_code);
        commands_.push_back({script, exit_code, ""});
    }

    std::vector<Command> commands_;
    std::string language_;
    bool is_inside_ = false;
    bool is_shown_ = false;
};

std::vector<Command> commands_of(const std::string& page) {
    return CommandReader{}.read(page);
}

/// What builds weft, which was done before this test could run, and what opens a window, whose
/// options tests/gui/ tries.
bool is_tried_elsewhere(const Command& command) {
    constexpr std::array<std::string_view, 6> beginnings{
        "cd weft ", "scripts/", "cmake ",
        "ninja ",   "weft-gui", "QT_QPA_PLATFORM=offscreen weft-gui",
    };
    return std::ranges::any_of(beginnings, [&command](std::string_view beginning) {
        return command.script.starts_with(beginning);
    });
}

/// Whether the output has all lines that are shown, one after the other; a line "..." stands for
/// any. How long a run took in truth is no matter.
bool has_shown(std::string output, std::string shown) {
    static const RE2 wall_time{R"(\([^()\n]* of wall time\))"};
    RE2::GlobalReplace(&output, wall_time, "");
    RE2::GlobalReplace(&shown, wall_time, "");
    output.insert(0, "\n");
    std::size_t position = 0;
    std::string part;
    const auto find_part = [&] {
        position = output.find(part + "\n", position);
        if (position != std::string::npos) position += part.size();
        part.clear();
        return position != std::string::npos;
    };
    std::istringstream lines{shown};
    for (std::string line; std::getline(lines, line);) {
        const bool is_gap =
            line.ends_with("...") && line.find_first_not_of(" .") == std::string::npos;
        if (!is_gap) part += "\n" + line;
        if (is_gap && !find_part()) return false;
    }
    return find_part();
}

/// The first block of YAML.
std::string yaml_of(const std::string& page) {
    std::string block;
    RE2::PartialMatch(page, R"((?s)```yaml\n(.*?)```)", &block);
    return block;
}

struct Outcome {
    int exit_code = -1;
    std::string output;
};

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

    /// In bash; what is piped to a jq that is not there is passed on.
    Outcome run(const std::string& script) const {
        std::ofstream{folder_ / "script.sh"} << "weft() { \"" << WEFT_PROGRAM << "\" \"$@\"; }\n"
                                             << "command -v jq >/dev/null || jq() { cat; }\n"
                                             << script;
        const std::string command = "cd " + folder_.string() +
                                    " && bash -e -o pipefail script.sh >output.txt 2>&1 </dev/null";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(folder_ / "output.txt")};
    }

private:
    fs::path folder_ = fs::temp_directory_path() / ("weft-pages-test-" + std::to_string(getpid()));
};

}  // namespace

TEST_SUITE("commands of the pages") {
    TEST_CASE("commands are found with the exit code and the output that they promise") {
        const auto commands = commands_of(
            "```console\n$ bin/weft run a  # first\n$ weft c \\\n    d  # really\nsaid\n```\n\n"
            "```text\nby it\n```\nBut:\n```text\nnot this\n```\n"
            "```sh\nweft b\nls\n```\n```sql\nselect 1;\n```\n"
            "```console\n$ weft e  # exit code 2\n```\n");
        REQUIRE(commands.size() == 5);
        CHECK(commands[0].script == "weft run a  # first\n");
        CHECK(commands[0].exit_code == 0);
        CHECK(commands[1].script == "weft c \\\n    d  # really\n");
        CHECK(commands[1].output == "said\nby it\n");
        CHECK(commands[2].script == "weft b\nls\n");
        CHECK(commands[3].script == "sqlite3 -bail run.db <<'SQL'\nselect 1;\nSQL\n");
        CHECK(commands[4].exit_code == 2);
        CHECK(commands[4].output.empty());
    }

    TEST_CASE("what is shown is compared line by line, but for gaps and the time it took") {
        CHECK(has_shown("a\nb\nc\n", "b\nc\n"));
        CHECK(has_shown("a\nb\nc\n", "a\n  ...\nc\n"));
        CHECK(has_shown("a\nb\nc\n", "a\nb\n...\n"));
        CHECK(has_shown("in 5s (7ms of wall time)\n", "in 5s (1.2s of wall time)\n"));
        CHECK_FALSE(has_shown("a\nb\nc\n", "a\nc\n"));
        CHECK_FALSE(has_shown("a\nb\nc\n", "b\n...\na\n"));
        CHECK_FALSE(has_shown("ab\n", "a\n"));
        CHECK_FALSE(has_shown("ab\n", "b\n"));
    }

    TEST_CASE("every command ends as its page says, and prints what it shows") {
        const Workplace place;
        std::size_t tried = 0;
        std::size_t shown = 0;
        for (const fs::path& page : pages()) {
            if (page.filename() == "run-file.md") continue;  // Its own test tries its queries.
            for (const Command& command : commands_of(text_of(page))) {
                if (is_tried_elsewhere(command)) continue;
                CAPTURE(page.string());
                CAPTURE(command.script);
                const Outcome outcome = place.run(command.script);
                CAPTURE(outcome.output);
                CHECK(outcome.exit_code == command.exit_code);
                ++tried;
                if (command.output.empty()) continue;
                CHECK(has_shown(outcome.output, command.output));
                ++shown;
            }
        }
        CHECK(tried >= 90);
        CHECK(shown >= 6);
    }

    TEST_CASE("every option of every command is named on some page") {
        std::string all;
        for (const fs::path& page : pages())
            all += text_of(page);
        const Workplace place;
        std::size_t asked = 0;
        static const RE2 named{R"((?m)^  ([a-z]+)  )"};
        const std::string help = place.run("weft --help").output;
        re2::StringPiece commands{help};
        for (std::string command; RE2::FindAndConsume(&commands, named, &command);) {
            CAPTURE(command);
            static const RE2 long_option{R"((--[a-z][a-z-]+))"};
            const std::string own_help = place.run("weft " + command + " --help").output;
            re2::StringPiece rest{own_help};
            for (std::string option; RE2::FindAndConsume(&rest, long_option, &option); ++asked) {
                CAPTURE(option);
                CHECK(all.find(option) != std::string::npos);
            }
        }
        CHECK(asked >= 30);
    }
}

}  // namespace page_commands_test
