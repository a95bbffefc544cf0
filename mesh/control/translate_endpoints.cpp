#include "mesh/control/translate_endpoints.hpp"

#include "mesh/base/quantity.hpp"
#include "mesh/control/locality.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace weft::mesh::control {
namespace {

struct Candidate {
    EndpointOwner owner;
    bool ready;
    std::string zone;
    std::uint32_t weight = 1;
    bool takes_mutual_tls = false;
    bool is_terminating = false;
    std::uint64_t order = 0;  ///< See order_of().
};

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// Takes a run of digits off the front, its leading zeros left out.
std::string_view take_number(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) {
        ++length;
    }
    std::string_view number = text.substr(0, length);
    text.remove_prefix(length);
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    return number;
}

/// Of "10.0.3.7:8080" a number that orders such addresses as address_before() does, in less time; 0
/// if the text has another form.
std::uint64_t order_of(std::string_view address) {
    static constexpr std::string_view ends = "...:";
    std::uint64_t order = 1;
    for (std::size_t part = 0; part <= ends.size(); ++part) {
        const bool is_port = part == ends.size();
        std::size_t length = 0;
        std::uint64_t value = 0;
        for (; length < address.size() && is_digit(address[length]); ++length)
            value = value * 10 + static_cast<std::uint64_t>(address[length] - '0');
        const bool is_plain = length == 1 || (length > 1 && length <= 5 && address.front() != '0');
        if (!is_plain || value > (is_port ? 65535U : 255U)) return 0;
        order = (order << (is_port ? 16U : 8U)) | value;
        address.remove_prefix(length);
        if (is_port) break;
        if (address.empty() || address.front() != ends[part]) return 0;
        address.remove_prefix(1);
    }
    return address.empty() ? order : 0;
}

std::string at_port(std::string_view address, std::uint16_t port) {
    std::string text{address};
    text += ':';
    text += std::to_string(port);
    return text;
}

/// Whether a pod, or what stands for one, is of a subset, which may ask where it is, too.
bool is_of_subset(const Labels& labels,
                  std::string_view locality,
                  std::string_view node,
                  const Labels& subset) {
    const bool asks_for_place =
        std::ranges::any_of(subset, [](const auto& label) { return is_of_place(label.first); });
    if (!asks_for_place) return has_labels(labels, subset);
    return has_labels(with_place(labels, locality, node), subset);
}

/// The port of an address that a ServiceEntry lists: its own for the port's name, else the target.
std::uint16_t target_port(const ServicePort& port, const ServiceEntry::WorkloadAddress& address) {
    const auto own = address.ports.find(port.name);
    if (own != address.ports.end()) return own->second;
    const std::optional<std::uint32_t> number = parse_count(port.target);
    if (!number || *number == 0 || *number > UINT16_MAX) return port.port;
    return static_cast<std::uint16_t>(*number);
}

void add_pods(const Registry& registry,
              const KnownHost& host,
              const ServicePort& port,
              const Labels& subset,
              std::vector<Candidate>& out) {
    for (const Pod* pod : registry.pods(host.ns, host.selector)) {
        if (pod->ip.empty() || !is_of_subset(pod->meta.labels, pod->zone, pod->node, subset))
            continue;
        const std::optional<std::uint16_t> target = target_port(port, pod->ports);
        if (!target) continue;
        out.push_back({.owner = {.address = at_port(pod->ip, *target),
                                 .pod = pod->meta.name,
                                 .ns = pod->meta.ns,
                                 .host = {}},
                       .ready = pod->ready || host.publishes_not_ready,
                       .zone = pod->zone,
                       .takes_mutual_tls = pod->has_proxy,
                       .is_terminating = pod->is_terminating && !host.publishes_not_ready});
    }
}

/// Leaves out those that are not ready, and those that end unless they are the last resort.
void leave_out(bool fall_back, std::vector<Candidate>& candidates) {
    std::erase_if(candidates, [](const Candidate& each) { return !each.ready; });
    if (fall_back && std::ranges::all_of(candidates, &Candidate::is_terminating)) return;
    std::erase_if(candidates, &Candidate::is_terminating);
}

