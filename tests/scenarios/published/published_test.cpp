// Results that others published, played as scenarios. Each check allows four standard errors of
// what its number of requests gives, or else none.
#include "tests/scenarios/real_input/played.hpp"

namespace weft::tests {
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

    TEST_CASE("three layers of four attempts send 64") {
        const Played run =
            published("layers", {"services.web.script.0.retries=3", "services.a.script.0.retries=3",
                                 "services.b.script.0={call: server, retries: 3}"});
        CHECK(run.on_edge("b", "server", "*", "requests") == 64 * requests_of(run, "users"));
    }

    TEST_CASE("retries keep a database down after a stall, unless they fit its capacity") {
        CHECK(published("metastable").exit_code == 0);
        const std::string healed =
            R"(expect=["success(users, 10s .. 50s) > 99%", "success(users, 300s .. 390s) > 99%"])";
        CHECK(published("metastable", {"load.users.rate=140/s", healed}).exit_code == 0);
    }
}

}  // namespace weft::tests
