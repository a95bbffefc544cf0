#include "scenarios/vectors/run_vectors.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace run_vectors_test {

using namespace weft::scenarios;

namespace {

namespace fs = std::filesystem;

/// A folder of its own, gone at the end.
class VectorFiles {
public:
    VectorFiles() { fs::create_directories(folder_); }
    ~VectorFiles() { fs::remove_all(folder_); }
    VectorFiles(const VectorFiles&) = delete;
    VectorFiles& operator=(const VectorFiles&) = delete;

    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_ / name} << text;
        return folder_ / name;
    }

    const fs::path& folder() const { return folder_; }

private:
    fs::path folder_ = fs::temp_directory_path() / "weft_run_vectors_test";
};

struct Ended {
    int exit_code;
    std::string out;
    std::string err;
};

Ended run(const VectorsOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int exit_code = run_vectors(options, out, err);
    return {exit_code, out.str(), err.str()};
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

const std::string priopick = R"({"suite": "priopick", "cases": [
  {"id": "good", "healthy_load": [70, 30], "hash": 69, "expect": "P0 healthy"},
  {"id": "bad", "healthy_load": [70, 30], "hash": "70", "expect": "P0 healthy"}]})";

}  // namespace

TEST_SUITE("weft vectors") {
    TEST_CASE("a case that fails is one line, and the count of both kinds closes") {
        const VectorFiles files;
        const Ended ended = run({.files = {files.write("p.json", priopick)}});
        CHECK(ended.exit_code == 1);
        CHECK(ended.out ==
              "priopick bad: expected \"P0 healthy\", got \"P1 healthy\"\n1 passed, 1 failed\n");
        CHECK(ended.err.empty());
    }

    TEST_CASE("nothing is said of cases that hold") {
        const VectorFiles files;
        const std::string hash = R"({"suite": "hash", "cases": [{"id": "a", "fn": "xxHash64",
            "input": "foo", "seed": 0, "expect": "3728699739546630719"}]})";
        const Ended ended = run({.files = {files.write("h.json", hash)}});
        CHECK(ended.exit_code == 0);
        CHECK(ended.out == "1 passed, 0 failed\n");
    }

    TEST_CASE("a file that is wrong is named with its reason, and the others still run") {
        const VectorFiles files;
        const Ended ended =
            run({.files = {files.folder() / "absent.json", files.folder(),
                           files.write("broken.json", "{\"suite\":"),
                           files.write("nameless.json", "[1]"),
                           files.write("unknown.json", R"({"suite": "hush", "cases": []})"),
                           files.write("caseless.json", R"({"suite": "hash", "cases": {}})"),
                           files.write("p.json", priopick)}});
        CHECK(ended.exit_code == 2);
        CHECK(holds(ended.out, "1 passed, 1 failed\n"));
        CHECK(holds(ended.err, "absent.json: error: cannot be read"));
        CHECK(holds(ended.err, "weft_run_vectors_test: error: cannot be read"));
        CHECK(holds(ended.err, "broken.json: error: parse error"));
        CHECK(holds(ended.err, "nameless.json: error: names no suite"));
        CHECK(holds(ended.err, "unknown.json: error: there is no suite 'hush'"));
        CHECK(holds(ended.err, "caseless.json: error: has no list of cases"));
    }

    TEST_CASE("a case of the wrong form is named, whatever it is") {
        const VectorFiles files;
        const std::string cases = R"({"suite": "priopick", "cases": [
          {"id": "hashless", "healthy_load": [100], "expect": "P0 healthy"},
          {"id": "short", "healthy_load": [99], "hash": 1, "expect": "P0 healthy"},
          {"healthy_load": [100], "hash": -1, "expect": "P0 healthy"},
          17, {"id": "good", "healthy_load": [100], "hash": 1, "expect": "P0 healthy"}]})";
        const Ended ended = run({.files = {files.write("p.json", cases)}});
        CHECK(ended.exit_code == 2);
        CHECK(ended.out == "1 passed, 0 failed\n");
        CHECK(holds(ended.err, "p.json: error: case hashless: key 'hash' not found"));
        CHECK(holds(ended.err, "case short: loads must sum to 100"));
        CHECK(holds(ended.err, "case number 2: -1 is no whole number"));
        CHECK(holds(ended.err, "case number 3: "));
    }

    TEST_CASE("machines get the same as JSON") {
        const VectorFiles files;
        const Ended ended = run({.files = {files.write("p.json", priopick)}, .json = true});
        CHECK(ended.exit_code == 1);
        const auto outcome = nlohmann::json::parse(ended.out);
        CHECK(outcome["passed"] == 1);
        CHECK(outcome["failed"] == 1);
        CHECK(outcome["failures"][0] == nlohmann::json{{"suite", "priopick"},
                                                       {"id", "bad"},
                                                       {"expected", "\"P0 healthy\""},
                                                       {"got", "\"P1 healthy\""}});
    }
}

}  // namespace run_vectors_test
