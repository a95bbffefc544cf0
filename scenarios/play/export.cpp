#include "reports/store/read_details.hpp"
#include "reports/store/read_run.hpp"
#include "reports/store/store_error.hpp"
#include "reports/write/access_log.hpp"
#include "reports/write/open_metrics.hpp"
#include "reports/write/series_csv.hpp"
#include "reports/write/trace_events.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"

#include <filesystem>
#include <ostream>

namespace weft::scenarios {
namespace {

/// A summary has none of what is exported.
bool has_details(const std::filesystem::path& run) {
    return reports::read_run(run).head.level != reports::RecordLevel::summary;
}

void write(const ExportOptions& options, std::ostream& out) {
    switch (options.format) {
        case ExportOptions::Format::open_metrics:
            return reports::write_open_metrics(reports::read_run(options.run).summary.mesh, out);
        case ExportOptions::Format::access_log:
            return reports::write_access_log(reports::read_spans(options.run), out);
        case ExportOptions::Format::csv:
            return reports::write_series_csv(reports::read_series(options.run), out);
        case ExportOptions::Format::trace_events:
            return reports::write_trace_events(reports::read_spans(options.run), out);
    }
}

}  // namespace

int export_run(const ExportOptions& options, std::ostream& out, std::ostream& err) {
    try {
        if (!has_details(options.run)) {
            err << "error: " << options.run.string()
                << ": has only a summary: record the run with --record default\n";
            return exit_code::bad_input;
        }
        write(options, out);
        return exit_code::done;
    } catch (const reports::NotARunFile& error) {
        err << "error: " << error.what() << '\n';
        return exit_code::bad_input;
    } catch (const reports::StoreError& error) {
        err << "error: " << error.what() << '\n';
        return exit_code::bad_input;  // The file is the input: missing, damaged or too new.
    }
}

}  // namespace weft::scenarios
