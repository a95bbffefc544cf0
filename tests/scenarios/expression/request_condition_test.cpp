#include "scenarios/expression/request_condition.hpp"

#include "scenarios/expression/parse_expression.hpp"

#include <doctest/doctest.h>

#include <string>

namespace request_condition_test {

namespace {

using namespace weft::scenarios;
using namespace std::chrono_literals;
using weft::mesh::Flag;
using weft::mesh::Instant;

/// 300 ms, of a call to cart that asked stock twice; the second attempt at cart-1 got 503.
RequestAttributes slow_request() {
    RequestAttributes it;
    it.load = "web";
    it.number = 42;
    it.sent = Instant{10s};
    it.ended = Instant{10s + 300ms};
    it.status = 503;
    it.flags = Flag::UO;
    it.service = "cart";
    it.calls = RequestAttributes::Counts{{"cart", 1}, {"stock", 2}};
    it.attempts = RequestAttributes::Counts{{"cart-1", 2}, {"stock-0", 2}};
    return it;
}

bool matches(const std::string& text, const RequestAttributes& request = slow_request()) {
    const auto condition = read_request_condition(text);
    REQUIRE_MESSAGE(condition, text);
    return condition->matches(request);
}

/// "9: …", from 0.
std::string refusal(const std::string& text) {
    const auto condition = read_request_condition(text);
    REQUIRE_FALSE(condition);
    return std::to_string(condition.error().position) + ": " + condition.error().message;
}

}  // namespace

TEST_SUITE("conditions of requests") {
    TEST_CASE("each attribute is compared with what it is made of, strictly at its bound") {
        CHECK(matches("latency > 200ms and status >= 500 and service == \"cart\""));
        CHECK(matches("latency >= 300ms"));
        CHECK_FALSE(matches("latency > 300ms"));
        CHECK(matches("sent >= 10s and sent < 10001ms"));
        CHECK(matches("status == 503"));
        CHECK(matches("load == \"web\" and load != \"bad\""));
        CHECK(matches("number / 2 == 21"));
        CHECK(matches("calls == 3 and calls(stock) == 2 and calls(search) == 0"));
        CHECK(matches("attempts == 4 and attempts(cart-1) == 2"));
        CHECK(matches("failed and flag(UO) and not flag(UH)"));
        CHECK_FALSE(matches("not failed"));
    }

    TEST_CASE("texts that no expression names are equal to themselves alone") {
        CHECK_FALSE(matches("load == service"));
        RequestAttributes same = slow_request();
        same.load = "cart";
        CHECK(matches("load == service", same));
        CHECK_FALSE(matches("service == \"Cart\" or service == \"\""));
    }

    TEST_CASE("no comparison holds for what is not known of a request, nor does its contrary") {
        RequestAttributes bare = slow_request();
        bare.service.reset();
        bare.calls.reset();
        bare.attempts.reset();
        CHECK_FALSE(matches("service == \"cart\"", bare));
        CHECK_FALSE(matches("service != \"cart\"", bare));
        CHECK_FALSE(matches("not calls(stock) > 0", bare));
        CHECK_FALSE(matches("attempts >= 0", bare));
        CHECK(matches("attempts >= 0 or failed", bare));
    }

    TEST_CASE("a mistake is told at its character") {
        CHECK(refusal("latncy > 1s") ==
              "0: unknown attribute of a request 'latncy'; did you mean 'latency'?");
        CHECK(refusal("service == cart") ==
              "11: unknown attribute of a request 'cart'; a text is written in quotes");
        CHECK(refusal("latency > 200") ==
              "10: latency is compared with a duration with its unit, such as 80ms");
        CHECK(refusal("service == 5") ==
              "11: service is compared with a text in quotes, such as \"cart\"");
        CHECK(refusal("service < \"cart\"") == "8: a text can be compared by == and != alone");
        CHECK(refusal("service + service == load") ==
              "8: a text can be compared by == and != alone");
        CHECK(refusal("-service == load") == "0: a text can be compared by == and != alone");
        CHECK(refusal("2 * service == load") == "2: a number * a text has no meaning");
        CHECK(refusal("service == \"cart") == "11: this quote is never closed");
        CHECK(refusal("latency / 0 > 1s") == "8: division by zero");
        CHECK(refusal("latency") ==
              "0: a time alone says nothing: compare it, as in latency > 200ms");
        CHECK(refusal("flag") == "0: flag needs a flag, as in flag(UO)");
        CHECK(refusal("flag(UX)").starts_with("5: unknown flag 'UX'"));
        CHECK(refusal("latency(cart) > 1s") == "0: latency is written alone");
        CHECK(refusal("calls(a, b) > 1") == "0: calls takes a service, as in calls(cart)");
        CHECK(refusal("") == "0: expected an attribute such as latency");
        CHECK(refusal("latency >").starts_with("9: expected a bound such as 80ms or 500"));
        CHECK(refusal("p99(web) > 1s").starts_with("0: unknown attribute of a request 'p99'"));
    }

    TEST_CASE("a name that a run does not have is told, wherever it stands") {
        const RequestNames known{
            .loads = {"web"}, .services = {"cart", "stock"}, .pods = {"cart-0", "cart-1"}};
        const auto unknown = [&](const std::string& text) {
            const auto condition = read_request_condition(text);
            REQUIRE_MESSAGE(condition, text);
            return condition->unknown_name(known);
        };
        CHECK(unknown("load == \"web\" and service != \"cart\" and calls(stock) > 0").empty());
        CHECK(unknown("attempts(cart-1) > 1 and calls > 2 and flag(UO) and not failed").empty());
        CHECK(unknown("calls(crt) > 0") == "there is no service 'crt'; did you mean 'cart'?");
        CHECK(unknown("failed or attempts(cart-2) > 0").starts_with("there is no pod 'cart-2'"));
        CHECK(unknown("not (\"cart\" == load)") == "there is no load 'cart'");
        CHECK(unknown("service == \"web\"").starts_with("there is no service 'web'"));
    }

    TEST_CASE("what is too long or nested too deeply is refused at once") {
        CHECK(refusal(std::string(1024 * 1024, '(')).find("at most 4096 characters") !=
              std::string::npos);
        const std::string deep(deepest_expression + 1, '(');
        CHECK(refusal(deep + "latency").find("nested too deeply") != std::string::npos);
    }

    TEST_CASE("it is written again as it was, and read as the same") {
        const std::string text = "not (load == \"a b\" or calls(cart) > 1) and latency < 1s";
        const auto written = parse_expression(text, ExpressionWords::attributes);
        REQUIRE(written);
        CHECK(to_text(*written) == text);
    }

    TEST_CASE("measures of a run have neither attributes nor texts") {
        CHECK(parse_expression("latency > 1s").error().message ==
              "expected '(' behind the measure");
        CHECK_FALSE(parse_expression("success(web) == \"x\""));
    }
}

}  // namespace request_condition_test
