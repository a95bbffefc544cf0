#include "reports/store/new_run_file.hpp"

#include "mesh/request/outcome.hpp"
#include "reports/store/insert.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/store_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <sqlite3.h>
#include <string_view>
#include <system_error>

namespace weft::reports {

namespace fs = std::filesystem;

namespace {

using namespace std::string_view_literals;

/// The files that SQLite keeps beside one that is being written. Left behind by a crash they belong
/// to the old file; a new one under its name would take them for its own.
void remove_side_files(const fs::path& path) {
    for (const char* const ending : {"-wal", "-shm", "-journal"}) {
        fs::remove(path.string() + ending);
    }
}

/// Fails if another process writes to the run file (its writer is always in a transaction), or if
/// the file is write-protected. A damaged one may be replaced.
void require_replaceable(const fs::path& place) {
    SQLite::Database file{place.string(), SQLite::OPEN_READWRITE};
    const int result = file.tryExec("begin immediate");
    if (result == SQLITE_BUSY) throw StoreError{place, "is being written by another run"};
    if (result == SQLITE_READONLY) throw StoreError{place, "is write-protected"};
}

void fill(SQLite::Database& file, const RunHead& head) {
    file.exec("begin");
    file.exec(fmt::format("pragma application_id = {}", run_file_application_id));
    file.exec(fmt::format("pragma user_version = {}", run_file_version));
    file.exec(run_file_schema);

    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    Insert meta{file, "insert into meta (key, value) values (?, ?)"};
    meta.row("scenario", head.scenario);
    meta.row("seed", std::to_string(head.seed));  // Text: an integer of the file has a sign.
    meta.row("version", head.version);
    meta.row("build", head.build);
    meta.row("record", name_of(head.level));
    meta.row("status", "running");
    meta.row("started", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)));
    Insert{file, "insert into scenario (text) values (?)"}.row(head.canonical_scenario);

    Insert given{file, "insert into given (option, value) values (?, ?)"};
    for (const auto& [option, value] : head.given)
        given.row(option, value);
    Insert sources{file, "insert into source (path, text) values (?, ?)"};
    for (const auto& [path, text] : head.sources)
        sources.row(path, text);

    Insert flags{file, "insert into flag (bit, name) values (?, ?)"};
    for (std::uint32_t bit = 0; bit < mesh::flag_count; ++bit) {
        flags.row(bit, std::string{mesh::flag_name(bit)});
    }
    file.exec("commit");
}

/// Makes an empty file, or tells why it cannot be made; SQLite would only say that it cannot.
void make_empty(const fs::path& beside, const fs::path& place) {
    std::FILE* const file = std::fopen(beside.c_str(), "wb");
    if (file == nullptr) {
        throw StoreError{place, "cannot be written: " + std::generic_category().message(errno)};
    }
    std::fclose(file);
}

void make_beside(const fs::path& beside, const fs::path& place, const RunHead& head) {
    make_empty(beside, place);
    remove_side_files(beside);
    {
        SQLite::Database file{beside.string(), SQLite::OPEN_READWRITE};
        fill(file, head);
        file.exec(
            "pragma journal_mode = wal");  // Readers are never in the way, from the first row on.
    }
    remove_side_files(place);
    fs::rename(beside, place);
}

}  // namespace

const char* name_of(RecordLevel level) {
    switch (level) {
        case RecordLevel::none:
            return "none";
        case RecordLevel::summary:
            return "summary";
        case RecordLevel::automatic:
            return "default";
    }
    return "";
}

bool is_run_file(const fs::path& path) {
    constexpr auto magic = "SQLite format 3\0"sv;
    constexpr std::size_t id_place = 68;  // Of application_id in an SQLite header, big-endian.
    std::array<char, 72> header{};
    std::ifstream file{path, std::ios::binary};
    if (!file.read(header.data(), header.size())) return false;
    if (!std::string_view{header.data(), header.size()}.starts_with(magic)) return false;
    std::uint32_t id = 0;
    for (std::size_t byte = id_place; byte < header.size(); ++byte) {
        id = (id << 8) | static_cast<unsigned char>(header[byte]);
    }
    return id == static_cast<std::uint32_t>(run_file_application_id);
}

void make_run_file(const fs::path& path, const RunHead& head) {
    fs::path beside = path;
    try {
        const bool exists = fs::exists(fs::symlink_status(path));
        if (exists && (!fs::is_regular_file(path) || !is_run_file(path))) throw NotARunFile{path};
        const fs::path place = exists ? fs::canonical(path) : path;
        if (exists) require_replaceable(place);
        beside = place;
        beside += ".weft-new";
        make_beside(beside, place, head);
    } catch (const SQLite::Exception& error) {
        std::error_code ignored;
        if (beside != path) fs::remove(beside, ignored);
        throw StoreError{path, error.what()};
    } catch (const fs::filesystem_error& error) {
        std::error_code ignored;
        if (beside != path) fs::remove(beside, ignored);
        throw StoreError{path, error.code().message()};
    }
}

}  // namespace weft::reports
