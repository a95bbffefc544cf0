#include "mesh/route/hash_policy.hpp"

#include "mesh/route/route_match.hpp"

#include <algorithm>
#include <bit>
#include <xxhash.h>

namespace weft::mesh {
namespace {

std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0) {
    return XXH64(text.data(), text.size(), seed);
}

/// Each value's hash seeds the next one's. Sorted, so that the order sent does not matter.
std::optional<std::uint64_t> hash_of_header(const RequestHead& head, std::string_view name) {
    std::vector<std::string_view> values = header_values(head, name);
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    std::uint64_t hash = 0;
    for (const std::string_view value : values)
        hash = hash_of(value, hash);
    return hash;
}

std::optional<std::uint64_t> hash_if_any(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return hash_of(text);
}

std::optional<std::uint64_t> hash_by(const HashPolicy& policy,
                                     const RequestHead& head,
                                     std::string_view source_ip) {
    switch (policy.source) {
        case HashPolicy::Source::header:
            return hash_of_header(head, policy.name);
        case HashPolicy::Source::query: {
            const auto value = query_value(head.path, policy.name);
            return value ? std::optional{hash_of(*value)} : std::nullopt;
        }
        case HashPolicy::Source::cookie:
            return hash_if_any(cookie_value(head, policy.name));
        case HashPolicy::Source::source_ip:
            return hash_if_any(source_ip);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> request_hash(const std::vector<HashPolicy>& policies,
                                          const RequestHead& head,
                                          std::string_view source_ip) {
    std::optional<std::uint64_t> combined;
    for (const HashPolicy& policy : policies) {
        const auto hash = hash_by(policy, head, source_ip);
        if (hash) combined = std::rotl(combined.value_or(0), 1) ^ *hash;
        if (policy.terminal && combined) break;
    }
    return combined;
}

}  // namespace weft::mesh
