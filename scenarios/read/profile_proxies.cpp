#include "scenarios/read/profile_section.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace weft::scenarios {

void read_sidecar_start(ProfileSection& profile, mesh::control::SidecarStart& start) {
    auto section = profile.section("sidecar_start");
    if (!section) return;
    section->read("holds_app", start.holds_app);
    section->read("check", start.check);
    section->read("native", start.native);
    section->read("native_check", start.native_check);
    section->reject_unknown_keys();
}

void read_gateway_defaults(ProfileSection& profile, mesh::control::GatewayDefaults& gateway) {
    auto section = profile.section("gateway");
    if (!section) return;
    section->read("replicas", gateway.replicas);
    for (const auto& [key, port] : {std::pair{"http", 80}, std::pair{"https", 443}}) {
        const auto number = static_cast<std::uint16_t>(port);
        const auto known = gateway.ports.find(number);
        std::uint32_t target = known == gateway.ports.end() ? number : known->second;
        section->read(key, target);
        section->map().require(target > 0 && target <= UINT16_MAX, key, "must be a port");
        gateway.ports[number] = static_cast<std::uint16_t>(target);
    }
    section->reject_unknown_keys();
}

void read_unknown_hosts(ProfileSection& profile, mesh::control::UnknownHosts& unknown) {
    using mesh::control::UnknownHosts;
    static constexpr std::array<std::string_view, 3> words{"no_route", "pass", "refuse"};
    static constexpr std::array<UnknownHosts, 3> kinds{UnknownHosts::no_route, UnknownHosts::pass,
                                                       UnknownHosts::refuse};
    if (const auto word = profile.read_choice("unknown_hosts", words)) unknown = kinds[*word];
}

void read_terminating_endpoints(ProfileSection& profile, bool& falls_back) {
    static constexpr std::array<std::string_view, 2> words{"unused", "last_resort"};
    if (const auto word = profile.read_choice("terminating_endpoints", words))
        falls_back = *word == 1;
}

}  // namespace weft::scenarios
