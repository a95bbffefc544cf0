#include "mesh/security/key_cache.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace key_cache_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

using Names = std::set<std::string>;

const std::string idp = "https://idp.example.com/keys";

KeyCache cache_of(Duration lifetime, std::optional<Instant> since = Instant{}) {
    KeyCache cache{{.refresh = 20s, .retry = 3s, .timeout = 5s, .lifetime = lifetime}};
    cache.want({{idp, 5s}}, since, {});
    return cache;
}

/// Fetches what is due, which takes no time.
std::size_t fetch(KeyCache& cache, Instant now, bool went_well) {
    const auto fetches = cache.begin(now);
    for (const auto& fetch : fetches)
        cache.fetched(fetch.address, went_well, now);
    return fetches.size();
}

}  // namespace

TEST_SUITE("keys of issuers") {
    TEST_CASE("keys are fetched when they are wanted, and again and again, to the nanosecond") {
        KeyCache cache = cache_of(0s, std::nullopt);
        CHECK(cache.next_look({}) == Instant{});
        REQUIRE(cache.begin({}).size() == 1);
        CHECK(cache.next_look({}) == never);  // It goes on.
        CHECK(cache.missing({}).empty());     // Who needs them waits.
        cache.fetched(idp, true, Instant{1s});
        CHECK(cache.next_look(Instant{1s}) == Instant{21s});
        CHECK(fetch(cache, Instant{21s - 1ns}, true) == 0);
        CHECK(fetch(cache, Instant{21s}, true) == 1);
    }

    TEST_CASE("who has never had keys lacks them once a fetch has failed, and tries again") {
        KeyCache cache = cache_of(0s, std::nullopt);
        CHECK(fetch(cache, {}, false) == 1);
        CHECK(cache.missing({}) == Names{idp});
        CHECK(cache.next_look({}) == Instant{3s});
        CHECK(fetch(cache, Instant{3s}, true) == 1);
        CHECK(cache.missing(Instant{3s}).empty());
    }

    TEST_CASE("old keys stay as long as they live, if others do not come") {
        KeyCache forever = cache_of(0s);
        CHECK(fetch(forever, Instant{20s}, false) == 1);
        CHECK(forever.missing(Instant{1h}).empty());
        KeyCache cache = cache_of(30s);
        CHECK(cache.missing(Instant{30s}).empty());  // Nobody has asked in vain.
        CHECK(fetch(cache, Instant{28s}, false) == 1);
        CHECK(cache.next_look(Instant{28s}) == Instant{30s});
        CHECK(cache.missing(Instant{30s - 1ns}).empty());
        CHECK(cache.missing(Instant{30s}) == Names{idp});
        CHECK(cache.next_look(Instant{30s}) == Instant{31s});
    }

    TEST_CASE("what is not wanted any more is forgotten, and so is all when the cache is cleared") {
        KeyCache cache = cache_of(0s);
        cache.clear(Instant{5s});
        CHECK(fetch(cache, Instant{5s}, false) == 1);
        CHECK(cache.missing(Instant{5s}) == Names{idp});
        cache.want({{"other", 1s}}, std::nullopt, Instant{6s});
        CHECK(cache.missing(Instant{6s}).empty());
        const auto fetches = cache.begin(Instant{6s});
        REQUIRE(fetches.size() == 1);
        CHECK(fetches.front().address == "other");
        CHECK(fetches.front().timeout == 1s);
        cache.fetched(idp, true, Instant{7s});
        CHECK(cache.missing(Instant{7s}).empty());
    }

    TEST_CASE("times must be above zero, but for a life without end") {
        const KeyCacheSettings good{.refresh = 1s, .retry = 1s, .timeout = 1s};
        CHECK_FALSE(mistake_in(good));
        for (Duration KeyCacheSettings::* const field :
             {&KeyCacheSettings::refresh, &KeyCacheSettings::retry, &KeyCacheSettings::timeout}) {
            KeyCacheSettings bad = good;
            bad.*field = 0s;
            CHECK(mistake_in(bad));
        }
    }
}

}  // namespace key_cache_test
