// Certificates, where they can run out or cannot be had.
#include "sim/world/event_kinds.hpp"
#include "sim/world/trust.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

using mesh::Purpose;
using Change = observe::Change;
using Refusal = observe::Change::Refusal;

/// When a certificate is renewed at the earliest, whatever is drawn.
Instant earliest_rotation(const mesh::RotationSettings& settings,
                          const mesh::Certificate& certificate) {
    const std::uint64_t most = std::max(settings.jitter.parts, 1U) - 1;
    return mesh::rotation_time(settings, certificate, most, 1);
}

bool holds_certificate(const Pod& pod) {
    const bool has_proxy = pod.is_client() || pod.owner != nullptr;
    return has_proxy && pod.shows_identity && pod.stage != PodStage::created &&
           pod.stage != PodStage::gone;
}

}  // namespace

mesh::Duration Trust::certificate_lifetime() const {
    return world_.plan_.cluster.certificates.lifetime.value_or(
        world_.plan_.defaults.security.certificate_lifetime);
}

/// How old the certificate is that a pod of a cluster that starts holds already.
mesh::Duration Trust::first_age(const Pod& pod) const {
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}.of(Purpose::certificate);
    return std::min(age_(draws), certificate_lifetime() - Duration{1});
}

mesh::Certificate Trust::certificate_since(const Pod& pod, Instant since) {
    return {.identity = identity_of(pod),
            .root = world_.environment_.roots().back(),
            .not_before = since,
            .not_after = since + certificate_lifetime()};
}

/// From the start on if a certificate is to be renewed before the run is over; if not, a fault may
/// begin it.
void Trust::settle_certificates() {
    const mesh::control::SecurityDefaults& mesh = world_.plan_.defaults.security;
    if (!mesh.automatic_mutual_tls || certificate_lifetime() == Duration::zero()) return;
    Duration oldest{-1};
    const Pod* its = nullptr;
    for (const auto& pod : world_.pods_) {
        if (!holds_certificate(*pod) || first_age(*pod) <= oldest) continue;
        its = pod.get();
        oldest = first_age(*pod);
    }
    if (its == nullptr) return;
    const mesh::Certificate certificate = certificate_since(*its, Instant{} - oldest);
    if (earliest_rotation(mesh.rotation, certificate) < world_.plan_.horizon) play_certificates();
}

void Trust::play_certificates() {
    const mesh::control::SecurityDefaults& mesh = world_.plan_.defaults.security;
    const bool has_any = mesh.automatic_mutual_tls && certificate_lifetime() > Duration::zero();
    if (world_.plays_certificates_ || !has_any) return;
    world_.plays_certificates_ = true;
    for (const auto& pod : world_.pods_) {
        if (!holds_certificate(*pod)) continue;
        Holder& holder = holders_.try_emplace(pod->id, mesh.rotation).first->second;
        holder.own.start();
        holder.is_connected = world_.now_ > Instant{};
        take_certificate(*pod, certificate_since(*pod, Instant{} - first_age(*pod)));
    }
}

void Trust::ask_certificate(Pod& pod) {
    if (!world_.plays_certificates_ || pod.is_without_proxy()) return;
    forget(pod);
    Holder& holder =
        holders_.try_emplace(pod.id, world_.plan_.defaults.security.rotation).first->second;
    follow(pod, holder.own.start());
}

void Trust::follow(Pod& pod, const mesh::CertificateHolder::Step& step) {
    const Handle subject = pod.id.number();
    Holder& holder = holders_.at(pod.id);
    if (step.timer) {
        holder.timer = *step.timer;
        world_.events_.at_control(holder.timer, EventKind::certificate_timer, subject);
    }
    if (!step.ask) return;
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}
                            .of(Purpose::certificate)
                            .of(Purpose::propagation, ++pod.certificates);
    holder.answer = world_.now_ + signing_(draws);
    world_.events_.at_control(holder.answer, EventKind::certificate_answered, subject);
}

