#include "mesh/balance/balancer_registry.hpp"
#include "mesh/base/quantity.hpp"
#include "mesh/base/text.hpp"
#include "scenarios/manifests/add_gateways.hpp"
#include "scenarios/manifests/mesh_settings.hpp"
#include "scenarios/manifests/read_locality_rules.hpp"
#include "scenarios/manifests/read_manifests.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/first_pods.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/play/print_route.hpp"
#include "scenarios/play/route_answer.hpp"
#include "scenarios/read/read_profile.hpp"
#include "scenarios/read/read_request.hpp"
#include "sim/cluster/pod_object.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <variant>

namespace weft::scenarios {
namespace {

using mesh::control::Resource;
using mesh::control::Workload;

/// What the user asks for is no request, or comes from nobody.
class BadQuestion : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string full_name(const Workload& workload) {
    return workload.meta.name + "." + workload.meta.ns;
}

std::vector<const Workload*> workloads_of(const std::vector<Resource>& resources) {
    std::vector<const Workload*> workloads;
    for (const Resource& resource : resources) {
        if (const auto* const workload = std::get_if<Workload>(&resource))
            workloads.push_back(workload);
    }
    return workloads;
}

/// What may have been meant: a name that goes on after what was written, else one that is near.
std::string hint_for_question(const std::string& written,
                              const std::vector<const Workload*>& workloads) {
    std::vector<std::string> names;
    for (const Workload* const workload : workloads) {
        if (workload->meta.name.starts_with(written + "-"))
            return "; did you mean '" + workload->meta.name + "'?";
        names.push_back(workload->meta.name);
    }
    return did_you_mean(written, names);
}

const Workload& find_workload(const std::string& written, const std::vector<Resource>& resources) {
    const auto workloads = workloads_of(resources);
    std::vector<const Workload*> found;
    for (const Workload* const workload : workloads) {
        if (full_name(*workload) == written) return *workload;
        if (workload->meta.name == written) found.push_back(workload);
    }
    if (found.size() == 1) return *found.front();
    if (found.empty()) {
        throw BadQuestion{"--from: the manifests have no workload '" + written + "'" +
                          hint_for_question(written, workloads)};
    }
    throw BadQuestion{fmt::format("--from: '{}' is in several namespaces: say {} or {}", written,
                                  full_name(*found[0]), full_name(*found[1]))};
}

void add_header(const std::string& written, mesh::RequestHead& head) {
    const std::size_t colon = written.find(':');
    const std::string_view name = mesh::trimmed(std::string_view{written}.substr(0, colon));
    if (colon == std::string::npos || name.empty())
        throw BadQuestion{"-H: '" + written + "' is no header, such as 'x-user: jason'"};
    const std::string value{mesh::trimmed(std::string_view{written}.substr(colon + 1))};
    const std::string lower = header_name(std::string{name});
    if (lower == "host") {
        head.authority = value;
    } else {
        head.headers.push_back({lower, value});
    }
}

/// Of "search:8080" or "[::1]:8080": what stands behind the colon is no port.
bool has_wrong_port(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos || authority.find(']', colon) != std::string_view::npos)
        return false;
    constexpr std::uint32_t last_port = 65'535;
    const auto port = mesh::parse_count(authority.substr(colon + 1));
    return !port || *port == 0 || *port > last_port;
}

mesh::RequestHead head_of(const RouteOptions& options) {
    constexpr std::string_view scheme = "http://";
    std::string_view rest = options.url;
    if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
    mesh::RequestHead head;
    head.method = options.method;
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    head.authority = rest.substr(0, end);
    head.path = rest.substr(end, rest.find('#') - end);
    if (!head.path.starts_with('/')) head.path.insert(0, 1, '/');
    for (const std::string& header : options.headers)
        add_header(header, head);
    const bool has_scheme = rest.find("://") < end + 3;
    const bool has_blank = options.url.find_first_of(" \t\r\n") != std::string::npos;
    if (head.authority.empty() || has_scheme || has_blank || has_wrong_port(head.authority)) {
        throw BadQuestion{"'" + options.url + "' is no URL that a sidecar routes, such as " +
                          "http://reviews:9080/reviews/1"};
    }
    return head;
}

sim::ClusterPlan cluster_of(const RouteOptions& options) {
    sim::ClusterPlan cluster;
    for (const std::string& zone : options.zones) {
        Diagnostics diagnostics;
        check_locality({"--zones"}, zone, diagnostics);
        if (diagnostics.has_errors()) {
            throw BadQuestion{"--zones: '" + zone + "' " + diagnostics.all().front().message};
        }
        cluster.zones.push_back({zone, 1});
    }
    return cluster;
}

/// The first pod of the workload, in the zone that is asked for. A workload without pods is asked
/// as if it had one, nowhere.
mesh::control::Pod first_pod_of(const Workload& from,
                                const RouteOptions& options,
                                const std::vector<Resource>& resources,
                                const sim::ClusterPlan& cluster) {
    for (mesh::control::Pod& pod : first_pods(resources, cluster)) {
        const bool is_own = pod.workload == from.meta.name && pod.meta.ns == from.meta.ns;
        if (is_own && (options.zone.empty() || pod.zone == options.zone)) return std::move(pod);
    }
    if (options.zone.empty()) return sim::pod_object(from, 0, 0);
    throw BadQuestion{"--in: no pod of '" + options.from + "' is in zone '" + options.zone + "'"};
}

int print_findings(const Diagnostics& diagnostics, std::ostream& err) {
    for (const Diagnostic& diagnostic : diagnostics.summed_up())
        err << to_text(diagnostic) << '\n';
    return diagnostics.has_errors() ? exit_code::bad_input : exit_code::done;
}

}  // namespace

int route(const RouteOptions& options, std::ostream& out, std::ostream& err) {
    Diagnostics diagnostics;
    std::vector<Resource> resources;
    Documents documents;
    read_manifest_files(options.manifests, resources, diagnostics, &documents);
    auto defaults =
        read_profile(options.profile, {"--profile"}, options.kinds.balancers, diagnostics);
    if (defaults) {
        add_gateways(resources, defaults->gateway);
        fill(read_mesh_settings(documents, *defaults, diagnostics), resources);
    }
    if (options.strict) diagnostics.make_strict();
    const int findings = print_findings(diagnostics, err);
    if (findings != exit_code::done) return findings;
    try {
        const Workload& from = find_workload(options.from, resources);
        const sim::ClusterPlan cluster = cluster_of(options);
        const mesh::control::Pod pod = first_pod_of(from, options, resources, cluster);
        const auto kind_of = [&](const Workload& workload) {
            using Kind = mesh::control::ProxyIdentity::Kind;
            if (workload.pod.is_gateway) return Kind::gateway;
            return pod.has_proxy ? Kind::sidecar : Kind::none;
        };
        const RouteQuestion question{.proxy = {.name = pod.meta.name + "." + pod.meta.ns,
                                               .ns = pod.meta.ns,
                                               .labels = pod.meta.labels,
                                               .zone = pod.zone,
                                               .node = pod.node,
                                               .kind = kind_of(from),
                                               .ports = pod.ports},
                                     .head = head_of(options),
                                     .cluster = cluster};
        const RouteAnswer answer = route_answer(question, resources, *defaults);
        if (options.json) {
            print_route_as_json(question, answer, options.profile, out);
        } else {
            print_route(question, answer, options.profile, out);
        }
    } catch (const BadQuestion& bad) {
        err << "weft: " << bad.what() << '\n';
        return exit_code::bad_input;
    }
    return exit_code::done;
}

}  // namespace weft::scenarios
