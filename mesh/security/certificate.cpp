#include "mesh/security/certificate.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>

namespace weft::mesh {
namespace {

/// parts / whole of the duration, rounded down, without an overflow.
Duration share_of(Duration duration, std::uint32_t parts) {
    const std::int64_t whole = Ratio::whole;
    return duration / whole * parts + duration % whole * parts / whole;
}

}  // namespace

PeerCheck check_peer(const Certificate& peer, std::span<const RootId> trusted, Instant now) {
    if (std::find(trusted.begin(), trusted.end(), peer.root) == trusted.end()) {
        return PeerCheck::unknown_root;
    }
    if (now < peer.not_before) return PeerCheck::not_yet_valid;
    return now > peer.not_after ? PeerCheck::expired : PeerCheck::ok;
}

std::string_view reason_of(PeerCheck check) {
    switch (check) {
        case PeerCheck::ok:
            return "";
        case PeerCheck::not_yet_valid:
            return "CERTIFICATE_VERIFY_FAILED: certificate is not yet valid";
        case PeerCheck::expired:
            return "CERTIFICATE_VERIFY_FAILED: certificate has expired";
        case PeerCheck::unknown_root:
            return "CERTIFICATE_VERIFY_FAILED: unable to get local issuer certificate";
    }
    return "";
}

std::optional<std::string> mistake_in(const RotationSettings& settings) {
    if (settings.grace.parts > Ratio::whole) return "the grace period is longer than a life";
    if (settings.jitter.parts > Ratio::whole) return "the jitter is longer than a life";
    if (settings.retry.base < std::chrono::milliseconds{1}) return "the back-off is too short";
    if (settings.retry.max < settings.retry.base) return "the back-off's max is below its base";
    return std::nullopt;
}

Instant rotation_time(const RotationSettings& settings,
                      const Certificate& certificate,
                      std::uint64_t amount_draw,
                      std::uint64_t sign_draw) {
    const std::int64_t jitter = settings.jitter.parts;
    const std::int64_t amount =
        jitter == 0 ? 0 : static_cast<std::int64_t>(amount_draw % settings.jitter.parts);
    const std::int64_t grace = settings.grace.parts + (sign_draw % 2 == 0 ? -amount : amount);
    const auto parts = static_cast<std::uint32_t>(std::clamp<std::int64_t>(grace, 0, Ratio::whole));
    return certificate.not_after - share_of(certificate.not_after - certificate.not_before, parts);
}

CertificateHolder::Step CertificateHolder::start() {
    if (is_asking_) return {};
    is_asking_ = true;
    ++asked_;
    return {.ask = true};
}

CertificateHolder::Step CertificateHolder::on_timer() {
    return start();
}

CertificateHolder::Step CertificateHolder::signed_at(const Certificate& certificate,
                                                     Instant now,
                                                     const Draws& draws) {
    assert(is_asking_);
    // To renew it at once, again and again, would ask the authority without a pause.
    if (certificate.not_after <= now) return failed(now, draws);
    is_asking_ = false;
    failures_ = 0;
    current_ = certificate;
    Draws own = draws.of(Purpose::certificate, asked_);
    const std::uint64_t amount = own.next();
    const std::uint64_t sign = own.next();
    return {.timer = std::max(now, rotation_time(settings_, certificate, amount, sign))};
}

CertificateHolder::Step CertificateHolder::failed(Instant now, const Draws& draws) {
    assert(is_asking_);
    is_asking_ = false;
    ++failures_;
    Draws own = draws.of(Purpose::certificate, asked_);
    return {.timer = now + backoff_delay(settings_.retry, failures_, own.next())};
}

}  // namespace weft::mesh
