#include "mesh/balance/override_host.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<std::string_view> override_addresses(std::span<const std::string_view> sources) {
    std::vector<std::string_view> addresses;
    for (std::string_view source : sources) {
        while (!source.empty()) {
            const std::size_t end = std::min(source.find(','), source.size());
            const std::string_view address = trimmed(source.substr(0, end));
            if (!address.empty()) addresses.push_back(address);
            source.remove_prefix(std::min(end + 1, source.size()));
        }
    }
    return addresses;
}

std::optional<std::uint32_t> next_override_host(std::span<const std::string_view> wanted,
                                                std::span<const std::string_view> addresses,
                                                OverrideCursor& cursor) {
    while (cursor.next < wanted.size()) {
        const auto found = std::ranges::find(addresses, wanted[cursor.next++]);
        if (found != addresses.end()) {
            return static_cast<std::uint32_t>(found - addresses.begin());
        }
    }
    return std::nullopt;
}

}  // namespace weft::mesh
