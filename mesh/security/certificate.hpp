#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "mesh/resilience/retry.hpp"
#include "mesh/security/identity.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace weft::mesh {

using RootId = Id<struct RootKind>;  ///< Of a certificate authority that signs.

/// What a workload shows of itself.
struct Certificate {
    Identity identity;
    RootId root;
    Instant not_before{};
    Instant not_after{};  ///< Later than not_before.

    friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// What is found when a peer shows its certificate. Open connections are not asked again.
enum class PeerCheck : std::uint8_t { ok, not_yet_valid, expired, unknown_root };

/// Whether a peer's certificate was signed by a root that is trusted, and is in its time, both ends
/// included. While a root is changed, both are trusted, or those who hold a certificate of the one
/// cannot reach those who trust only the other.
PeerCheck check_peer(const Certificate& peer, std::span<const RootId> trusted, Instant now);

/// "CERTIFICATE_VERIFY_FAILED: …" as access logs give the reason; "" if all is well.
std::string_view reason_of(PeerCheck check);

/// How a workload renews its certificate. The numbers are a profile's.
struct RotationSettings {
    Ratio grace{};          ///< Share of its life before the end at which it is renewed.
    Ratio jitter{};         ///< By how much the share is more or less, so that not all ask at once.
    BackoffPolicy retry{};  ///< After a request to sign one failed.

    friend bool operator==(const RotationSettings&, const RotationSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const RotationSettings& settings);

/// When to renew a certificate, by two drawn numbers: how much jitter, and whether more or less of
/// it. Source: the agent of Istio.
Instant rotation_time(const RotationSettings& settings,
                      const Certificate& certificate,
                      std::uint64_t amount_draw,
                      std::uint64_t sign_draw);

/// What a workload has to show, and when it asks for the next.
///
///     start() --ask--> signed_at() --timer--> on_timer() --ask--> …
///                 '--> failed()    --timer--> on_timer() --ask--> …
///
/// Sans-I/O: the caller carries each request to sign to an authority and answers it once. A
/// certificate that is not renewed in time is still held, and shown, after its end: peers refuse
/// it.
class CertificateHolder {
public:
    /// What to do next: ask for a certificate now, or call on_timer() then. If neither, wait.
    struct Step {
        bool ask = false;
        std::optional<Instant> timer{};  ///< Replaces the one before.
    };

    explicit CertificateHolder(const RotationSettings& settings) : settings_(settings) {}

    /// Asks for its first, or for another one before the time, unless it does already.
    Step start();

    /// An authority signed one. One that is over already counts as a failure.
    Step signed_at(const Certificate& certificate, Instant now, const Draws& draws);

    /// An authority refused, or did not answer.
    Step failed(Instant now, const Draws& draws);

    Step on_timer();

    /// Null before the first was signed: the workload can neither call nor be called encrypted.
    const Certificate* current() const { return current_ ? &*current_ : nullptr; }

private:
    RotationSettings settings_;
    std::optional<Certificate> current_;
    std::uint32_t asked_ = 0;  ///< Each request to sign has numbers of its own.
    std::uint32_t failures_ = 0;
    bool is_asking_ = false;
};

}  // namespace weft::mesh
