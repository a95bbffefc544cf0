#include "reports/write/open_metrics.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::reports {
namespace {

using sim::observe::Workload;

constexpr std::string_view unknown = "unknown";

std::string escaped(std::string_view value) {
    std::string text;
    for (const char sign : value) {
        if (sign == '\\' || sign == '"') text += '\\';
        if (sign == '\n') {
            text += "\\n";
        } else {
            text += sign;
        }
    }
    return text;
}

/// `name="value",`…: the labels of one series, as they are written.
class Labels {
public:
    void add(std::string_view name, std::string_view value) {
        if (!text_.empty()) text_ += ',';
        text_ += fmt::format("{}=\"{}\"", name, escaped(value));
    }
    void add_known(std::string_view name, std::string_view value) {
        add(name, value.empty() ? unknown : value);
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

const Workload& workload_of(const MeshMetrics& metrics, std::uint32_t number) {
    static const Workload unnamed;
    const auto found = metrics.workloads().find(number);
    return found == metrics.workloads().end() ? unnamed : found->second;
}

void add_workload(Labels& labels,
                  const std::string& end,
                  const Workload& workload,
                  std::string_view principal) {
    labels.add_known(end + "_workload", workload.name);
    labels.add_known(end + "_workload_namespace", workload.ns);
    labels.add_known(end + "_principal", principal);
    labels.add_known(end + "_app", workload.app);
    labels.add_known(end + "_version", workload.version);
    labels.add_known(end + "_canonical_service", workload.service);
    labels.add_known(end + "_canonical_revision", workload.revision);
}

/// Name and namespace of "reviews.default.svc.cluster.local"; a host elsewhere has no namespace.
std::pair<std::string_view, std::string_view> parts_of(std::string_view host) {
    const std::size_t dot = host.find('.');
    const std::size_t end = host.find(".svc.");
    if (end == std::string_view::npos || dot >= end) return {host, unknown};
    return {host.substr(0, dot), host.substr(dot + 1, end - dot - 1)};
}

std::string labels_of(const MeshMetrics& metrics, const MetricKey& key) {
    const bool at_source = key.reporter == Reporter::source;
    const Workload& source = workload_of(metrics, key.source);
    const Workload& destination = workload_of(metrics, key.workload);
    std::string_view host = destination.host;
    if (const auto found = metrics.hosts().find(key.service); found != metrics.hosts().end()) {
        host = found->second;
    }
    const auto [name, ns] = parts_of(host);
    Labels labels;
    labels.add("reporter", at_source ? "source" : "destination");
    const bool shown = at_source || key.mutual_tls;
    add_workload(labels, "source", source, shown ? std::string_view{source.principal} : unknown);
    add_workload(labels, "destination", destination,
                 shown ? std::string_view{destination.principal} : unknown);
    labels.add_known("destination_service", host);
    labels.add_known("destination_service_name", name);
    labels.add_known("destination_service_namespace", ns);
    labels.add("request_protocol", "http");
    labels.add("response_code", fmt::format("{}", key.status));
    const std::string flags = mesh::to_text(mesh::Flags{key.flags});
    labels.add("response_flags", flags.empty() ? "-" : flags);
    // Source: Istio's client side does not say how the connection is secured.
    std::string_view security = unknown;
    if (!at_source) security = key.mutual_tls ? "mutual_tls" : "none";
    labels.add("connection_security_policy", security);
    return labels.text();
}

using Series = std::pair<std::string, const DurationTally*>;

void write_counts(const std::vector<Series>& all, std::ostream& out) {
    out << "# TYPE istio_requests counter\n"
           "# HELP istio_requests Requests, by what became of them.\n";
    for (const auto& [labels, tally] : all)
        out << "istio_requests_total{" << labels << "} " << tally->requests << '\n';
}

void write_durations(const std::vector<Series>& all, std::ostream& out) {
    const std::string name = "istio_request_duration_milliseconds";
    out << "# TYPE " << name << " histogram\n"
        << "# UNIT " << name << " milliseconds\n"
        << "# HELP " << name << " How long requests took.\n";
    for (const auto& [labels, tally] : all) {
        std::uint64_t below = 0;
        for (std::size_t bucket = 0; bucket < tally->buckets.size(); ++bucket) {
            below += tally->buckets[bucket];
            const bool is_last = bucket == DurationTally::bounds_us.size();
            const std::string bound =
                is_last ? "+Inf"
                        : fmt::format(
                              "{}", static_cast<double>(DurationTally::bounds_us[bucket]) / 1'000);
            out << name << "_bucket{" << labels << ",le=\"" << bound << "\"} " << below << '\n';
        }
        out << name << "_count{" << labels << "} " << tally->requests << '\n'
            << name << "_sum{" << labels << "} "
            << fmt::format("{}", static_cast<double>(tally->sum_ns) / 1e6) << '\n';
    }
}

}  // namespace

void write_open_metrics(const MeshMetrics& metrics, std::ostream& out) {
    std::vector<Series> all;
    for (const MetricKey& key : metrics.keys())
        all.emplace_back(labels_of(metrics, key), &metrics.at(key));
    std::ranges::sort(all, {}, &Series::first);
    write_counts(all, out);
    write_durations(all, out);
    out << "# EOF\n";
}

}  // namespace weft::reports
