#include "mesh/security/certificate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <rapidcheck.h>
#include <vector>

namespace certificate_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

const RootId old_root{1};
const RootId new_root{2};

/// Half of a life, one percent more or less.
const RotationSettings settings{
    .grace = {500'000}, .jitter = {10'000}, .retry = {.base = 500ms, .max = 60s}};

Certificate certificate(Instant from, Instant to, RootId root = old_root) {
    return {.identity = {"cluster.local", "shop", "cart"},
            .root = root,
            .not_before = from,
            .not_after = to};
}

const Duration day = 24h;
const Certificate of_a_day = certificate(Instant{}, Instant{24h});

/// A holder that has asked once.
CertificateHolder asking() {
    CertificateHolder holder{settings};
    CHECK(holder.start().ask);
    return holder;
}

}  // namespace

TEST_SUITE("certificates") {
    TEST_CASE("a certificate is good from its first to its last moment") {
        const std::vector<RootId> trusted{old_root};
        const Certificate peer = certificate(Instant{1h}, Instant{2h});
        CHECK(check_peer(peer, trusted, Instant{1h - 1ns}) == PeerCheck::not_yet_valid);
        CHECK(check_peer(peer, trusted, Instant{1h}) == PeerCheck::ok);
        CHECK(check_peer(peer, trusted, Instant{2h}) == PeerCheck::ok);
        CHECK(check_peer(peer, trusted, Instant{2h + 1ns}) == PeerCheck::expired);
    }

    TEST_CASE("without an overlap of roots, old and new do not know each other") {
        const Certificate of_new = certificate(Instant{}, Instant{24h}, new_root);
        const std::vector<RootId> old_alone{old_root};
        const std::vector<RootId> new_alone{new_root};
        const std::vector<RootId> both{old_root, new_root};
        CHECK(check_peer(of_new, old_alone, Instant{}) == PeerCheck::unknown_root);
        CHECK(check_peer(of_a_day, new_alone, Instant{}) == PeerCheck::unknown_root);
        CHECK(check_peer(of_new, both, Instant{}) == PeerCheck::ok);
        CHECK(check_peer(of_a_day, both, Instant{}) == PeerCheck::ok);
        CHECK(check_peer(of_a_day, {}, Instant{}) == PeerCheck::unknown_root);
    }

    TEST_CASE("every refusal has a reason") {
        CHECK(reason_of(PeerCheck::ok).empty());
        for (const PeerCheck check :
             {PeerCheck::not_yet_valid, PeerCheck::expired, PeerCheck::unknown_root}) {
            CHECK(reason_of(check).starts_with("CERTIFICATE_VERIFY_FAILED: "));
        }
    }

    TEST_CASE("a certificate is renewed around half of its life") {
        CHECK(rotation_time(settings, of_a_day, 0, 0) == Instant{12h});
        CHECK(rotation_time(settings, of_a_day, 9'999, 1) ==
              Instant{day - day / 1'000'000 * 509'999});
        CHECK(rotation_time(settings, of_a_day, 9'999, 0) ==
              Instant{day - day / 1'000'000 * 490'001});
        CHECK(rotation_time(settings, of_a_day, 10'000, 1) == Instant{12h});
        const Certificate later = certificate(Instant{100h}, Instant{124h});
        CHECK(rotation_time(settings, later, 0, 0) == Instant{112h});
    }

    TEST_CASE("jitter leads neither before a life nor behind it") {
        RotationSettings wide = settings;
        wide.jitter = {900'000};
        CHECK(rotation_time(wide, of_a_day, 899'999, 1) == Instant{});
        CHECK(rotation_time(wide, of_a_day, 899'999, 0) == Instant{24h});
        wide.jitter = {};
        CHECK(rotation_time(wide, of_a_day, 7, 1) == Instant{12h});
    }

    TEST_CASE("a life of ten years does not overflow") {
        const Certificate root = certificate(Instant{}, Instant{24h * 3650});
        CHECK(rotation_time(settings, root, 0, 0) == Instant{12h * 3650});
    }

    TEST_CASE("every renewal falls between 49 and 51 percent of a life") {
        CHECK(rc::check([] {
            const auto amount = *rc::gen::arbitrary<std::uint64_t>();
            const auto sign = *rc::gen::arbitrary<std::uint64_t>();
            const Instant at = rotation_time(settings, of_a_day, amount, sign);
            RC_ASSERT(at > Instant{day * 49 / 100});
            RC_ASSERT(at < Instant{day * 51 / 100});
        }));
    }

    TEST_CASE("settings that cannot be used are told") {
        CHECK_FALSE(mistake_in(settings));
        const auto is_mistaken = [](auto change) {
            RotationSettings changed = settings;
            change(changed);
            return mistake_in(changed).has_value();
        };
        CHECK(is_mistaken([](RotationSettings& s) { s.grace = {1'000'001}; }));
        CHECK(is_mistaken([](RotationSettings& s) { s.jitter = {1'000'001}; }));
        CHECK(is_mistaken([](RotationSettings& s) { s.retry.base = 1ms - 1ns; }));
        CHECK(is_mistaken([](RotationSettings& s) { s.retry.max = 499ms; }));
    }
}

TEST_SUITE("holder of a certificate") {
    TEST_CASE("it asks at its start, and once only") {
        CertificateHolder holder = asking();
        CHECK(holder.current() == nullptr);
        CHECK_FALSE(holder.start().ask);
        CHECK_FALSE(holder.on_timer().ask);
    }

    TEST_CASE("a signed one is held, and renewed when its time comes") {
        CertificateHolder holder = asking();
        DrawList numbers{{0, 0}};
        const auto step = holder.signed_at(of_a_day, Instant{1s}, Draws{numbers});
        CHECK_FALSE(step.ask);
        CHECK(step.timer == Instant{12h});
        REQUIRE(holder.current() != nullptr);
        CHECK(*holder.current() == of_a_day);
        CHECK(holder.on_timer().ask);
        CHECK(*holder.current() == of_a_day);
    }

    TEST_CASE("a renewal that is late already happens now") {
        CertificateHolder holder = asking();
        DrawList numbers{{0, 0}};
        CHECK(holder.signed_at(of_a_day, Instant{20h}, Draws{numbers}).timer == Instant{20h});
    }

    TEST_CASE("after a failure it waits, longer each time, and holds what it has") {
        CertificateHolder holder = asking();
        DrawList numbers{{0, 0, 499, 999, 1'999, 499}};
        const Draws draws{numbers};
        holder.signed_at(of_a_day, Instant{}, draws);
        const auto wait_after_failure = [&] {
            CHECK(holder.on_timer().ask);
            const auto step = holder.failed(Instant{12h}, draws);
            CHECK_FALSE(step.ask);
            return step.timer.value() - Instant{12h};
        };
        CHECK(wait_after_failure() == 499ms);
        CHECK(wait_after_failure() == 999ms);
        CHECK(wait_after_failure() == 1'999ms);
        CHECK(*holder.current() == of_a_day);
    }

    TEST_CASE("a success ends the row of failures") {
        CertificateHolder holder = asking();
        DrawList numbers{{0, 0, 0, 499}};
        const Draws draws{numbers};
        holder.failed(Instant{}, draws);
        holder.on_timer();
        holder.signed_at(of_a_day, Instant{}, draws);
        holder.on_timer();
        CHECK(holder.failed(Instant{}, draws).timer == Instant{499ms});
    }

    TEST_CASE("one that is over when it comes counts as a failure") {
        CertificateHolder holder = asking();
        DrawList numbers{{7}};
        const auto step = holder.signed_at(of_a_day, Instant{24h}, Draws{numbers});
        CHECK(step.timer == Instant{24h + 7ms});
        CHECK(holder.current() == nullptr);
    }

    TEST_CASE("it may ask before the time, and holds what another root signs") {
        CertificateHolder holder = asking();
        DrawList numbers{{0, 0, 0, 0}};
        const Draws draws{numbers};
        holder.signed_at(of_a_day, Instant{}, draws);
        CHECK(holder.start().ask);
        const Certificate other = certificate(Instant{1h}, Instant{25h}, new_root);
        CHECK(holder.signed_at(other, Instant{1h}, draws).timer == Instant{13h});
        CHECK(holder.current()->root == new_root);
    }

    TEST_CASE("holders that start together do not renew together") {
        std::vector<Instant> times;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            CertificateHolder holder = asking();
            times.push_back(holder.signed_at(of_a_day, Instant{}, Draws{seed}).timer.value());
        }
        std::sort(times.begin(), times.end());
        CHECK(std::adjacent_find(times.begin(), times.end()) == times.end());
    }
}

}  // namespace certificate_test