void Trust::on_certificate_event(const Event& event, Pod& pod) {
    const auto found = holders_.find(pod.id);
    if (found == holders_.end()) return;  // The pod has gone.
    Holder& holder = found->second;
    if (event.kind == EventKind::certificate_over) {
        const mesh::Certificate* const current = holder.own.current();
        if (current == nullptr || current->not_after >= world_.now_) return;  // It has another.
        world_.facts_.add(Change{
            .at = world_.now_, .kind = Change::Kind::certificate_expired, .pod = pod.name_number});
        return;
    }
    const bool is_answer = event.kind == EventKind::certificate_answered;
    if (world_.now_ != (is_answer ? holder.answer : holder.timer)) return;
    world_.count(event, pod, {});
    if (is_answer) return on_certificate_answer(pod);
    follow(pod, holder.own.on_timer());
}

/// The authority answers at once while it is up, and refuses at once while it is not.
void Trust::on_certificate_answer(Pod& pod) {
    Holder& holder = holders_.at(pod.id);
    const bool is_cut = world_.environment_.is(PodMark::control_cut, pod.id);
    if (world_.environment_.authority_down() || is_cut) {
        return follow(pod,
                      holder.own.failed(world_.now_, mesh::Draws{world_.plan_.seed, pod.name}));
    }
    take_certificate(pod, certificate_since(pod, world_.now_));
    world_.facts_.add(Change{.at = world_.now_,
                             .kind = Change::Kind::certificate_signed,
                             .pod = pod.name_number,
                             .value = static_cast<std::uint64_t>(
                                 holder.own.current()->not_after.time_since_epoch().count())});
    world_.try_ready(pod);
}

void Trust::take_certificate(Pod& pod, const mesh::Certificate& certificate) {
    Holder& holder = holders_.at(pod.id);
    holder.trusted = world_.environment_.roots();
    follow(pod, holder.own.signed_at(certificate, world_.now_,
                                     mesh::Draws{world_.plan_.seed, pod.name}));
    if (certificate.not_after >= world_.plan_.horizon) return;
    world_.events_.at_control(certificate.not_after + Duration{1}, EventKind::certificate_over,
                              pod.id.number());
}

bool Trust::has_certificate(const Pod& pod) const {
    if (!world_.plays_certificates_ || pod.is_without_proxy()) return true;  // It needs none.
    const auto found = holders_.find(pod.id);
    return found != holders_.end() && found->second.own.current() != nullptr;
}

/// What the ends of a new connection find in each other's certificates. The caller looks first.
std::optional<Refusal> Trust::show_certificates(const Pod& caller, const Pod& pod) {
    if (!has_certificate(caller) || !has_certificate(pod)) return Refusal::no_certificate;
    const Holder& one = holders_.at(caller.id);
    const Holder& other = holders_.at(pod.id);
    const auto clock = [&](const Pod& of) {
        return world_.environment_.clock_of(of.id, world_.now_);
    };
    mesh::PeerCheck check = mesh::check_peer(*other.own.current(), one.trusted, clock(caller));
    if (check == mesh::PeerCheck::ok) {
        check = mesh::check_peer(*one.own.current(), other.trusted, clock(pod));
    }
    if (check == mesh::PeerCheck::ok) return std::nullopt;
    return static_cast<Refusal>(check);
}

void Trust::forget_ways(const Pod& pod) {
    std::erase_if(connected_,
                  [&](const Way& way) { return way.first == pod.id || way.second == pod.id; });
    const auto holder = holders_.find(pod.id);
    if (holder != holders_.end()) holder->second.is_connected = false;
}

/// A fault that begins to play certificates closes no connection: where these are not played, all
/// are open before.
bool Trust::were_connected(const Pod& caller, const Pod& pod) const {
    const auto is_connected = [&](const Pod& of) {
        const auto holder = holders_.find(of.id);
        return holder != holders_.end() && holder->second.is_connected;
    };
    return is_connected(caller) && is_connected(pod);
}

/// Where both roots are trusted, the control plane tells all proxies so at once.
void Trust::spread_roots() {
    for (auto& [pod, holder] : holders_)
        holder.trusted = world_.environment_.roots();
}

}  // namespace weft::sim
