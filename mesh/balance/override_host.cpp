#include "mesh/balance/override_host.hpp"

#include "mesh/base/text.hpp"

#include <algorithm>

namespace weft::mesh {
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
