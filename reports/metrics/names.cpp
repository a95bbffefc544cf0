#include "reports/metrics/names.hpp"

namespace weft::reports {

using sim::observe::NameKind;

const char* name_of(NameKind kind) {
    switch (kind) {
        case NameKind::load:
            return "load";
        case NameKind::service:
            return "service";
        case NameKind::version:
            return "version";
        case NameKind::pod:
            return "pod";
        case NameKind::cluster:
            return "cluster";
        case NameKind::step:
            return "step";
        case NameKind::rule:
            return "rule";
        case NameKind::workload:
            return "workload";
        case NameKind::zone:
            return "zone";
    }
    return "";
}

void Names::add(NameKind kind, std::uint32_t number, std::string_view name) {
    std::vector<std::string>& names = names_[static_cast<std::size_t>(kind)];
    if (number >= names.size()) names.resize(std::size_t{number} + 1);
    names[number] = name;
}

const std::string& Names::of(NameKind kind, std::uint32_t number) const {
    static const std::string none;
    const std::vector<std::string>& names = all(kind);
    return number < names.size() ? names[number] : none;
}

}  // namespace weft::reports
