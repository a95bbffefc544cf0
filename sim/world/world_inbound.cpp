#include "mesh/control/host_names.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/security/identity.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/world.hpp"

#include <string>

namespace weft::sim {
namespace {

using mesh::control::label_of;
using mesh::control::Labels;

/// The host of the first Service that selects these labels.
std::string host_named(const ObjectStore& store, const std::string& ns, const Labels& labels) {
    for (const auto* const resource : store.list("Service")) {
        const auto& service = std::get<mesh::control::Service>(*resource);
        const bool selects = service.meta.ns == ns && !service.selector.empty() &&
                             mesh::control::has_labels(labels, service.selector);
        if (selects) return mesh::control::service_host(service.meta.name, ns);
    }
    return "";
}

}  // namespace

/// Gives a pod with a proxy its place in what the mesh measures.
void World::label_pod(Pod& pod) {
    if (!records_inbound_) return;
    pod.workload = workload_of(pod);
    if (!pod.is_client()) facts_.name_pod(pod.name_number, pod.workload);
}

std::uint32_t World::workload_of(const Pod& pod) {
    if (pod.owner != nullptr) {
        const Pod& sibling = *pod.owner->pods.front();
        const bool is_alike = &sibling != &pod && sibling.made_from == pod.made_from;
        if (is_alike) return sibling.workload;
    }
    const Labels& labels = pod.object.meta.labels;
    const std::string& ns = pod.object.meta.ns;
    const std::string version = label_of(labels, {"version"});
    // Source: Istio's canonical revision.
    std::string revision = label_of(
        labels, {"service.istio.io/canonical-revision", "app.kubernetes.io/version", "version"});
    if (revision.empty()) revision = "latest";
    // Peers see who they are by their certificates.
    std::string principal;
    const bool has_certificate = plan_.defaults.security.automatic_mutual_tls &&
                                 pod.shows_identity &&
                                 pod.kind != mesh::control::ProxyIdentity::Kind::outside;
    if (has_certificate) principal = trust_->identity_of(pod).text();
    return facts_.number_of(
        observe::Workload{.name = pod.object.workload,
                          .ns = ns,
                          .app = label_of(labels, {"app"}),
                          .version = version,
                          .service = pod.canonical_service,
                          .revision = revision,
                          .principal = principal,
                          .host = pod.is_client() ? "" : host_named(store_, ns, labels)});
}

/// It passes the proxy, which may ask who calls, on its way to the app.
void World::enter_pod(Work& work, const mesh::InboundConnection* from) {
    if (!work.pod->sidecar.guards_inbound()) return enqueue(*work.pod, work);
    tell_sidecar(
        *work.pod,
        mesh::input::InboundStarted{work.inbound, mesh::StreamId{work.self}, work.shape, from},
        work.draws());
}

/// An answer leaves the pod.
void World::record_inbound(const Work& work, mesh::Flags flags) {
    facts_.add(observe::InboundEnd{.came = work.came,
                                   .ended = now_,
                                   .source_workload = work.proxy->workload,
                                   .workload = work.pod->workload,
                                   .status = work.status,
                                   .flags = flags,
                                   .mutual_tls = Trust::knows_caller(work),
                                   .pod = work.pod->name_number});
}

}  // namespace weft::sim
