#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace weft::scenarios::samples::authentication_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using mesh::MutualTlsMode;
using mesh::TokenLocation;
using Lines = std::vector<std::string>;

std::string manifest(const std::string& kind, const std::string& spec) {
    return "apiVersion: security.istio.io/v1\nkind: " + kind +
           "\nmetadata: {name: a}\nspec: " + spec + "\n";
}

/// The resource of a text without a mistake.
template <class Kind>
Kind read_checked(const std::string& kind, const std::string& spec) {
    const Reading reading = read(manifest(kind, spec));
    CHECK(reading.said() == Lines{});
    REQUIRE(reading.resources.size() == 1);
    return std::get<Kind>(reading.resources.front());
}

PeerAuthentication peers(const std::string& spec) {
    return read_checked<PeerAuthentication>("PeerAuthentication", spec);
}

RequestAuthentication tokens(const std::string& spec) {
    return read_checked<RequestAuthentication>("RequestAuthentication", spec);
}

Reading read_peers(const std::string& spec) {
    return read(manifest("PeerAuthentication", spec));
}

Reading read_tokens(const std::string& spec) {
    return read(manifest("RequestAuthentication", spec));
}

}  // namespace

TEST_SUITE("PeerAuthentication and RequestAuthentication manifests") {
    TEST_CASE("a mode is of a workload, of its ports or of the namespace") {
        const auto policy = peers(
            "{selector: {matchLabels: {app: cart}}, mtls: {mode: STRICT},"
            " portLevelMtls: {9080: {mode: DISABLE}, 9090: {mode: UNSET}}}");
        CHECK(policy.selector == Labels{{"app", "cart"}});
        CHECK(policy.mode == MutualTlsMode::strict);
        CHECK(policy.ports == std::map<std::uint16_t, MutualTlsMode>{{9080, MutualTlsMode::disable},
                                                                     {9090, MutualTlsMode::unset}});
        CHECK(policy.origin == "a.yaml:1");
        CHECK(peers("{mtls: {mode: PERMISSIVE}}").mode == MutualTlsMode::permissive);
        CHECK(peers("{}").mode == MutualTlsMode::unset);
        CHECK(peers("{mtls: {}}").mode == MutualTlsMode::unset);
    }

    TEST_CASE("what a PeerAuthentication cannot mean is an error") {
        CHECK(read_peers("{mtls: {mode: STRCT}}")
                  .count("4:21: error: mode must be one of UNSET, "
                         "DISABLE, PERMISSIVE, STRICT; did you mean "
                         "'STRICT'?") == 1);
        CHECK(read_peers("{portLevelMtls: {9080: {mode: STRICT}}}")
                  .count("error: portLevelMtls needs a selector") == 1);
        const std::string ports = "{selector: {matchLabels: {a: b}}, portLevelMtls: ";
        CHECK(read_peers(ports + "{0: {mode: STRICT}}}").count("between 1 and 65535") == 1);
        CHECK(read_peers(ports + "{65535: {mode: STRICT}}}").count("error") == 0);
        CHECK(read_peers(ports + "{65536: {mode: STRICT}}}").count("between 1 and 65535") == 1);
        CHECK(read_peers("{selector: {matchLabels: {app: '*'}}}")
                  .count("matchLabels must be plain names and values") == 1);
        CHECK(read_peers("{selector: {}}").count("selects every workload") == 1);
        CHECK(read_peers("{mtls: {mod: STRICT}}").count("spec.mtls.mod is not honoured") == 1);
        CHECK(read("apiVersion: security.istio.io/v1\nkind: PeerAuthentication\n"
                   "metadata: {name: a}\nspec:\n")
                  .count("spec is missing") == 1);
    }

    TEST_CASE("a rule for tokens names issuer, audiences, keys and places") {
        const auto policy = tokens(
            "{jwtRules: [{issuer: 'https://idp', audiences: [shop], jwksUri: 'https://idp/keys',"
            " fromHeaders: [{name: X-Token, prefix: 'Bearer '}], fromParams: [token],"
            " fromCookies: [session], forwardOriginalToken: true, failureMode: STRICT,"
            " timeout: 2s}, {issuer: other, jwks: '{}'}]}");
        REQUIRE(policy.rules.size() == 2);
        CHECK(policy.rules[0] ==
              mesh::TokenRule{.issuer = "https://idp",
                              .audiences = {"shop"},
                              .keys_uri = "https://idp/keys",
                              .locations = {{TokenLocation::Kind::header, "x-token", "Bearer "},
                                            {TokenLocation::Kind::query, "token", ""},
                                            {TokenLocation::Kind::cookie, "session", ""}},
                              .forwards_token = true,
                              .on_failure = mesh::TokenFailure::strict,
                              .fetch_timeout = 2s});
        CHECK(policy.rules[1] == mesh::TokenRule{.issuer = "other", .has_keys = true});
        CHECK(tokens("{}").rules.empty());
        CHECK(tokens("{jwtRules: [{issuer: a, failureMode: IGNORE}]}").rules[0].on_failure ==
              mesh::TokenFailure::ignore);
    }

    TEST_CASE("what a rule for tokens cannot mean is an error") {
        const auto said = [](const std::string& rule) {
            return read_tokens("{jwtRules: [{" + rule + "}]}");
        };
        CHECK(said("audiences: [a]").count("issuer is missing, and so is jwksUri") == 1);
        CHECK(said("jwksUri: 'https://a'").count("error") == 0);
        CHECK(said("issuer: a, jwksUri: 'ftp://a'").count("must begin with http:// or https://") ==
              1);
        CHECK(said("issuer: a, jwksUri: 'http://a', jwks: '{}'")
                  .count("jwks cannot stand beside jwksUri") == 1);
        CHECK(said("issuer: a, audiences: ['']").count("must not be empty texts") == 1);
        CHECK(said("issuer: a, fromHeaders: [{prefix: b}]").count("name is missing") == 1);
        CHECK(said("issuer: a, failureMode: STRICTT").count("did you mean 'STRICT'?") == 1);
        CHECK(said("issuer: a, outputPayloadToHeader: b")
                  .count("spec.jwtRules.outputPayloadToHeader is not honoured") == 1);
    }

    TEST_CASE("a policy for a gateway is for no sidecar") {
        const auto reading = read_tokens("{targetRefs: [{kind: Service, name: cart}]}");
        CHECK(reading.count("4:28: warning: spec.targetRefs is not honoured for 'Service': only "
                            "gateways obey it") == 1);
        const auto policy = std::get<RequestAuthentication>(reading.resources.at(0));
        CHECK(policy.has_targets);
        CHECK(policy.gateways.empty());
        CHECK(read_tokens("{targetRef: {kind: Gateway}}").count("error: name is missing") == 1);
        CHECK(read_tokens("{targetRef: {kind: Gateway, name: a}, selector: {matchLabels: {a: b}}}")
                  .count("targetRef cannot stand beside selector") == 1);
    }
}

}  // namespace weft::scenarios::samples::authentication_test
