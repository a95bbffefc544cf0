#include "mesh/security/ip_range.hpp"

#include <doctest/doctest.h>

namespace ip_range_test {

using namespace weft::mesh;

namespace {

bool holds(std::string_view range, std::string_view address) {
    CAPTURE(range);
    CAPTURE(address);
    return parse_ip_range(range).value().contains(parse_ip(address).value());
}

}  // namespace

TEST_SUITE("IP ranges") {
    TEST_CASE("an address is of IPv4 or of IPv6") {
        CHECK(parse_ip("10.1.2.255").value().bytes[3] == 255);
        CHECK_FALSE(parse_ip("10.1.2.3").value().is_v6);
        const IpAddress six = parse_ip("2001:db8::1:7").value();
        CHECK(six.is_v6);
        CHECK(six.bytes[1] == 1);
        CHECK(six.bytes[13] == 1);
        CHECK(six.bytes[15] == 7);
        CHECK(parse_ip("::") == parse_ip("0:0:0:0:0:0:0:0"));
        CHECK(parse_ip("::ffff:10.1.2.3") == parse_ip("::ffff:a01:203"));
        CHECK(parse_ip("1::").value().bytes[1] == 1);
    }

    TEST_CASE("what is no address is refused") {
        for (const std::string_view text :
             {"", "10.1.2", "10.1.2.3.4", "10.1.2.256", "10.1.2.3:80", "10..2.3", "10.1.2.-3", "a",
              "1:2", "1::2::3", ":::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8",
              "12345::", "::1.2.3", "1.2.3.4::", "g::"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_ip(text));
        }
    }

    TEST_CASE("a range ends at its last bit") {
        CHECK(holds("10.1.2.3", "10.1.2.3"));
        CHECK_FALSE(holds("10.1.2.3", "10.1.2.2"));
        CHECK(holds("10.1.0.0/16", "10.1.255.255"));
        CHECK_FALSE(holds("10.1.0.0/16", "10.2.0.0"));
        CHECK(holds("10.1.2.128/25", "10.1.2.128"));
        CHECK_FALSE(holds("10.1.2.128/25", "10.1.2.127"));
        CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
        CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    }

    TEST_CASE("0 bits hold every address of the kind, and none of the other") {
        CHECK(holds("0.0.0.0/0", "255.1.2.3"));
        CHECK_FALSE(holds("0.0.0.0/0", "::1"));
        CHECK(holds("::/0", "ffff::"));
        CHECK_FALSE(holds("::/0", "0.0.0.0"));
    }

    TEST_CASE("a range has no more bits than an address") {
        CHECK(parse_ip_range("10.0.0.0/32"));
        CHECK_FALSE(parse_ip_range("10.0.0.0/33"));
        CHECK(parse_ip_range("::/128"));
        CHECK_FALSE(parse_ip_range("::/129"));
        CHECK_FALSE(parse_ip_range("10.0.0.0/"));
        CHECK_FALSE(parse_ip_range("10.0.0.0/x"));
        CHECK_FALSE(parse_ip_range("/8"));
    }
}

}  // namespace ip_range_test
