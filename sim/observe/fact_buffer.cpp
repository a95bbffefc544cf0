#include "sim/observe/fact_buffer.hpp"

namespace weft::sim::observe {

void FactBuffer::flush() {
    if (!requests_.empty()) recorder_->requests(requests_);
    if (!calls_.empty()) recorder_->calls(calls_);
    if (!inbound_.empty()) recorder_->inbound(inbound_);
    // Before what else is told of a sampled request: its first mark says that there is one.
    if (!marks_.empty()) recorder_->marks(marks_);
    if (!spans_.empty()) recorder_->spans(spans_);
    if (!decisions_.empty()) recorder_->decisions(decisions_);
    if (!changes_.empty()) recorder_->changes(changes_);
    if (!open_requests_.empty()) recorder_->open_requests(open_requests_);
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
    if (recorder_ == nullptr) return;
    flush();
    recorder_->interval(interval);
}

std::uint32_t FactBuffer::number(NameKind kind, std::string_view name) {
    auto& names = names_[kind];
    const auto known = names.find(name);
    if (known != names.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(names.size());
    names.emplace(name, number);
    if (recorder_ != nullptr) recorder_->named(kind, number, name);
    return number;
}

std::uint32_t FactBuffer::number_of_service(std::string_view name, std::string_view host) {
    const std::uint32_t service = number(NameKind::service, name);
    // Something else may have had the name first, such as a load or an app.
    if (hosts_told_.insert(service).second && recorder_ != nullptr) recorder_->host(service, host);
    return service;
}

std::uint32_t FactBuffer::number_of(const Workload& workload) {
    const std::size_t before = names_[NameKind::workload].size();
    const std::uint32_t known = number(NameKind::workload, name_of(workload));
    if (known == before && recorder_ != nullptr) recorder_->workload(known, workload);
    return known;
}

}  // namespace weft::sim::observe
