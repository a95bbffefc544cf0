#include "reports/store/open_run_file.hpp"

#include "reports/store/new_run_file.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/store_error.hpp"

#include <fmt/format.h>
#include <system_error>

namespace weft::reports {
namespace {

/// Says of a file of another version who wrote it.
std::string written_by_another(SQLite::Database& file, int version) {
    SQLite::Statement meta{file, "select value from meta where key = ?"};
    const auto value_of = [&meta](const char* key) {
        meta.reset();
        meta.bind(1, key);
        return meta.executeStep() ? meta.getColumn(0).getString() : std::string{"unknown"};
    };
    const std::string writer = value_of("version");
    const std::string build = value_of("build");
    return fmt::format(
        "was written by {} weft, {} ({}): it has version {} of the format, and this one reads "
        "version {}; run its scenario again",
        version < run_file_version ? "an earlier" : "a later", writer, build, version,
        run_file_version);
}

}  // namespace

SQLite::Database open_run_file(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) throw StoreError{path, "does not exist"};
    if (!std::filesystem::is_regular_file(path, error) || !is_run_file(path))
        throw NotARunFile{path};
    try {
        constexpr int patience_ms = 5'000;  // A writer locks readers out for moments only.
        // Who opens it reads it on one thread: locks would take a tenth of the time.
        SQLite::Database file{path.string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX,
                              patience_ms};
        const int version = file.execAndGet("pragma user_version").getInt();
        if (version == run_file_version) return file;
        throw StoreError{path, written_by_another(file, version)};
    } catch (const SQLite::Exception& failure) {
        throw StoreError{path, failure.what()};
    }
}

}  // namespace weft::reports
