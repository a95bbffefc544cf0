#include "mesh/route/route_table.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

namespace route_table_test {

using namespace weft::mesh;
using Kind = StringMatch::Kind;

namespace {

VirtualHost virtual_host(std::string name, std::vector<std::string> domains) {
    return {.name = std::move(name), .domains = std::move(domains)};
}

/// A table of virtual hosts that are named after their only domain.
RouteTable table_of(const std::vector<std::string>& domains) {
    std::vector<VirtualHost> hosts;
    for (const std::string& domain : domains)
        hosts.push_back(virtual_host(domain, {domain}));
    return RouteTable{std::move(hosts)};
}

std::string found(const RouteTable& table, std::string_view authority) {
    const VirtualHost* const host = table.find_host(authority);
    return host == nullptr ? "none" : host->name;
}

/// The rules said again, as plainly as can be: every domain is asked, the best answer wins.
std::string naively_found(const std::vector<std::string>& domains, const std::string& name) {
    std::string best = "none";
    std::size_t best_score = 0;
    for (const std::string& domain : domains) {
        const std::string stem =
            domain.starts_with('*') ? domain.substr(1) : domain.substr(0, domain.size() - 1);
        const bool longer = name.size() > stem.size();
        std::size_t score = 0;
        if (domain == name) {
            score = 3000;
        } else if (domain == "*") {
            score = 1;
        } else if (domain.starts_with('*') && longer && name.ends_with(stem)) {
            score = 2000 + stem.size();
        } else if (!domain.starts_with('*') && domain.ends_with('*') && longer &&
                   name.starts_with(stem)) {
            score = 1000 + stem.size();
        }
        if (score > best_score) {
            best = domain;
            best_score = score;
        }
    }
    return best;
}

std::string word(Draws& draws, std::uint64_t longest) {
    std::string text;
    const std::uint64_t length = 1 + draws.below(longest);
    while (text.size() < length)
        text += "ab."[draws.below(3)];
    return text;
}

Route prefix_route(std::string name, std::string path) {
    const RouteMatch match{.path = StringMatch{.kind = Kind::prefix, .text = std::move(path)}};
    return {.name = std::move(name), .matches = {match}};
}

}  // namespace

TEST_SUITE("route table") {
    TEST_CASE("exact beats suffix beats prefix beats any") {
        const RouteTable table = table_of({"*", "www.*", "*.shop.com", "www.shop.com"});
        CHECK(found(table, "www.shop.com") == "www.shop.com");
        CHECK(found(table, "api.shop.com") == "*.shop.com");
        CHECK(found(table, "www.other.org") == "www.*");
        CHECK(found(table, "other.org") == "*");
        CHECK(found(table, "") == "*");

        const RouteTable both = table_of({"www.*", "*.com"});
        CHECK(found(both, "www.shop.com") == "*.com");
    }

    TEST_CASE("the longest wildcard wins, wherever it stands in the list") {
        const RouteTable suffixes = table_of({"*.com", "*.shop.com", "*-eu.shop.com"});
        CHECK(found(suffixes, "a-eu.shop.com") == "*-eu.shop.com");
        CHECK(found(suffixes, "a.shop.com") == "*.shop.com");
        CHECK(found(suffixes, "a.com") == "*.com");
        const RouteTable prefixes = table_of({"api.*", "api.eu.*"});
        CHECK(found(prefixes, "api.eu.com") == "api.eu.*");
        CHECK(found(prefixes, "api.us.com") == "api.*");
    }

    TEST_CASE("a wildcard stands for at least one character") {
        const RouteTable table = table_of({"*.shop.com", "shop.*", "*-x"});
        CHECK(found(table, ".shop.com") == "none");
        CHECK(found(table, "a.shop.com") == "*.shop.com");
        CHECK(found(table, "shop.") == "none");
        CHECK(found(table, "shop.a") == "shop.*");
        CHECK(found(table, "-x") == "none");
        CHECK(found(table, "a-x") == "*-x");
        CHECK(found(table, "shop.com") == "shop.*");
    }

    TEST_CASE("a wildcard spans several labels") {
        CHECK(found(table_of({"*.com"}), "a.b.c.com") == "*.com");
    }

    TEST_CASE("hosts are compared in lower case, both ways") {
        const RouteTable table = table_of({"Reviews.Prod", "*.SHOP.com"});
        CHECK(found(table, "reviews.PROD") == "Reviews.Prod");
        CHECK(found(table, "A.shop.COM") == "*.SHOP.com");
    }

    TEST_CASE("a name of any length is put into lower case") {
        for (const std::size_t length : {263U, 264U, 265U, 1000U}) {
            const std::string name(length, 'a');
            CHECK(found(table_of({name}), std::string(length, 'A')) == name);
        }
    }

    TEST_CASE("the port is a part of the name") {
        const RouteTable table{{virtual_host("reviews", {"reviews", "reviews:9080"}),
                                virtual_host("ratings", {"ratings"})}};
        CHECK(found(table, "reviews") == "reviews");
        CHECK(found(table, "reviews:9080") == "reviews");
        CHECK(found(table, "reviews:80") == "none");
        CHECK(found(table, "ratings:9080") == "none");
    }

    TEST_CASE("more names lead to hosts of a table that is shared") {
        const auto table = std::make_shared<const RouteTable>(
            std::vector<VirtualHost>{virtual_host("reviews", {"reviews.shop", "reviews.shop:9080"}),
                                     virtual_host("others", {"*.test", "*"})});
        const RouteTable near{table,
                              {{"reviews", "reviews.shop"}, {"reviews:9080", "reviews.shop:9080"}}};
        CHECK(found(near, "reviews") == "reviews");
        CHECK(found(near, "Reviews:9080") == "reviews");
        CHECK(found(near, "reviews.shop") == "reviews");
        CHECK(found(near, "a.test") == "others");
        CHECK(found(near, "reviews:80") == "others");
        CHECK(found(*table, "reviews") == "others");
        CHECK(near.find_host("reviews") == table->find_host("reviews.shop"));
        CHECK(&near.hosts() == &table->hosts());
    }

    TEST_CASE("a name that several hosts would have is that of the first in the table") {
        const auto table = std::make_shared<const RouteTable>(
            std::vector<VirtualHost>{virtual_host("a", {"a.x"}), virtual_host("b", {"b.x", "b"}),
                                     virtual_host("c", {"c.x"})});
        CHECK(found(RouteTable{table, {{"b", "a.x"}}}, "b") == "a");
        CHECK(found(RouteTable{table, {{"b", "c.x"}}}, "b") == "b");
        CHECK(found(RouteTable{table, {{"d", "c.x"}, {"d", "a.x"}}}, "d") == "c");
        CHECK(found(RouteTable{table, {{"d", "nowhere"}}}, "d") == "none");
    }

    TEST_CASE("the port may be ignored, in front of it the name counts") {
        const RouteTable table{
            {virtual_host("a", {"shop.com", "[1:2::]"}), virtual_host("b", {"*"})},
            RouteTable::Ports::ignored};
        CHECK(found(table, "shop.com:8080") == "a");
        CHECK(found(table, "SHOP.com:") == "a");
        CHECK(found(table, "[1:2::]") == "a");
        CHECK(found(table, "[1:2::]:80") == "a");
        CHECK(found(table, "shop.org:80") == "b");
    }

    TEST_CASE("what cannot be decided by is refused, with its reason") {
        const auto refused = [](Route route) {
            VirtualHost host = virtual_host("a", {"a"});
            route.name = "rule";
            host.routes = {std::move(route)};
            try {
                const RouteTable table{{host}};
            } catch (const std::invalid_argument& error) {
                return std::string{error.what()};
            }
            return std::string{};
        };
        const ClusterId one{1};
        constexpr std::uint32_t most = 4'294'967'295U;
        CHECK(refused({.clusters = {{one, 0}, {one, 0}}}) == "route 'rule': its weights sum to 0");
        CHECK(refused({.clusters = {{one, most}}}).empty());
        CHECK(refused({.clusters = {{one, most}, {one, 1}}}) ==
              "route 'rule': its weights sum to more than 2^32 - 1");
        const RouteMatch broken{.path = StringMatch{.kind = Kind::regex, .text = "("}};
        CHECK(refused({.matches = {broken}}) == "route 'rule': the regex is not valid");
        CHECK_THROWS_AS(table_of({""}), std::invalid_argument);
    }

    TEST_CASE("a star inside is no wildcard") {
        const RouteTable table = table_of({"a*b"});
        CHECK(found(table, "axb") == "none");
        CHECK(found(table, "a*b") == "a*b");
    }

    TEST_CASE("an empty table finds nothing") {
        CHECK(found(RouteTable{{}}, "a") == "none");
        CHECK(RouteTable{{}}.find({.authority = "a"}) == nullptr);
    }

    TEST_CASE("a domain may be claimed once") {
        CHECK_THROWS_WITH_AS(
            RouteTable({virtual_host("first", {"shop.com"}), virtual_host("second", {"SHOP.com"})}),
            "domain 'shop.com' of virtual host 'second' is taken already", std::invalid_argument);
        CHECK_THROWS_AS(RouteTable({virtual_host("one", {"*.a", "*.a"})}), std::invalid_argument);
        CHECK_THROWS_AS(table_of({"*", "*"}), std::invalid_argument);
        CHECK_NOTHROW(table_of({"a.*", "*.a", "a.", ".a"}));
    }

    TEST_CASE("the first route that matches is taken") {
        VirtualHost host = virtual_host("shop", {"shop"});
        host.routes = {prefix_route("books", "/books"), prefix_route("all", "/"),
                       prefix_route("never", "/books/old")};
        const RouteTable table{{host}};
        CHECK(table.find({.authority = "shop", .path = "/books/old"})->name == "books");
        CHECK(table.find({.authority = "shop", .path = "/cart"})->name == "all");
    }

    TEST_CASE("no other virtual host is asked if the best one has no route") {
        VirtualHost exact = virtual_host("exact", {"shop.com"});
        exact.routes = {prefix_route("books", "/books")};
        VirtualHost any = virtual_host("any", {"*"});
        any.routes = {prefix_route("all", "/")};
        const RouteTable table{{exact, any}};
        CHECK(table.find({.authority = "shop.com", .path = "/books"})->name == "books");
        CHECK(table.find({.authority = "shop.com", .path = "/cart"}) == nullptr);
        CHECK(table.find({.authority = "other.com", .path = "/cart"})->name == "all");
    }

    TEST_CASE("a lookup finds what a plain scan of all domains finds") {
        Draws draws{1, "route table"};
        for (int round = 0; round < 300; ++round) {
            std::vector<std::string> domains;
            for (std::uint64_t i = draws.below(12); i > 0; --i) {
                const std::uint64_t form = draws.below(7);
                std::string domain = form == 0 ? "" : word(draws, 4);
                if (form < 3) domain = '*' + domain;
                if (form == 3 || form == 4) domain += '*';
                if (std::find(domains.begin(), domains.end(), domain) == domains.end()) {
                    domains.push_back(domain);
                }
            }
            const RouteTable table = table_of(domains);
            for (int i = 0; i < 50; ++i) {
                const std::string name = word(draws, 6);
                CAPTURE(name);
                CHECK(found(table, name) == naively_found(domains, name));
            }
        }
    }
}

}  // namespace route_table_test
