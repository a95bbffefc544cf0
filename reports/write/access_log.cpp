#include "reports/write/access_log.hpp"

#include <chrono>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <ostream>
#include <string>

namespace weft::reports {
namespace {

/// "1970-01-01T00:01:07.042Z"
std::string time_of_day(mesh::Instant at) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(ms / 1'000), ms % 1'000);
}

std::string or_dash(const std::string& text) {
    return text.empty() ? "-" : text;
}

std::string line_of(const RecordedSpan& span) {
    const std::string flags = mesh::to_text(span.flags);
    const auto took =
        std::chrono::floor<std::chrono::milliseconds>(span.ended - span.started).count();
    const std::string cluster = span.is_work ? "inbound" : or_dash(span.cluster);
    return fmt::format(
        R"([{}] "- - -" {} {} - - "-" - - {} - "-" "-" "{}/{}" "{}" "{}" {} - - - - -)",
        time_of_day(span.started), span.status, or_dash(flags), took, span.load, span.request,
        or_dash(span.service), or_dash(span.pod), cluster);
}

}  // namespace

void write_access_log(const std::vector<RecordedSpan>& spans, std::ostream& out) {
    for (const RecordedSpan& span : spans)
        out << line_of(span) << '\n';
}

}  // namespace weft::reports
