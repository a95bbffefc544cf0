#include "reports/write/series_csv.hpp"

#include <fmt/format.h>
#include <ostream>
#include <string>

namespace weft::reports {
namespace {

/// A field that would end early is put in quotes.
std::string field(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char sign : text) {
        if (sign == '"') quoted += '"';
        quoted += sign;
    }
    return quoted + '"';
}

double seconds_at(mesh::Instant at) {
    return static_cast<double>(at.time_since_epoch().count()) / 1e9;
}

double milliseconds(mesh::Duration time) {
    return static_cast<double>(time.count()) / 1e6;
}

}  // namespace

void write_series_csv(const std::vector<RecordedPoint>& series, std::ostream& out) {
    out << "start_s,end_s,load,source,destination,version,requests,attempts,failed,mean_ms,p50_ms,"
           "p90_ms,p99_ms,max_ms,rejected,unanswered\n";
    for (const RecordedPoint& point : series) {
        const double mean = milliseconds(point.latency_sum) / static_cast<double>(point.requests);
        out << fmt::format(
            "{},{},{},{},{},{},{},{},{},{:.6f},{:.6f},{:.6f},{:.6f},{:.6f},{},{}\n",
            seconds_at(point.start), seconds_at(point.end), field(point.load), field(point.source),
            field(point.destination), field(point.version), point.requests, point.attempts,
            point.failed, mean, milliseconds(point.p50), milliseconds(point.p90),
            milliseconds(point.p99), milliseconds(point.max), point.rejected, point.unanswered);
    }
}

}  // namespace weft::reports
