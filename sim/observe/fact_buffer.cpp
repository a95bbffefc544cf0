#include "sim/observe/fact_buffer.hpp"

namespace weft::sim::observe {

void FactBuffer::flush() {
    if (!requests_.empty()) recorder_->requests(requests_);
    if (!calls_.empty()) recorder_->calls(calls_);
    if (!spans_.empty()) recorder_->spans(spans_);
    if (!decisions_.empty()) recorder_->decisions(decisions_);
    if (!changes_.empty()) recorder_->changes(changes_);
    requests_.clear();
    calls_.clear();
    spans_.clear();
    decisions_.clear();
    changes_.clear();
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

}  // namespace weft::sim::observe
