#include "scenarios/analyze/messages.hpp"

#include <array>
#include <cassert>
#include <cstddef>

namespace weft::scenarios {
namespace {

constexpr auto error = Diagnostic::Severity::error;
constexpr auto warning = Diagnostic::Severity::warning;
constexpr auto note = Diagnostic::Severity::note;

/// Codes and severities are those of Istio's pkg/config/analysis/msg/messages.yaml, the words our
/// own. In the order of the enumeration, which is that of the codes.
constexpr std::array<Message, 27> catalogue{{
    {Finding::deprecated, "IST0002", warning, "{} is deprecated: write {}"},
    {Finding::referenced_resource_not_found, "IST0101", error, "there is no {} '{}'{}"},
    {Finding::namespace_not_injected, "IST0102", note,
     "namespace '{}' does not say whether its pods get a sidecar: label it istio-injection=enabled "
     "or istio-injection=disabled"},
    {Finding::conflicting_sidecar_selectors, "IST0110", error,
     "Sidecars {} select pods of {} '{}' alike: which of them holds is undefined"},
    {Finding::several_sidecars_without_selector, "IST0111", error,
     "Sidecars {} have no workloadSelector in namespace '{}': which of them holds is undefined"},
    {Finding::destination_port_required, "IST0112", error,
     "'{}' has several ports ({}): the destination must name one"},
    {Finding::services_disagree_on_protocol, "IST0116", warning,
     "the pods of {} '{}' are behind several services whose port {} speaks different protocols: "
     "{}"},
    {Finding::port_name_says_no_protocol, "IST0118", note,
     "the name '{}' of port {} says no protocol, so the mesh has to guess it: begin it with http-, "
     "grpc- or the like, or give appProtocol"},
    {Finding::several_injection_labels, "IST0123", warning,
     "the namespace has both labels istio-injection and istio.io/rev: which of them holds is "
     "undefined"},
    {Finding::no_matching_workloads, "IST0127", warning, "{}: {} acts on nobody"},
    {Finding::unverified_server, "IST0128", warning,
     "mode {} without caCertificates: any public authority may vouch for '{}', and before Istio "
     "1.21 nobody has to"},
    {Finding::unverified_server_of_port, "IST0129", warning,
     "mode {} without caCertificates: any public authority may vouch for port {} of '{}', and "
     "before Istio 1.21 nobody has to"},
    {Finding::unreachable_rule, "IST0130", warning,
     "http[{}] is never reached: the rules before it take all that it asks for"},
    {Finding::ineffective_match, "IST0131", note,
     "http[{}].match[{}] takes no request: http[{}].match[{}] takes all that it asks for"},
    {Finding::host_not_in_gateway, "IST0132", warning,
     "gateway '{}' serves none of the hosts of VirtualService '{}'"},
    {Finding::addresses_required, "IST0134", warning,
     "port {} speaks TCP or does not say what, and spec.addresses is missing: only an address "
     "tells "
     "such connections from others"},
    {Finding::services_disagree_on_port, "IST0137", warning,
     "the pods of {} '{}' are behind several services that reach their port {} by different "
     "ports: {}"},
    {Finding::user_of_sidecar, "IST0144", warning,
     "user 1337 is the sidecar's own: what an app sends as that user passes the mesh by"},
    {Finding::conflicting_gateways, "IST0145", error,
     "port {} of these pods serves host '{}' by Gateway '{}' already"},
    {Finding::external_name_port, "IST0150", warning,
     "port {} of an ExternalName Service passes requests by name only if its name says a protocol "
     "with names, such as http or tls"},
    {Finding::conflicting_telemetry_selectors, "IST0159", error,
     "Telemetries {} select pods of {} '{}' alike: which of them holds is undefined"},
    {Finding::several_telemetries_without_selector, "IST0160", error,
     "Telemetries {} have no selector in namespace '{}': which of them holds is undefined"},
    {Finding::gateway_port_not_in_service, "IST0162", warning,
     "no Service leads to port {} of the gateway's pods ({})"},
    {Finding::internal_gateway, "IST0165", warning,
     "gateway '{}' is made by Istio itself and may change: name the Gateway behind it"},
    {Finding::subset_without_pods, "IST0173", error,
     "subset '{}' has no pods: no pod of '{}' has the labels {}, so requests to it get 503 UH"},
    {Finding::unknown_rule_host, "IST0174", warning,
     "no service is called '{}': the rule holds for nobody{}"},
    {Finding::conflicting_entry_protocols, "IST0177", warning,
     "port {} of '{}' speaks {} here and {} in ServiceEntry '{}'"},
}};

}  // namespace

std::span<const Message> messages() {
    return catalogue;
}

const Message& message_of(Finding finding) {
    const Message& message = catalogue.at(static_cast<std::size_t>(finding));
    assert(message.finding == finding);
    return message;
}

}  // namespace weft::scenarios
