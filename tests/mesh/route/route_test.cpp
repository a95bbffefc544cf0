#include "mesh/route/route.hpp"

#include <doctest/doctest.h>

#include <array>

namespace route_test {

using namespace weft::mesh;
using Kind = StringMatch::Kind;

namespace {

RouteMatch prefix(std::string text) {
    return {.path = StringMatch{.kind = Kind::prefix, .text = std::move(text)}};
}

std::vector<WeightedCluster> weights(std::vector<std::uint32_t> of_each) {
    std::vector<WeightedCluster> clusters;
    for (const std::uint32_t weight : of_each)
        clusters.push_back({ClusterId{0}, weight});
    return clusters;
}

}  // namespace

TEST_SUITE("weighted choice") {
    TEST_CASE("each cluster takes as many remainders as its weight, in list order") {
        const auto clusters = weights({90, 10});
        CHECK(weighted_choice(clusters, 0) == 0);
        CHECK(weighted_choice(clusters, 89) == 0);
        CHECK(weighted_choice(clusters, 90) == 1);
        CHECK(weighted_choice(clusters, 99) == 1);
        CHECK(weighted_choice(clusters, 100) == 0);
        CHECK(weighted_choice(clusters, 190) == 1);
    }

    TEST_CASE("weights need not sum to 100, and zero takes nothing") {
        const auto clusters = weights({0, 1, 0, 2, 0});
        std::array<int, 5> taken{};
        for (std::uint64_t draw = 0; draw < 300; ++draw)
            ++taken[weighted_choice(clusters, draw)];
        CHECK(taken == std::array{0, 100, 0, 200, 0});
    }

    TEST_CASE("weights may sum to more than 32 bits") {
        const auto clusters = weights({4'000'000'000U, 4'000'000'000U});
        CHECK(weighted_choice(clusters, 3'999'999'999U) == 0);
        CHECK(weighted_choice(clusters, 4'000'000'000U) == 1);
        CHECK(weighted_choice(clusters, 8'000'000'000U) == 0);
    }
}

TEST_SUITE("route") {
    TEST_CASE("any of its matches is enough, and none takes every request") {
        const Route two{.matches = {prefix("/a"), prefix("/b")}};
        CHECK(two.matches_request({.path = "/a"}));
        CHECK(two.matches_request({.path = "/b"}));
        CHECK(!two.matches_request({.path = "/c"}));
        CHECK(Route{}.matches_request({.path = "/c"}));
    }

    TEST_CASE("the first match that takes the request is the one that counts") {
        const Route route{.matches = {prefix("/a/b"), prefix("/a")}};
        CHECK(route.match_of({.path = "/a/b"}) == &route.matches[0]);
        CHECK(route.match_of({.path = "/a/c"}) == &route.matches[1]);
        CHECK(route.match_of({.path = "/c"}) == nullptr);
        CHECK(Route{}.match_of({.path = "/c"}) == nullptr);
    }

    TEST_CASE("a rewrite replaces the prefix of the match that took the request") {
        const Route route{.matches = {prefix("/a/b"), prefix("/a")},
                          .rewrite = Rewrite{.path = "/x"}};
        CHECK(apply_edits(route, {.path = "/a/b/c"}).path == "/x/c");
        CHECK(apply_edits(route, {.path = "/a/c"}).path == "/x/c");
        CHECK(apply_edits(Route{.rewrite = Rewrite{.path = "/x/"}}, {.path = "/c"}).path == "/x/c");
    }

    TEST_CASE("matches look at the request as it came, not as it is edited") {
        const RouteMatch by_user{
            .path = StringMatch{.kind = Kind::prefix, .text = "/long"},
            .headers = {{.name = "user", .value = {.kind = Kind::exact, .text = "a"}}}};
        const Route route{.matches = {by_user, prefix("/")},
                          .rewrite = Rewrite{.path = "/x"},
                          .request_headers = {.remove = {"user"}}};
        const RequestHead sent =
            apply_edits(route, {.path = "/long/c", .headers = {{"user", "a"}}});
        CHECK(sent.path == "/x/c");
        CHECK(sent.headers.empty());
    }

    TEST_CASE("a rewritten authority wins over one set as a header") {
        const Route route{.rewrite = Rewrite{.authority = "b"},
                          .request_headers = {.set = {{"host", "c"}}}};
        const RequestHead sent = apply_edits(route, {.authority = "a", .path = "/p"});
        CHECK(sent.authority == "b");
        CHECK(sent.path == "/p");
    }

    TEST_CASE("a route without edits sends the request on as it is") {
        const RequestHead head{
            .method = "POST", .authority = "a", .path = "/p?q", .headers = {{"x", "1"}}};
        CHECK(apply_edits(Route{}, head) == head);
    }
}

TEST_SUITE("edits of clusters") {
    TEST_CASE("a cluster's edits come before the route's, which stays where both set a header") {
        Route route;
        route.clusters = {{.cluster = ClusterId{0}},
                          {.cluster = ClusterId{1},
                           .request_headers = {.set = {{"a", "cluster"}, {"b", "cluster"}}}}};
        CHECK(route.edits_by_cluster());
        route.request_headers.set = {{"a", "route"}};
        const std::vector<Header> both{{"b", "cluster"}, {"a", "route"}};
        CHECK(apply_edits(route, {}, 1).headers == both);
        CHECK(apply_edits(route, {}, 0).headers == std::vector<Header>{{"a", "route"}});
        route.clusters.pop_back();
        CHECK(!route.edits_by_cluster());
    }

    TEST_CASE("the path is rewritten by the match that took the request as it came") {
        Route route{.matches = {prefix("/a")}, .rewrite = Rewrite{.path = "/x"}};
        route.matches[0].headers = {{.name = "user", .value = {.kind = Kind::present}}};
        route.clusters = {{.cluster = ClusterId{0}, .request_headers = {.remove = {"user"}}}};
        const RequestHead sent =
            apply_edits(route, {.path = "/a/b", .headers = {{"user", "1"}}}, 0);
        CHECK(sent.path == "/x/b");
        CHECK(sent.headers.empty());
    }
}

TEST_SUITE("weight number") {
    TEST_CASE("a header with one number decides, else the hash, else chance") {
        const RequestHead one{.headers = {{"w", "7"}}};
        CHECK(weight_number(one, "w", 5, 3) == 7);
        CHECK(weight_number(one, "", 5, 3) == 5);
        CHECK(weight_number(one, "", std::nullopt, 3) == 3);
        for (const char* bad : {"", "-7", "7x", "99999999999999999999"}) {
            const RequestHead head{.headers = {{"w", bad}}};
            CHECK(weight_number(head, "w", std::nullopt, 3) == 3);
        }
        const RequestHead two{.headers = {{"w", "7"}, {"w", "7"}}};
        CHECK(weight_number(two, "w", std::nullopt, 3) == 3);
    }
}

}  // namespace route_test
