#include "mesh/security/access_rules.hpp"

#include <doctest/doctest.h>

namespace access_rules_test {

using namespace weft::mesh;

TEST_SUITE("keys of conditions") {
    TEST_CASE("a key names what a condition is about") {
        CHECK(parse_condition_key("source.ip").value().attribute == AccessAttribute::source_ip);
        CHECK(parse_condition_key("destination.port").value().attribute == AccessAttribute::port);
        CHECK(parse_condition_key("connection.sni").value().attribute ==
              AccessAttribute::server_name);
        CHECK_FALSE(parse_condition_key("source.port"));
        CHECK_FALSE(parse_condition_key(""));
    }

    TEST_CASE("headers and claims stand in brackets, claims within claims in several") {
        const auto header = parse_condition_key("request.headers[X-Version]").value();
        CHECK(header.attribute == AccessAttribute::header);
        CHECK(header.name == "x-version");
        const auto claim = parse_condition_key("request.auth.claims[realm][Role]").value();
        CHECK(claim.attribute == AccessAttribute::claim);
        CHECK(claim.name == "realm.Role");
        for (const std::string_view key :
             {"request.headers", "request.headers[]", "request.headers[a", "request.headersa]",
              "request.headers[a][b]", "request.headers[a]b", "request.auth.claims",
              "request.auth.claims[a][]"}) {
            CAPTURE(key);
            CHECK_FALSE(parse_condition_key(key));
        }
    }

    TEST_CASE("what requests alone have is told from what connections have, too") {
        CHECK(is_of_requests(AccessAttribute::request_principal));
        CHECK(is_of_requests(AccessAttribute::path));
        CHECK_FALSE(is_of_requests(AccessAttribute::principal));
        CHECK_FALSE(is_of_requests(AccessAttribute::server_name));
    }

    TEST_CASE("every key is listed") {
        for (const std::string& key : condition_keys()) {
            CAPTURE(key);
            CHECK((parse_condition_key(key) || parse_condition_key(key + "[a]")));
        }
    }
}

}  // namespace access_rules_test
