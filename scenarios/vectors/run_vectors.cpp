#include "scenarios/vectors/run_vectors.hpp"

#include "scenarios/play/exit_code.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "scenarios/vectors/vector_suite.hpp"

#include <fmt/format.h>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;
using Json = VectorSuite::Json;

struct FailedCase {
    std::string suite;
    std::string id;
    VectorMismatch mismatch;
};

struct Outcome {
    std::size_t passed = 0;
    std::vector<FailedCase> failed;
    Diagnostics diagnostics;
};

/// What the JSON library says, without the number that it puts before.
std::string reason(const std::exception& error) {
    const std::string message = error.what();
    const std::size_t prefix = message.find("] ");
    return message.starts_with('[') && prefix != std::string::npos ? message.substr(prefix + 2)
                                                                   : message;
}

/// Null, and an error, if the file cannot be had.
Json load(const fs::path& path, Diagnostics& diagnostics) {
    const std::string name = path.string();
    std::error_code trouble;
    std::ifstream stream{path, std::ios::binary};
    if (!stream || fs::is_directory(path, trouble)) {
        diagnostics.error({name}, "cannot be read");
        return nullptr;
    }
    try {
        return Json::parse(stream);
    } catch (const Json::exception& error) {
        diagnostics.error({name}, reason(error));
        return nullptr;
    }
}

std::string id_of(const Json& vector, std::size_t position) {
    const auto id = vector.is_object() ? vector.find("id") : vector.end();
    const bool named = vector.is_object() && id != vector.end() && id->is_string();
    return named ? id->get<std::string>() : "number " + std::to_string(position);
}

void run_case(const VectorSuite& suite,
              const Json& file,
              const Json& vector,
              const std::string& id,
              Outcome& outcome) {
    auto mismatch = suite.check(file, vector);
    if (!mismatch) {
        ++outcome.passed;
        return;
    }
    outcome.failed.push_back({suite.name, id, std::move(*mismatch)});
}

void run_file(const fs::path& path, const VectorSuites& suites, Outcome& outcome) {
    const Json file = load(path, outcome.diagnostics);
    if (file.is_null()) return;
    const auto wrong = [&](const std::string& message) {
        outcome.diagnostics.error({path.string()}, message);
    };
    if (!file.is_object() || !file.contains("suite") || !file["suite"].is_string()) {
        return wrong("names no suite");
    }
    const auto name = file["suite"].get<std::string>();
    const VectorSuite* const suite = suites.find(name);
    if (suite == nullptr) return wrong("there is no suite '" + name + "'");
    if (!file.contains("cases") || !file["cases"].is_array()) return wrong("has no list of cases");

    std::size_t position = 0;
    for (const Json& vector : file["cases"]) {
        const std::string id = id_of(vector, position++);
        try {
            run_case(*suite, file, vector, id, outcome);
        } catch (const Json::exception& error) {
            wrong("case " + id + ": " + reason(error));
        } catch (const std::logic_error& error) {
            wrong("case " + id + ": " + reason(error));
        }
    }
}

void print_vectors_json(const Outcome& outcome, std::ostream& out) {
    nlohmann::ordered_json failures = nlohmann::ordered_json::array();
    for (const FailedCase& failed : outcome.failed) {
        failures.push_back({{"suite", failed.suite},
                            {"id", failed.id},
                            {"expected", failed.mismatch.expected},
                            {"got", failed.mismatch.got}});
    }
    out << nlohmann::ordered_json{{"passed", outcome.passed},
                                  {"failed", outcome.failed.size()},
                                  {"failures", failures}}
               .dump(2)
        << '\n';
}

void print_vectors_text(const Outcome& outcome, std::ostream& out) {
    for (const FailedCase& failed : outcome.failed) {
        out << fmt::format("{} {}: expected {}, got {}\n", failed.suite, failed.id,
                           failed.mismatch.expected, failed.mismatch.got);
    }
    out << fmt::format("{} passed, {} failed\n", outcome.passed, outcome.failed.size());
}

}  // namespace

int run_vectors(const VectorsOptions& options, std::ostream& out, std::ostream& err) {
    const VectorSuites suites = built_in_vector_suites();
    Outcome outcome;
    for (const fs::path& path : options.files)
        run_file(path, suites, outcome);
    for (const Diagnostic& diagnostic : outcome.diagnostics.sorted())
        err << to_text(diagnostic) << '\n';
    options.json ? print_vectors_json(outcome, out) : print_vectors_text(outcome, out);
    if (outcome.diagnostics.has_errors()) return exit_code::bad_input;
    return outcome.failed.empty() ? exit_code::done : exit_code::expectation_failed;
}

}  // namespace weft::scenarios
