#include "mesh/security/ip_range.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace weft::mesh {
namespace {

constexpr std::uint32_t bits_a_byte = 8;
constexpr std::uint32_t v4_bits = 32;
constexpr std::uint32_t v6_bits = 128;

/// The number that the whole text is, without a sign and with at most `digits` digits.
std::optional<std::uint32_t> whole(std::string_view text, std::size_t digits, int base) {
    if (text.empty() || text.size() > digits) return std::nullopt;
    std::uint32_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data(), end, number, base);
    if (error != std::errc{} || read_to != end) return std::nullopt;
    return number;
}

std::optional<IpAddress> parse_v4(std::string_view text) {
    IpAddress address;
    for (std::size_t i = 0; i < 4; ++i) {
        const bool is_last = i == 3;
        const std::size_t dot = is_last ? text.size() : text.find('.');
        if (dot == std::string_view::npos) return std::nullopt;
        const auto number = whole(text.substr(0, dot), 3, 10);
        if (!number || *number > 0xff) return std::nullopt;
        address.bytes[i] = static_cast<std::uint8_t>(*number);
        text.remove_prefix(is_last ? dot : dot + 1);
    }
    return address;
}

/// Bytes of IPv6 that are written out, between colons.
struct Groups {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t size = 0;

    bool add(std::string_view group) {
        const auto number = whole(group, 4, 16);
        if (!number || size + 2 > bytes.size()) return false;
        bytes[size++] = static_cast<std::uint8_t>(*number >> bits_a_byte);
        bytes[size++] = static_cast<std::uint8_t>(*number & 0xff);
        return true;
    }

    bool add_v4(std::string_view text) {
        const auto address = parse_v4(text);
        if (!address || size + 4 > bytes.size()) return false;
        std::copy_n(address->bytes.begin(), 4, bytes.begin() + static_cast<std::ptrdiff_t>(size));
        size += 4;
        return true;
    }
};

/// Of "2001:db8", or "" for none. At the end of an address the last may be written as IPv4.
std::optional<Groups> parse_groups(std::string_view text, bool ends_address) {
    Groups groups;
    if (text.empty()) return groups;
    while (true) {
        const std::size_t colon = text.find(':');
        const std::string_view group = text.substr(0, colon);
        const bool is_last = colon == std::string_view::npos;
        const bool is_v4 = is_last && ends_address && group.find('.') != std::string_view::npos;
        if (!(is_v4 ? groups.add_v4(group) : groups.add(group))) return std::nullopt;
        if (is_last) return groups;
        text.remove_prefix(colon + 1);
    }
}

std::optional<IpAddress> parse_v6(std::string_view text) {
    const std::size_t gap = text.find("::");
    const bool has_gap = gap != std::string_view::npos;
    const auto head = parse_groups(text.substr(0, gap), !has_gap);
    const auto tail = parse_groups(has_gap ? text.substr(gap + 2) : std::string_view{}, true);
    if (!head || !tail) return std::nullopt;
    IpAddress address{.bytes = head->bytes, .is_v6 = true};
    const std::size_t written = head->size + tail->size;
    if (has_gap ? written >= address.bytes.size() : written != address.bytes.size()) {
        return std::nullopt;
    }
    const auto end = tail->bytes.begin() + static_cast<std::ptrdiff_t>(tail->size);
    std::copy_backward(tail->bytes.begin(), end, address.bytes.end());
    return address;
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
    return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

bool IpRange::contains(const IpAddress& address) const {
    if (address.is_v6 != start.is_v6) return false;
    const std::size_t bytes = bits / bits_a_byte;
    if (!std::equal(start.bytes.begin(), start.bytes.begin() + static_cast<std::ptrdiff_t>(bytes),
                    address.bytes.begin())) {
        return false;
    }
    const std::uint32_t rest = bits % bits_a_byte;
    if (rest == 0) return true;
    const std::uint32_t shift = bits_a_byte - rest;
    return start.bytes[bytes] >> shift == address.bytes[bytes] >> shift;
}

std::optional<IpRange> parse_ip_range(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto start = parse_ip(text.substr(0, slash));
    if (!start) return std::nullopt;
    const std::uint32_t most = start->is_v6 ? v6_bits : v4_bits;
    if (slash == std::string_view::npos) return IpRange{*start, most};
    const auto bits = whole(text.substr(slash + 1), 3, 10);
    if (!bits || *bits > most) return std::nullopt;
    return IpRange{*start, *bits};
}

}  // namespace weft::mesh
