#include "sim/service/overload_policy.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace weft::sim {

std::uint32_t priority_of(const mesh::RequestHead& head, const OverloadPolicy& policy) {
    if (policy.priority_header.empty()) return 0;
    const std::uint32_t lowest = policy.settings.priorities - 1;
    const auto header =
        std::ranges::find(head.headers, policy.priority_header, &mesh::Header::name);
    if (header == head.headers.end()) return lowest;
    std::uint32_t priority = 0;
    const char* const end = header->value.data() + header->value.size();
    const auto read = std::from_chars(header->value.data(), end, priority);
    const bool is_number = read.ec == std::errc{} && read.ptr == end;
    return is_number ? std::min(priority, lowest) : lowest;
}

}  // namespace weft::sim
