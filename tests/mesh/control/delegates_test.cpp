#include "mesh/control/delegates.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

namespace delegates_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;
using Kind = StringMatch::Kind;

namespace {

HttpMatch match_path(Kind kind, const std::string& path) {
    HttpMatch match;
    match.match.path = StringMatch{.kind = kind, .text = path};
    return match;
}

/// A root whose only rule delegates to "leaf" in the namespace "shop".
struct Pair {
    HttpRoute root_rule;
    VirtualService leaf = make::virtual_service("leaf", {make::to("reviews", "v1")}, "shop");
    std::vector<std::string> left_out{};

    VirtualService merged() {
        leaf.hosts.clear();
        root_rule.delegate = Delegate{.name = "leaf", .ns = "shop"};
        Registry registry;
        registry.apply(leaf);
        left_out.clear();
        return merge_delegates(make::virtual_service("web", {root_rule}), registry, left_out);
    }
};

}  // namespace

TEST_SUITE("delegates") {
    TEST_CASE("a delegate's rules stand in for the one that delegates") {
        Pair pair;
        pair.root_rule.name = "root";
        pair.root_rule.timeout = std::chrono::seconds{1};
        pair.root_rule.request_headers.remove = {"a"};
        pair.leaf.http[0].name = "leaf";
        const auto merged = pair.merged();
        REQUIRE(merged.http.size() == 1);
        CHECK(merged.hosts == std::vector<std::string>{"web"});
        CHECK(merged.http[0].name == "root-leaf");
        CHECK(merged.http[0].timeout == std::chrono::seconds{1});
        CHECK(merged.http[0].request_headers.remove == std::vector<std::string>{"a"});
        CHECK(merged.http[0].route[0].destination.host == "reviews.shop.svc.cluster.local");
        CHECK(pair.left_out.empty());
    }

    TEST_CASE("what the delegate says itself stays") {
        Pair pair;
        pair.root_rule.timeout = std::chrono::seconds{1};
        pair.leaf.http[0].timeout = std::chrono::seconds{2};
        CHECK(pair.merged().http[0].timeout == std::chrono::seconds{2});
    }

    TEST_CASE("a match of the delegate must lie within the root's") {
        Pair pair;
        pair.root_rule.matches = {match_path(Kind::prefix, "/a")};
        pair.leaf.http[0].matches = {match_path(Kind::prefix, "/a/b"),
                                     match_path(Kind::exact, "/c")};
        const auto merged = pair.merged();
        REQUIRE(merged.http.size() == 1);
        REQUIRE(merged.http[0].matches.size() == 1);
        CHECK(merged.http[0].matches[0].match.path->text == "/a/b");
        CHECK(pair.left_out.size() == 1);
    }

    TEST_CASE("a rule without any match left is gone") {
        Pair pair;
        pair.root_rule.matches = {match_path(Kind::exact, "/a")};
        pair.leaf.http[0].matches = {match_path(Kind::prefix, "/a")};
        CHECK(pair.merged().http.empty());
        pair.root_rule.matches = {match_path(Kind::regex, "/a")};
        CHECK(pair.merged().http.empty());
        CHECK(pair.left_out.size() == 1);
    }

    TEST_CASE("a merged match asks for all that both ask for") {
        Pair pair;
        HttpMatch& root = pair.root_rule.matches.emplace_back();
        root.match.headers = {{.name = "user", .value = {.text = "a"}}};
        root.port = 80;
        pair.leaf.http[0].matches = {match_path(Kind::prefix, "/b")};
        const HttpMatch match = pair.merged().http.at(0).matches.at(0);
        CHECK(match.match.path->text == "/b");
        CHECK(match.match.headers.at(0).name == "user");
        CHECK(match.port == 80);
        pair.leaf.http[0].matches[0].port = 81;
        CHECK(pair.merged().http.empty());
    }

    TEST_CASE("a delegate that is unknown, has hosts or delegates again is left out") {
        Pair pair;
        pair.leaf.http[0] = HttpRoute{};
        pair.leaf.http[0].delegate = Delegate{"other", ""};
        CHECK(pair.merged().http.empty());
        CHECK(pair.left_out.at(0).find("delegates again") != std::string::npos);

        Registry registry;
        std::vector<std::string> left_out;
        HttpRoute rule;
        rule.delegate = Delegate{.name = "leaf", .ns = ""};
        const auto root = make::virtual_service("web", {rule, make::to("web")});
        CHECK(merge_delegates(root, registry, left_out).http.size() == 1);
        CHECK(left_out == std::vector<std::string>{"delegate 'leaf' is unknown"});
        registry.apply(make::virtual_service("leaf", {make::to("a")}));
        CHECK(merge_delegates(root, registry, left_out).http.size() == 1);
        CHECK(left_out.back().find("names hosts of its own") != std::string::npos);
    }
}

}  // namespace delegates_test
