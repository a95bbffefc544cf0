#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weft::mesh {

/// An address of IPv4 or IPv6. One of the first never equals one of the second.
struct IpAddress {
    std::array<std::uint8_t, 16> bytes{};  ///< IPv4 takes the first four.
    bool is_v6 = false;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// "10.1.2.3" or "2001:db8::7". Nothing if the text is neither.
std::optional<IpAddress> parse_ip(std::string_view text);

/// The addresses that begin with the same bits.
struct IpRange {
    IpAddress start{};
    std::uint32_t bits = 0;  ///< At most 32 of IPv4, 128 of IPv6.

    bool contains(const IpAddress& address) const;

    friend bool operator==(const IpRange&, const IpRange&) = default;
};

/// "10.1.0.0/16", or one address. Nothing if the text is neither.
std::optional<IpRange> parse_ip_range(std::string_view text);

}  // namespace weft::mesh
