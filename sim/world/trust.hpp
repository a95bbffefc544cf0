#pragma once

#include "mesh/security/certificate.hpp"
#include "mesh/security/identity.hpp"
#include "mesh/security/ip_range.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/failure/target.hpp"
#include "sim/observe/facts.hpp"
#include "sim/service/distribution.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace weft::sim {

/// Who proxies are to each other, what they hold to show it, and who may call whom. Whether
/// certificates are played is the world's, which asks of it for each attempt.
class Trust {
public:
    Trust(World& world, const CertificatePlan& plan)
        : world_(world), age_(plan.age), signing_(plan.signing) {}

    /// As whom others know the client of a load, the latest of the pods.
    void introduce(Pod& client, const LoadPlan& plan);

    /// Of its service account; only who shows its certificate is known by it.
    const mesh::Identity& identity_of(const Pod& pod);

    /// Whether a request that was not refused came from somebody who has shown who it is.
    static bool knows_caller(const Work& work);

    /// Secure naming: the caller's rule for the cluster names other servers than the pod, which it
    /// would not go on to talk to.
    bool expects_another(const Pod& caller, mesh::ClusterId cluster, const Pod& pod);

    /// By which connection it came.
    mesh::InboundConnection connection_of(const Work& work);

    /// A request has come to a pod that asks who calls, or that may not want what the caller sends.
    void meet_caller(Work& work);

    /// Whether the pod goes on with a handshake; if not, the connection is refused.
    bool meet_on(Connection& connection);

    /// The pod closes the connection that a request came on.
    void turn_away(Work& work, mesh::ResetReason reason);

    /// A cluster starts: plays certificates if one is to be renewed before the run is over.
    void settle_certificates();

    /// Every proxy that runs has a certificate, and from now on one that must not run out.
    void play_certificates();

    /// A pod that starts needs its first.
    void ask_certificate(Pod& pod);
    void on_certificate_event(const Event& event, Pod& pod);

    /// That it shows; null where certificates are not played, and before its first.
    const mesh::Certificate* certificate_of(const Pod& pod) const {
        const auto found = holders_.find(pod.id);
        return found == holders_.end() ? nullptr : found->second.own.current();
    }

    /// True of every pod where certificates are not played.
    bool has_certificate(const Pod& pod) const;

    /// All proxies trust the roots of now.
    void spread_roots();

    /// Its connections are lost; whoever connects again is asked again.
    void forget_ways(const Pod& pod);

    /// The pod is gone, and so is its certificate.
    void forget(const Pod& pod) { holders_.erase(pod.id); }

private:
    using Refusal = observe::Change::Refusal;

    /// What a proxy shows and believes, where certificates are played.
    struct Holder {
        explicit Holder(const mesh::RotationSettings& settings) : own(settings) {}

        mesh::CertificateHolder own;
        std::vector<mesh::RootId> trusted{};
        Instant timer = mesh::never;   ///< Of its own, and when an authority answers: other times
        Instant answer = mesh::never;  ///< than these are of an earlier start.
        bool is_connected = false;     ///< It ran before certificates were played, and since.
    };

    /// From a caller to a pod.
    using Way = std::pair<PodId, PodId>;

    const mesh::IpAddress& address_of(const Pod& pod);
    mesh::TlsOutcome meet(const Pod& caller,
                          const Pod& pod,
                          mesh::ClientTls tls,
                          mesh::HostId host);
    mesh::TlsOutcome meet_once(const Work& work);
    bool were_connected(const Pod& caller, const Pod& pod) const;
    void note_meeting(const Pod& caller, const Pod& pod, std::optional<Refusal> no);

    Duration certificate_lifetime() const;
    Duration first_age(const Pod& pod) const;
    mesh::Certificate certificate_since(const Pod& pod, Instant since);
    void follow(Pod& pod, const mesh::CertificateHolder::Step& step);
    void on_certificate_answer(Pod& pod);
    void take_certificate(Pod& pod, const mesh::Certificate& certificate);
    std::optional<Refusal> show_certificates(const Pod& caller, const Pod& pod);

    World& world_;
    Sampler age_;
    Sampler signing_;
    std::vector<mesh::IpAddress> addresses_;  ///< By pod, as far as they were asked for.
    std::vector<std::unique_ptr<mesh::Identity>> identities_;  ///< By pod; null until asked for.
    std::map<PodId, Holder> holders_;
    std::set<Way> connected_;  ///< Where connections are not played one by one.
    std::set<Way> refused_;    ///< Those whose last connection was refused.
};

}  // namespace weft::sim
