// Results that others published, played as scenarios. Each check allows four standard errors of
// what its number of requests gives, or else none.
#include "tests/pages.hpp"
#include "tests/scenarios/play/sample_data.hpp"
#include "tests/scenarios/real_input/played.hpp"

#include <tuple>

namespace weft::tests::published_test {
namespace {

Played published(const std::string& name, const std::vector<std::string>& sets = {}) {
    scenarios::PlayOptions options;
    options.scenario = std::string{SOURCE_ROOT} + "/tests/scenarios/published/" + name + ".yaml";
    options.sets = sets;
    Played run = played(options);
    CAPTURE(run.diagnostics);
    REQUIRE_FALSE(run.summary.is_null());
    return run;
}

double requests_of(const Played& run, const std::string& load) {
    return run.load(load).at("requests").get<double>();
}

/// The server fails each call by this chance, and each call is tried again so often at most.
void check_retries(double failing, int retries) {
    CAPTURE(failing);
    CAPTURE(retries);
    const Played run =
        published("retries", {"services.server.errors=" + std::to_string(failing * 100) + "%",
                              "services.web.script.0.retries=" + std::to_string(retries)});
    const double requests = requests_of(run, "clients");
    double failed = 1;
    double calls = 0;
    double square = 0;  // Of the calls: a request makes at least n by the chance failing^(n - 1).
    for (int call = 1; call <= retries + 1; ++call) {
        calls += failed;
        square += failed * (2 * call - 1);
        failed *= failing;
    }
    CHECK(fits_share(run.load("clients").at("succeeded").get<double>(), requests, 1 - failed));
    const double measured = run.on_edge("web", "server", "*", "requests") / requests;
    const double error = std::sqrt((square - calls * calls) / requests);
    CHECK(std::abs(measured - calls) <= 4 * error + 1e-3);  // Some are under way at the end.
}

/// What budgets of retries lead to at a server that fails each call by this chance.
struct Budgeted {
    double success;
    double calls;  ///< For each request, as the server sees them.
};

Budgeted budgeted(double failing, const std::string& retried, const std::string& policy) {
    const Played run =
        published("budgets", {"services.server.errors=" + std::to_string(failing * 100) + "%",
                              "services.client.script.0.path=" + retried,
                              "policies.server={" + policy + "}", "expect=[]"});
    const auto& load = run.load("calls");
    return {load.at("success_rate").get<double>(),
            run.on_edge("client", "server", "*", "attempts") / requests_of(run, "calls")};
}

/// As Brooker measured it, to the four thousandths that he leaves.
void check_budgeted(double failing,
                    const std::string& retried,
                    const std::string& policy,
                    const Budgeted& expected) {
    CAPTURE(failing);
    CAPTURE(policy);
    const Budgeted measured = budgeted(failing, retried, policy);
    CHECK(std::abs(measured.success - expected.success) <= 0.004);
    CHECK(std::abs(measured.calls - expected.calls) <= 0.004);
}

/// Three layers of so many attempts above a server that fails each call by this chance.
Played three_layers(int attempts, const std::string& failing, const std::string& rate) {
    const std::string retries = std::to_string(attempts - 1);
    return published(
        "layers",
        {"services.web.script.0.retries=" + retries, "services.a.script.0.retries=" + retries,
         "services.b.script.0={call: server, retries: " + retries + "}",
         "services.server.errors=" + failing, "load.users.rate=" + rate, "expect=[]"});
}

/// The calls at the bottom of three layers for each request.
double at_bottom(const Played& run) {
    return run.on_edge("b", "server", "*", "requests") / requests_of(run, "users");
}

/// The profile of a user's own, beside the one that it is based on.
void add_profile(const SampleData& data, const std::string& name, const std::string& file) {
    const std::string root{SOURCE_ROOT};
    data.write("profiles/envoy.yaml", text_of(root + "/scenarios/profiles/envoy.yaml"));
    data.write("profiles/" + name + ".yaml",
               text_of(root + "/tests/scenarios/published/" + file + ".yaml"));
}

std::string calls_of(const std::string& service, int calls) {
    std::string script = "services.web.script=[[";
    for (int call = 0; call < calls; ++call)
        script.append(call == 0 ? "{call: " : ", {call: ").append(service).append("}");
    return script + "]]";
}

}  // namespace

TEST_SUITE("published results") {
    TEST_CASE("retries raise the success of a failing server and its load as Brooker has it") {
        CHECK(published("retries").exit_code == 0);
        for (const double failing : {0.05, 0.2, 0.5}) {
            check_retries(failing, 0);
            check_retries(failing, 3);
        }
    }

    TEST_CASE("with one leaf in a hundred slow, of requests to a hundred leaves 63 % are slow") {
        for (const int leaves : {1, 100}) {
            CAPTURE(leaves);
            const Played run = published("fan_out", {calls_of("leaf", leaves)});
            const auto& load = run.load("users");
            // A slow one takes a second more than the few milliseconds of the others.
            const double slow = load.at("latency_ms").at("mean").get<double>() / 1000;
            const double expected = 1 - std::pow(0.99, leaves);
            const double requests = requests_of(run, "users");
            CHECK(std::abs(slow - expected) <=
                  0.002 + 4 * std::sqrt(expected * (1 - expected) / requests));
        }
    }

    TEST_CASE("five layers of three attempts send 243 calls to the bottom for each request") {
        const Played run = published("layers");
        CHECK(run.exit_code == 0);
        const double requests = requests_of(run, "users");
        CHECK(run.on_edge("web", "a", "*", "requests") == 3 * requests);
        CHECK(run.on_edge("d", "server", "*", "requests") == 243 * requests);
    }

    TEST_CASE("in a total outage layers of attempts multiply") {
        CHECK(at_bottom(three_layers(3, "100%", "10/s")) == 27);
        CHECK(at_bottom(three_layers(4, "100%", "10/s")) == 64);
        const Played four = published("layers", {"services.c.script.0={call: server, retries: 2}"});
        CHECK(four.on_edge("c", "server", "*", "requests") == 81 * requests_of(four, "users"));
    }

    TEST_CASE(
        "when every second call fails, one layer makes 1.75 calls of three, and three make 2") {
        check_retries(0.5, 2);  // Every eighth request fails.
        const Played run = three_layers(3, "50%", "10000/s");
        const double variance = 2.1;  // Of the calls of one request: three layers of a truncated
                                      // geometric law each.
        CHECK(std::abs(at_bottom(run) - 2) <= 4 * std::sqrt(variance / requests_of(run, "users")));
    }

    TEST_CASE("a token bucket retries what fails rarely, and leaves what fails often") {
        CHECK(published("budgets").exit_code == 0);
        const std::string adaptive = "retry_tokens: {size: 5, per_request: 0.1}";
        check_budgeted(0.05, "/without-end", adaptive, {0.9998, 1.052});
        check_budgeted(0.2, "/without-end", adaptive, {0.880, 1.100});
        check_budgeted(0.5, "/without-end", adaptive, {0.550, 1.100});
    }

    TEST_CASE("a breaker tries again up to a share of failures, and not at all beyond it") {
        const std::string breaker = "retry_breaker: {failures: 10%}";
        check_budgeted(0.05, "/three-times", breaker, {0.9999, 1.053});
        check_budgeted(0.2, "/three-times", breaker, {0.800, 1.000});
        check_budgeted(0.5, "/three-times", breaker, {0.500, 1.000});
    }

    TEST_CASE("in an outage a budget of a tenth for each client lets load grow by a tenth") {
        const double without = budgeted(1, "/twice", "").calls;
        CHECK(without == 3);
        const double with = budgeted(1, "/twice", "retry_deposits: {ratio: 0.1, ttl: 10s}").calls;
        CHECK(std::abs(with / 1.1 - 1) <= 0.01);
    }

    TEST_CASE("zone-aware routing keeps what a zone's servers can take, and sends a fifth away") {
        const SampleData data;
        add_profile(data, "zone-aware", "zone_aware");
        const Played run = published("zones");
        CHECK(run.exit_code == 0);
        const double all = requests_of(run, "users");
        const auto share = [&](const std::string& from, const std::string& to) {
            return run.on_edge("web-" + from, "server", to, "requests") / all;
        };
        for (const auto& [zone, callers, servers] :
             {std::tuple{"a", 0.5, 0.3}, {"b", 0.3, 0.4}, {"c", 0.2, 0.3}}) {
            CAPTURE(zone);
            CHECK(share(zone, "*") == doctest::Approx(callers).epsilon(1e-4));
            const double served = share("a", zone) + share("b", zone) + share("c", zone);
            CHECK(fits_share(served * all, all, servers));
        }
        CHECK(fits_share(share("a", "b") * all, all, 0.1));
        CHECK(fits_share(share("a", "c") * all, all, 0.1));
        CHECK(share("a", "b") + share("a", "c") == doctest::Approx(0.2).epsilon(0.02));
    }

    TEST_CASE("retries keep a database down after a stall, unless they fit its capacity") {
        CHECK(published("metastable").exit_code == 0);
        const std::string healed =
            R"(expect=["success(users, 10s .. 50s) > 99%", "success(users, 300s .. 390s) > 99%"])";
        CHECK(published("metastable", {"load.users.rate=140/s", healed}).exit_code == 0);
    }
}

}  // namespace weft::tests::published_test