void add_addresses(const KnownHost& host,
                   const ServicePort& port,
                   const Labels& subset,
                   std::vector<Candidate>& out) {
    for (const ServiceEntry::WorkloadAddress& listed : host.addresses) {
        if (!is_of_subset(listed.labels, listed.locality, {}, subset)) continue;
        out.push_back({.owner = {.address = at_port(listed.address, target_port(port, listed)),
                                 .pod = {},
                                 .ns = {},
                                 .host = host.host},
                       .ready = true,
                       .zone = listed.locality,
                       .weight = listed.weight});
    }
}

/// Of two that have one address, a pod comes before what is outside, then the name decides.
bool comes_first(const Candidate& a, const Candidate& b) {
    if (a.order != b.order && a.order != 0 && b.order != 0) return a.order < b.order;
    if (a.owner.address != b.owner.address) {
        return address_before(a.owner.address, b.owner.address);
    }
    if (a.owner.pod.empty() != b.owner.pod.empty()) return b.owner.pod.empty();
    return a.owner.pod < b.owner.pod;
}

}  // namespace

std::optional<std::uint16_t> target_port(const ServicePort& port,
                                         const std::vector<ContainerPort>& ports) {
    if (port.target.empty()) return port.port;
    const auto named = std::ranges::find(ports, port.target, &ContainerPort::name);
    if (named != ports.end()) return named->port;
    const std::optional<std::uint32_t> number = parse_count(port.target);
    if (!number || *number == 0 || *number > UINT16_MAX) return std::nullopt;
    return static_cast<std::uint16_t>(*number);
}

std::uint16_t port_of(std::string_view address) {
    const std::size_t colon = address.rfind(':');
    if (colon == std::string_view::npos) return 0;
    const auto number = parse_count(address.substr(colon + 1));
    return static_cast<std::uint16_t>(number.value_or(0));
}

bool address_before(std::string_view a, std::string_view b) {
    const std::string_view whole_a = a;
    const std::string_view whole_b = b;
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const std::string_view number_a = take_number(a);
            const std::string_view number_b = take_number(b);
            if (number_a.size() != number_b.size()) return number_a.size() < number_b.size();
            if (number_a != number_b) return number_a < number_b;
            continue;
        }
        if (a.front() != b.front()) return a.front() < b.front();
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    if (a.empty() != b.empty()) return a.empty();
    return whole_a < whole_b;
}

Endpoints translate_endpoints(Registry& registry,
                              const KnownHost& host,
                              const ServicePort& port,
                              const Labels& subset,
                              bool fall_back) {
    std::vector<Candidate> candidates;
    add_pods(registry, host, port, subset, candidates);
    add_addresses(host, port, subset, candidates);
    for (Candidate& candidate : candidates)
        candidate.order = order_of(candidate.owner.address);
    std::sort(candidates.begin(), candidates.end(), comes_first);
    const auto twice = std::unique(candidates.begin(), candidates.end(), [](auto& a, auto& b) {
        return a.owner.address == b.owner.address;
    });
    candidates.erase(twice, candidates.end());
    leave_out(fall_back, candidates);

    Endpoints endpoints;
    endpoints.reserve(candidates.size());
    for (const Candidate& candidate : candidates) {
        endpoints.push_back({.id = registry.endpoint(candidate.owner.address, candidate.owner),
                             .address = candidate.owner.address,
                             .weight = candidate.weight,
                             .zone = candidate.zone,
                             .takes_mutual_tls = candidate.takes_mutual_tls});
    }
    return endpoints;
}

Labels labels_of(const Registry& registry, const KnownHost& host, const Endpoint& endpoint) {
    const EndpointOwner& owner = registry.owner(endpoint.id);
    const auto object = registry.objects().find({"Pod", owner.ns, owner.pod});
    if (object != registry.objects().end()) {
        const Pod& pod = std::get<Pod>(object->second);
        return with_place(pod.meta.labels, pod.zone, pod.node);
    }
    for (const ServiceEntry::WorkloadAddress& listed : host.addresses) {
        const std::string_view address{endpoint.address};
        if (address.substr(0, address.rfind(':')) == listed.address)
            return with_place(listed.labels, listed.locality, {});
    }
    return {};
}

}  // namespace weft::mesh::control
