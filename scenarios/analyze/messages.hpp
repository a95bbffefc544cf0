#pragma once

#include "scenarios/read/diagnostics.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {

/// What the analysis finds, in order of the codes.
enum class Finding : std::uint8_t {
    deprecated,
    referenced_resource_not_found,
    namespace_not_injected,
    conflicting_sidecar_selectors,
    several_sidecars_without_selector,
    destination_port_required,
    services_disagree_on_protocol,
    port_name_says_no_protocol,
    several_injection_labels,
    no_matching_workloads,
    unverified_server,
    unverified_server_of_port,
    unreachable_rule,
    ineffective_match,
    host_not_in_gateway,
    addresses_required,
    services_disagree_on_port,
    user_of_sidecar,
    conflicting_gateways,
    external_name_port,
    conflicting_telemetry_selectors,
    several_telemetries_without_selector,
    gateway_port_not_in_service,
    internal_gateway,
    subset_without_pods,
    unknown_rule_host,
    conflicting_entry_protocols,
};

/// How a finding is said.
struct Message {
    Finding finding;
    std::string_view code;          ///< Of Istio's catalogue: "IST0101".
    Diagnostic::Severity severity;  ///< As there: Error, Warning or, a note here, Info.
    std::string_view text;          ///< With {} for each argument.
};

/// All of them, in order of their codes.
std::span<const Message> messages();

const Message& message_of(Finding finding);

template <class... Arguments>
void say_as(Diagnostic::Severity severity,
            Diagnostics& diagnostics,
            Finding finding,
            Place place,
            const Arguments&... arguments) {
    const Message& message = message_of(finding);
    diagnostics.add({severity, std::move(place),
                     fmt::format(fmt::runtime(message.text), arguments...), message.code});
}

/// "a, b, c"
template <class Values>
std::string listed(const Values& values) {
    std::string list;
    for (const auto& value : values) {
        if (!list.empty()) list += ", ";
        list += fmt::format("{}", value);
    }
    return list;
}

/// Reports a finding as the catalogue ranks it.
template <class... Arguments>
void say(Diagnostics& diagnostics, Finding finding, Place place, const Arguments&... arguments) {
    say_as(message_of(finding).severity, diagnostics, finding, std::move(place), arguments...);
}

}  // namespace weft::scenarios
