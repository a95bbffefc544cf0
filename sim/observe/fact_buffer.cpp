#include "sim/observe/fact_buffer.hpp"

#include <algorithm>

namespace weft::sim::observe {

bool FactBuffer::wants_inbound() const {
    return std::ranges::any_of(recorders_, &Recorder::wants_inbound);
}

bool FactBuffer::wants_marks() const {
    return std::ranges::any_of(recorders_, &Recorder::wants_marks);
}

void FactBuffer::hand_over() {
    for (Recorder* const recorder : recorders_) {
        if (!requests_.empty()) recorder->requests(requests_);
        if (!calls_.empty()) recorder->calls(calls_);
        if (!inbound_.empty()) recorder->inbound(inbound_);
        // Before what else is told of a sampled request: its first mark says that there is one.
        if (!marks_.empty()) recorder->marks(marks_);
        if (!spans_.empty()) recorder->spans(spans_);
        if (!decisions_.empty()) recorder->decisions(decisions_);
        if (!changes_.empty()) recorder->changes(changes_);
        if (!open_requests_.empty()) recorder->open_requests(open_requests_);
    }
    requests_.clear();
    calls_.clear();
    inbound_.clear();
    spans_.clear();
    decisions_.clear();
    changes_.clear();
    marks_.clear();
    open_requests_.clear();
}

void FactBuffer::end(const IntervalEnd& interval) {
    hand_over();
    for (Recorder* const recorder : recorders_)
        recorder->interval(interval);
}

std::uint32_t FactBuffer::number(NameKind kind, std::string_view name) {
    auto& names = names_[kind];
    const auto known = names.find(name);
    if (known != names.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(names.size());
    names.emplace(name, number);
    for (Recorder* const recorder : recorders_)
        recorder->named(kind, number, name);
    return number;
}

std::uint32_t FactBuffer::number_of_service(std::string_view name, std::string_view host) {
    const std::uint32_t service = number(NameKind::service, name);
    // Something else may have had the name first, such as a load or an app.
    if (!hosts_told_.insert(service).second) return service;
    for (Recorder* const recorder : recorders_)
        recorder->host(service, host);
    return service;
}

std::uint32_t FactBuffer::number_of(const Workload& workload) {
    const std::size_t before = names_[NameKind::workload].size();
    const std::uint32_t known = number(NameKind::workload, name_of(workload));
    if (known != before) return known;
    for (Recorder* const recorder : recorders_)
        recorder->workload(known, workload);
    return known;
}

void FactBuffer::name_pod(std::uint32_t pod, std::uint32_t workload) {
    for (Recorder* const recorder : recorders_)
        recorder->pod(pod, workload);
}

}  // namespace weft::sim::observe
