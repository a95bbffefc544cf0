#pragma once

#include "mesh/request/head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// A part of the request that balancers may hash. A request that lacks it skips the policy.
struct HashPolicy {
    enum class Source { header, query, cookie, source_ip };

    Source source = Source::header;
    std::string name{};     ///< Of the header, parameter or cookie.
    bool terminal = false;  ///< The policies after it do not count once there is a hash.
};

/// The hash that the route's policies make of the request, or nothing if none of them applies: each
/// one's hash is mixed into the rotated hash of those before it.
/// Source: the reference proxy's hash policies (xxHash64, seed 0).
std::optional<std::uint64_t> request_hash(const std::vector<HashPolicy>& policies,
                                          const RequestHead& head,
                                          std::string_view source_ip);

}  // namespace weft::mesh
