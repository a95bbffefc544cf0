#include "reports/metrics/recording.hpp"
#include "tests/reports/small_run.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace run_file_document_test {

using namespace weft;
using namespace weft::tests;

namespace {

std::string document() {
    std::ostringstream text;
    text << std::ifstream{std::filesystem::path{SOURCE_ROOT} / "docs/run-file.md"}.rdbuf();
    return text.str();
}

/// What stands in the document's blocks of SQL.
std::vector<std::string> examples(const std::string& text) {
    std::vector<std::string> found;
    const std::string opening = "```sql\n";
    std::size_t start = text.find(opening);
    while (start != std::string::npos) {
        start += opening.size();
        const std::size_t end = text.find("```", start);
        found.push_back(text.substr(start, end - start));
        start = text.find(opening, end);
    }
    return found;
}

SQLite::Database recorded(const std::filesystem::path& path) {
    reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic)};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    play_small_run(recording, 3);
    reports::RunSummary run = recording.finish();
    run.expectations = {{"p99(web) < 80ms", true, 10e6, reports::Unit::nanoseconds}};
    run.warnings = {"a field was not honoured"};
    file.finish(run);
    return SQLite::Database{path.string()};
}

}  // namespace

TEST_SUITE("docs/run-file.md") {
    TEST_CASE("every example runs and finds something") {
        const TemporaryFolder folder;
        const SQLite::Database file = recorded(folder / "run.db");
        const std::vector<std::string> all = examples(document());
        CHECK(all.size() >= 6);
        for (const std::string& sql : all) {
            CAPTURE(sql);
            SQLite::Statement statement{file, sql};
            CHECK(statement.executeStep());
        }
    }

    TEST_CASE("it names every table, every view and every column") {
        const TemporaryFolder folder;
        const SQLite::Database file = recorded(folder / "run.db");
        const std::string text = document();
        SQLite::Statement columns{
            file,
            "select o.name, c.name from sqlite_schema o "
            "join pragma_table_info(o.name) c where o.type in ('table', 'view')"};
        while (columns.executeStep()) {
            const std::string object = columns.getColumn(0).getString();
            const std::string column = columns.getColumn(1).getString();
            CAPTURE(object);
            CAPTURE(column);
            const std::size_t row = text.find("\n| `" + object + "` |");
            REQUIRE(row != std::string::npos);
            CHECK(text.substr(row, text.find('\n', row + 1) - row).find(column) !=
                  std::string::npos);
        }
    }

    TEST_CASE("it names every kind of change, every flag and every reason of the view") {
        const std::string text = document();
        using Kind = sim::observe::Change::Kind;
        for (int kind = 0; kind <= static_cast<int>(sim::observe::Change::last_kind); ++kind) {
            const std::string name = sim::observe::name_of(static_cast<Kind>(kind));
            CAPTURE(name);
            CHECK(text.find("`" + name + "`") != std::string::npos);
        }
        const std::size_t flags = text.find("| flag | says |");
        REQUIRE(flags != std::string::npos);
        for (std::size_t bit = 0; bit < mesh::flag_count; ++bit) {
            const std::string name{mesh::flag_name(bit)};
            CAPTURE(name);
            CHECK(text.find("`" + name + "`", flags) != std::string::npos);
        }
        const TemporaryFolder folder;
        const SQLite::Database file = recorded(folder / "run.db");
        SQLite::Statement view{file, "select sql from sqlite_schema where name = 'v_changes'"};
        REQUIRE(view.executeStep());
        const std::string sql = view.getColumn(0).getString();
        std::size_t reasons = 0;
        for (std::size_t at = sql.find("then '"); at != std::string::npos;
             at = sql.find("then '", at + 1)) {
            const std::size_t begin = at + 6;
            const std::string reason = sql.substr(begin, sql.find('\'', begin) - begin);
            CAPTURE(reason);
            CHECK(text.find("`" + reason + "`") != std::string::npos);
            ++reasons;
        }
        CHECK(reasons >= 20);
    }

    TEST_CASE("no view leaves rows of its tables out") {
        const TemporaryFolder folder;
        SQLite::Database file = recorded(folder / "run.db");
        for (const auto& [view, table] : {std::pair{"v_series", "series"},
                                          {"v_pod_series", "pod_series"},
                                          {"v_changes", "change"},
                                          {"v_spans", "span"},
                                          {"v_decisions", "decision"},
                                          {"v_edges", "edge_summary"},
                                          {"v_loads", "load_summary"},
                                          {"v_flags", "flag_count"},
                                          {"v_statuses", "status_count"},
                                          {"v_mesh", "mesh_metric"},
                                          {"v_histogram", "histogram"}}) {
            CAPTURE(view);
            const auto rows = [&file](const char* from) {
                return file.execAndGet(std::string{"select count(*) from "} + from).getInt64();
            };
            CHECK(rows(view) > 0);
            CHECK(rows(view) == rows(table));
        }
        CHECK(file.execAndGet("select flags from v_spans where kind = 'work'").getString() ==
              "URX");
        CHECK(file.execAndGet("select value from v_decisions where kind = 'retried'").getDouble() ==
              503);
        CHECK(file.execAndGet("select detail from v_changes where kind = 'limit_reached'")
                  .getString() == "retries");
        CHECK(file.execAndGet("select p99_ms from v_loads where load = 'web'").getDouble() ==
              doctest::Approx(10).epsilon(0.008));
    }
}

}  // namespace run_file_document_test
