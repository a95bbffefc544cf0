#include "sim/world/trust.hpp"

#include "sim/world/event_kinds.hpp"

#include <string>

namespace weft::sim {

using mesh::ClientTls;
using mesh::TlsOutcome;
using Refusal = observe::Change::Refusal;

/// As whom others know the client of a load. Where it stands for routing is another matter.
void Trust::introduce(Pod& client, const LoadPlan& plan) {
    client.shows_identity = plan.caller.has_certificate;
    const std::string& account = plan.caller.service_account;
    identities_.resize(world_.pods_.size());
    identities_.back() =
        std::make_unique<mesh::Identity>(world_.plan_.defaults.security.domains.own, plan.caller.ns,
                                         account.empty() ? plan.from : account);
}

const mesh::Identity& Trust::identity_of(const Pod& pod) {
    auto& identities = identities_;
    if (pod.id.number() >= identities.size()) identities.resize(world_.pods_.size());
    auto& identity = identities[pod.id.number()];
    if (identity == nullptr) {
        identity = std::make_unique<mesh::Identity>(world_.plan_.defaults.security.domains.own,
                                                    pod.object.meta.ns, pod.object.service_account);
    }
    return *identity;
}

void Trust::meet_caller(Work& work) {
    Pod& pod = *work.pod;
    const Connection* const connection =
        work.connection == 0
            ? nullptr
            : world_.find_connection(*work.proxy, mesh::ConnectionNumber{work.connection});
    const TlsOutcome met = connection != nullptr ? connection->met : meet_once(work);
    if (met.kind == TlsOutcome::Kind::refused) return turn_away(work, met.reason);
    if (!pod.sidecar.asks_callers()) return world_.enter_pod(work, nullptr);
    const mesh::InboundConnection from = connection_of(work);
    world_.enter_pod(work, &from);
}

bool Trust::expects_another(const Pod& caller, mesh::ClusterId cluster, const Pod& pod) {
    const auto config = caller.sidecar.config();
    if (config == nullptr) return false;
    const auto entry = config->clusters.find(cluster);
    if (entry == config->clusters.end()) return false;
    const auto& names = entry->second.config->server_names;
    // Whom nobody names is not asked who it is, which takes time.
    return !names.empty() && !mesh::accepts_server(names, identity_of(pod).text());
}

/// A pod keeps the address that it came with; a client has none.
const mesh::IpAddress& Trust::address_of(const Pod& pod) {
    for (std::size_t next = addresses_.size(); next <= pod.id.number(); ++next) {
        const std::string& ip = world_.pods_[next]->object.ip;
        addresses_.push_back(mesh::parse_ip(ip).value_or(mesh::IpAddress{}));
    }
    return addresses_[pod.id.number()];
}

bool Trust::knows_caller(const Work& work) {
    return work.proxy->shows_identity && work.tls == ClientTls::istio_mutual;
}

mesh::InboundConnection Trust::connection_of(const Work& work) {
    return {.peer = knows_caller(work) ? &identity_of(*work.proxy) : nullptr,
            .source = address_of(*work.proxy),
            .destination = address_of(*work.pod),
            .port = world_.port_at(work.host),
            .clock_offset = world_.environment_.clock_of(work.pod->id, world_.now_) - world_.now_};
}

/// What becomes of a connection, but for certificates. Somebody outside the mesh is taken to speak
/// what a rule says, unless that is the mesh's own mutual TLS.
TlsOutcome Trust::meet(const Pod& caller, const Pod& pod, ClientTls tls, mesh::HostId host) {
    if (pod.is_without_proxy()) {
        const ClientTls comes = caller.shows_identity ? tls : ClientTls::disable;
        return mesh::meet(comes, {.has_proxy = false});
    }
    const ClientTls sent = caller.shows_identity ? tls : ClientTls::disable;
    if (pod.owner != nullptr) return pod.sidecar.meet(sent, world_.port_at(host));
    const bool speaks_tls = sent == ClientTls::simple || sent == ClientTls::mutual;
    return mesh::meet(sent, {.has_proxy = false, .app_speaks_tls = speaks_tls});
}

/// Where connections are not played, caller and pod are connected for good once a handshake went
/// well; what policies make of the connection is asked each time.
TlsOutcome Trust::meet_once(const Work& work) {
    const Pod& caller = *work.proxy;
    const Pod& pod = *work.pod;
    const TlsOutcome met = meet(caller, pod, work.tls, work.host);
    if (met.kind == TlsOutcome::Kind::refused) {
        note_meeting(caller, pod, Refusal::modes);
        return met;
    }
    std::optional<Refusal> refusal;
    if (work.expects_another && met.knows_client) {
        refusal = Refusal::other_identity;
    } else if (world_.plays_certificates_ && met.knows_client) {
        const auto [way, is_new] = connected_.emplace(caller.id, pod.id);
        if (is_new && !were_connected(caller, pod)) refusal = show_certificates(caller, pod);
        if (refusal) connected_.erase(way);
    }
    note_meeting(caller, pod, refusal);
    if (refusal) return {.kind = TlsOutcome::Kind::refused};
    return met;
}

/// Whether the pod goes on with a handshake; if not, the connection is refused. One that is
/// unencrypted is closed later, when a request comes on it.
bool Trust::meet_on(Connection& connection) {
    const Pod& caller = *connection.proxy;
    const Pod& pod = *connection.pod;
    connection.met = meet(caller, pod, connection.tls, connection.host);
    const bool fits = connection.met.kind != TlsOutcome::Kind::refused;
    std::optional<Refusal> refusal;
    if (!fits) refusal = Refusal::modes;
    if (connection.met.knows_client && expects_another(caller, connection.cluster, pod)) {
        refusal = Refusal::other_identity;
    } else if (world_.plays_certificates_ && connection.met.knows_client) {
        refusal = show_certificates(caller, pod);
    }
    note_meeting(caller, pod, refusal);
    if (fits) return !refusal;
    return connection.met.reason != mesh::ResetReason::connection_failure;
}

/// A way that refuses connections is recorded when it begins to.
void Trust::note_meeting(const Pod& caller, const Pod& pod, std::optional<Refusal> no) {
    const Way way{caller.id, pod.id};
    if (!no) {
        if (!refused_.empty()) refused_.erase(way);
        return;
    }
    if (!refused_.insert(way).second) return;
    world_.facts_.add(observe::Change{.at = world_.now_,
                                      .kind = observe::Change::Kind::handshake_refused,
                                      .source = caller.name_number,
                                      .pod = pod.name_number,
                                      .value = static_cast<std::uint64_t>(*no)});
}

void Trust::turn_away(Work& work, mesh::ResetReason reason) {
    if (work.connection != 0) {
        world_.leaves_on_connection(work);
        Connection* const connection =
            world_.find_connection(*work.proxy, mesh::ConnectionNumber{work.connection});
        if (connection != nullptr) world_.send_news(*connection, EventKind::connection_closed);
    }
    world_.refuse(work, reason);
}

}  // namespace weft::sim
