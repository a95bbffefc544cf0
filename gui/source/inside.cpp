#include "gui/source/inside.hpp"

#include "scenarios/play/print_inspection.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace weft::gui {
namespace {

/// How much is left, as a share; more than all where there is no limit.
double left_of(const UseRow& row) {
    if (!row.limit) return 2;
    if (*row.limit == 0) return 0;
    return 1 - static_cast<double>(row.used) / *row.limit;
}

void add_use(std::vector<UseRow>& rows,
             const std::string& cluster,
             const std::string& class_of_requests,
             const mesh::ResourceUse& use,
             Say say) {
    const auto add = [&](const char* resource, std::uint32_t used, std::uint32_t limit) {
        UseRow row{.cluster = cluster, .resource = say(resource) + class_of_requests, .used = used};
        if (limit != mesh::ResourceLimits::unlimited) row.limit = limit;
        rows.push_back(std::move(row));
    };
    add("requests", use.requests, use.limits.requests);
    add("retries", use.retries, use.limits.retries);
    add("waiting", use.pending, use.limits.pending);
    add("connections", use.connections, use.limits.connections);
}

}  // namespace

std::vector<HostRow> host_rows(const scenarios::Inspection& seen, Say say) {
    std::vector<HostRow> rows;
    for (const mesh::ClusterView& cluster : seen.pod.proxy.clusters) {
        for (const mesh::HostView& host : cluster.hosts) {
            const auto pod = seen.pod.host_pods.find(host.host);
            rows.push_back(
                {.cluster = cluster.name,
                 .host = pod == seen.pod.host_pods.end() ? host.address : pod->second,
                 .in_flight = host.in_flight,
                 .state = clauses_said(scenarios::state_words(host), say),
                 .weight = host.weight,
                 .measure = host.standing.measure ? host.standing.measure : host.standing.weight,
                 .measure_of = say(host.standing.measure ? cluster.measure.c_str() : "weight now"),
                 .share = host.standing.share});
        }
    }
    return rows;
}

std::vector<UseRow> use_rows(const scenarios::Inspection& seen, Say say) {
    std::vector<UseRow> rows;
    for (const mesh::ClusterView& cluster : seen.pod.proxy.clusters) {
        add_use(rows, cluster.name, "", cluster.use, say);
        if (cluster.high)
            add_use(rows, cluster.name, fmt::format(" {}", say("of high priority")), *cluster.high,
                    say);
    }
    std::ranges::stable_sort(rows, {}, left_of);
    return rows;
}

std::string proxy_of_service(const Topology& topology,
                             const Snapshot& snapshot,
                             std::uint32_t service) {
    const Topology::Service& it = topology.services[service];
    for (const std::uint32_t pod : it.pods) {
        if (snapshot.pods[pod].life != PodState::Life::gone) return topology.pods[pod].name;
    }
    if (topology.loads.empty()) return {};
    return it.name + "-" + topology.loads.front();
}

}  // namespace weft::gui
