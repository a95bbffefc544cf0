#include "reports/write/trace_events.hpp"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace weft::reports {
namespace {

using nlohmann::ordered_json;

/// The first span of each one's trace.
class Traces {
public:
    explicit Traces(const std::vector<RecordedSpan>& spans) {
        for (const RecordedSpan& span : spans)
            parents_[span.id] = span.parent;
    }

    std::uint32_t of(std::uint32_t span) const {
        while (true) {
            const auto found = parents_.find(span);
            // One whose parent never ended is the first that is known.
            if (found == parents_.end() || !found->second) return span;
            if (!parents_.contains(*found->second)) return span;
            span = *found->second;
        }
    }

private:
    std::map<std::uint32_t, std::optional<std::uint32_t>> parents_;
};

double microseconds(mesh::Instant at) {
    return static_cast<double>(at.time_since_epoch().count()) / 1e3;
}

ordered_json event(const RecordedSpan& span, const char* phase, int process, std::uint32_t trace) {
    return {{"name", span.service}, {"cat", span.is_work ? "work" : "call"},
            {"ph", phase},          {"id", fmt::format("{:x}", trace)},
            {"pid", process},       {"tid", process}};
}

ordered_json begin_of(const RecordedSpan& span, int process, std::uint32_t trace) {
    ordered_json begin = event(span, "b", process, trace);
    begin["ts"] = microseconds(span.started);
    ordered_json args{{"request", fmt::format("{}/{}", span.load, span.request)},
                      {"span", span.id},
                      {"status", span.status}};
    if (span.parent) args["parent"] = *span.parent;
    if (!span.pod.empty()) args["pod"] = span.pod;
    if (const std::string flags = mesh::to_text(span.flags); !flags.empty()) args["flags"] = flags;
    if (span.is_work) args["queued_us"] = microseconds(span.served) - microseconds(span.started);
    begin["args"] = std::move(args);
    return begin;
}

}  // namespace

void write_trace_events(const std::vector<RecordedSpan>& spans, std::ostream& out) {
    const Traces traces{spans};
    std::map<std::string, int> processes;
    for (const RecordedSpan& span : spans)
        processes.emplace(span.service, 0);
    out << R"({"displayTimeUnit":"ms","traceEvents":[)";
    int number = 0;
    for (auto& [service, process] : processes) {
        process = ++number;
        const ordered_json name{
            {"name", "process_name"}, {"ph", "M"}, {"pid", process}, {"args", {{"name", service}}}};
        out << (number == 1 ? "\n" : ",\n") << name.dump();
    }
    for (const RecordedSpan& span : spans) {
        const int process = processes.at(span.service);
        const std::uint32_t trace = traces.of(span.id);
        ordered_json end = event(span, "e", process, trace);
        end["ts"] = microseconds(span.ended);
        out << ",\n" << begin_of(span, process, trace).dump() << ",\n" << end.dump();
    }
    out << "\n]}\n";
}

}  // namespace weft::reports
