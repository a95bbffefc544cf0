#include "mesh/proxy/host_rules.hpp"

#include "mesh/balance/override_host.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

/// Null if there is none.
const std::string* first_value(std::string_view header, const RequestHead& head) {
    const auto found = std::ranges::find(head.headers, header, &Header::name);
    return found == head.headers.end() ? nullptr : &found->value;
}

}  // namespace

SubsetLabels wanted_labels(const SubsetPolicy& policy, const RequestHead& head) {
    SubsetLabels labels = policy.wanted;
    for (const auto& [header, label] : policy.from_headers) {
        if (const std::string* const value = first_value(header, head)) labels[label] = *value;
    }
    return labels;
}

std::vector<std::string_view> wanted_addresses(std::string_view header, const RequestHead& head) {
    const std::string* const value = first_value(header, head);
    if (value == nullptr) return {};
    const std::string_view source{*value};
    return override_addresses({&source, 1});
}

}  // namespace weft::mesh
