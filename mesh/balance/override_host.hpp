#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Hosts that a request names itself, by address, in the order in which it wants them: another part
/// of the system has balanced already.
/// Source: the reference proxy's override host policy.
namespace weft::mesh {

/// The addresses that the sources name, one source after the other. A source is what a header's
/// first value or a piece of metadata says: addresses with ports, separated by commas.
std::vector<std::string_view> override_addresses(std::span<const std::string_view> sources);

/// Which of the wanted addresses a request has come to.
struct OverrideCursor {
    std::size_t next = 0;
};

/// Position of the next wanted host that the cluster has; those that it has not are passed over.
/// Each attempt takes one. Nothing once all are used up: then the cluster's own policy decides.
std::optional<std::uint32_t> next_override_host(std::span<const std::string_view> wanted,
                                                std::span<const std::string_view> addresses,
                                                OverrideCursor& cursor);

}  // namespace weft::mesh
