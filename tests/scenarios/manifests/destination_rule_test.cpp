#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace weft::scenarios::samples::destination_rule_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using Source = mesh::HashPolicy::Source;

/// A rule for host cart; its spec goes on from line 6.
std::string rule(const std::string& fields) {
    return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: cart}\n"
           "spec: {\n host: cart,\n" +
           fields + "}\n";
}

TrafficPolicy read_policy(const std::string& fields) {
    return read_one<DestinationRule>(rule("trafficPolicy: {" + fields + "}")).policy.value();
}

HashKey read_hash(const std::string& fields) {
    const auto policy = read_policy("loadBalancer: {consistentHash: {" + fields + "}}");
    return policy.load_balancer.value().consistent_hash.value();
}

std::optional<LocalityRules> read_locality(const std::string& fields) {
    return read_policy("loadBalancer: {localityLbSetting: {" + fields + "}}, outlierDetection: {}")
        .load_balancer.value()
        .locality;
}

Reading read_policy_text(const std::string& fields) {
    return read(rule("trafficPolicy: {" + fields + "}"));
}

}  // namespace

TEST_SUITE("DestinationRule manifests") {
    TEST_CASE("subsets have names, labels and policies of their own") {
        const auto read = read_one<DestinationRule>(
            rule("subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2},"
                 " trafficPolicy: {loadBalancer: {simple: RANDOM}}}]"));
        CHECK(read.host == "cart");
        CHECK_FALSE(read.policy);
        REQUIRE(read.subsets.size() == 2);
        CHECK(read.subsets[0].labels == Labels{{"version", "v1"}});
        CHECK(read.subsets[1].policy.value().load_balancer.value().simple == "RANDOM");
    }

    TEST_CASE("clients that are selected have labels") {
        const auto selecting = [](const std::string& selector) {
            return read_one<DestinationRule>(rule(selector)).workload_selector;
        };
        CHECK(selecting("workloadSelector: {matchLabels: {app: a}}") == Labels{{"app", "a"}});
        CHECK(selecting("workloadSelector: {}") == Labels{});
        CHECK_FALSE(selecting("exportTo: ['*']").has_value());
    }

    TEST_CASE("subsets without a name or with one twice are errors") {
        CHECK(read(rule("subsets: [{labels: {a: b}}]")).count("name is missing") == 1);
        CHECK(
            read(rule("subsets: [{name: a}, {name: a}]")).count("there is a subset 'a' already") ==
            1);
        CHECK(read("apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
                   "metadata: {name: a}\nspec: {}")
                  .count("host is missing") == 1);
    }

    TEST_CASE("a balancer is named by its word") {
        CHECK(read_policy("loadBalancer: {simple: ROUND_ROBIN}").load_balancer->simple ==
              "ROUND_ROBIN");
        CHECK(read_policy("loadBalancer: {simple: LEAST_CONN}").load_balancer->simple ==
              "LEAST_REQUEST");
        CHECK_FALSE(read_policy("loadBalancer: {simple: UNSPECIFIED}").load_balancer->simple);
        CHECK(read_policy_text("loadBalancer: {simple: ROUND_ROBBIN}")
                  .count("did you mean 'ROUND_ROBIN'?") == 1);
    }

    TEST_CASE("a warm-up says how long, from where and how fast") {
        const auto warmup = [](const std::string& text) {
            return read_policy("loadBalancer: {simple: ROUND_ROBIN, " + text + "}")
                .load_balancer->warmup.value();
        };
        CHECK(warmup("warmupDurationSecs: 30s").duration == 30s);
        CHECK(warmup("warmup: {duration: 1m}").duration == 60s);
        CHECK_FALSE(warmup("warmup: {duration: 1m}").minimum_percent);
        CHECK_FALSE(warmup("warmup: {duration: 1m}").aggression);
        CHECK(warmup("warmup: {duration: 1m, minimumPercent: 25}").minimum_percent == 25);
        CHECK(warmup("warmup: {duration: 1m, aggression: 1.5}").aggression == 1.5);
        CHECK(read_policy_text("loadBalancer: {warmup: {}}").count("duration is missing") == 1);
        CHECK(read_policy_text("loadBalancer: {warmupDurationSecs: 1s, warmup: {duration: 1s}}")
                  .count("cannot stand beside warmupDurationSecs") == 1);
        CHECK(read_policy_text("loadBalancer: {simple: RANDOM, warmupDurationSecs: 1s}")
                  .count("warm-up acts with ROUND_ROBIN") == 1);
    }

    TEST_CASE("a consistent hash is of one thing") {
        CHECK(read_hash("httpHeaderName: X-User").policy.source == Source::header);
        CHECK(read_hash("httpHeaderName: X-User").policy.name == "x-user");
        CHECK(read_hash("httpCookie: {name: session}").policy.source == Source::cookie);
        CHECK(read_hash("useSourceIp: true").policy.source == Source::source_ip);
        CHECK(read_hash("httpQueryParameterName: q").policy.source == Source::query);
        CHECK(read_policy_text("loadBalancer: {consistentHash: {}}").count("exactly one of") == 1);
        CHECK(read_policy_text(
                  "loadBalancer: {consistentHash: {useSourceIp: true, httpHeaderName: a}}")
                  .count("exactly one of") == 1);
        CHECK(
            read_policy_text("loadBalancer: {simple: RANDOM, consistentHash: {useSourceIp: true}}")
                .count("cannot stand beside simple") == 1);
    }

    TEST_CASE("the hash's table is a ring or Maglev's") {
        CHECK(read_hash("useSourceIp: true").balancer == "ring_hash");
        CHECK(read_hash("useSourceIp: true, minimumRingSize: 2048").minimum_ring_size == 2048U);
        CHECK(read_hash("useSourceIp: true, ringHash: {minimumRingSize: 512}").minimum_ring_size ==
              512U);
        const HashKey maglev = read_hash("useSourceIp: true, maglev: {tableSize: 65537}");
        CHECK(maglev.balancer == "maglev");
        CHECK(maglev.table_size == 65537U);
    }

    TEST_CASE("a hash's table has a size that the proxy takes, on both sides of the limit") {
        const auto errors = [](const std::string& table) {
            return read_policy_text("loadBalancer: {consistentHash: {useSourceIp: true, " + table +
                                    "}}")
                .count(": error: ");
        };
        CHECK(errors("maglev: {tableSize: 5000011}") == 0);
        CHECK(errors("maglev: {tableSize: 5000012}") == 1);
        CHECK(errors("maglev: {tableSize: 65536}") == 1);
        CHECK(errors("maglev: {tableSize: 0}") == 0);
        CHECK(errors("minimumRingSize: -1") == 1);
        CHECK(read_policy_text(
                  "loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 10}}}")
                  .count("tableSize must be a prime, such as 65537") == 1);
    }

    TEST_CASE("a ring that proxies refuse is read as the API server takes it, and warned of") {
        const auto said = [](const std::string& table) {
            return read_policy_text("loadBalancer: {consistentHash: {useSourceIp: true, " + table +
                                    "}}")
                .count("warning: proxies refuse a ring of more than 8388608 points");
        };
        CHECK(said("ringHash: {minimumRingSize: 8388608}") == 0);
        CHECK(said("ringHash: {minimumRingSize: 8388609}") == 1);
        CHECK(said("minimumRingSize: 8388609") == 1);
    }

    TEST_CASE("limits of the connection pool are read, and 0 is the mesh's own") {
        const auto pool = read_policy(
                              "connectionPool: {tcp: {maxConnections: 1, connectTimeout: 30ms},"
                              " http: {http1MaxPendingRequests: 2, http2MaxRequests: 3,"
                              " maxRequestsPerConnection: 4, maxRetries: 0, idleTimeout: 5s,"
                              " maxConcurrentStreams: 6}}")
                              .connection_pool.value();
        CHECK(pool.max_connections == 1U);
        CHECK(pool.connect_timeout == 30ms);
        CHECK(pool.http1_max_pending_requests == 2U);
        CHECK(pool.http2_max_requests == 3U);
        CHECK(pool.max_requests_per_connection == 4U);
        CHECK_FALSE(pool.max_retries);
        CHECK(pool.idle_timeout == 5s);
        CHECK(pool.max_concurrent_streams == 6U);
        CHECK_FALSE(pool.upgrades_to_http2);
    }

    TEST_CASE("an upgrade to HTTP/2 is asked for, refused or left to the mesh") {
        const auto upgrade = [](const std::string& word) {
            return read_policy("connectionPool: {http: {h2UpgradePolicy: " + word + "}}")
                .connection_pool.value()
                .upgrades_to_http2;
        };
        CHECK(upgrade("UPGRADE") == true);
        CHECK(upgrade("DO_NOT_UPGRADE") == false);
        CHECK_FALSE(upgrade("DEFAULT"));
    }

    TEST_CASE("what is for streams of bytes is named") {
        CHECK(read_policy_text("connectionPool: {tcp: {idleTimeout: 1h}}").said() ==
              std::vector<std::string>{
                  "a.yaml:6:53: warning: connectionPool.tcp.idleTimeout is not honoured: it is for "
                  "streams of bytes, and http.idleTimeout for requests"});
    }

    TEST_CASE("localities are distributed, or fail over by region or label") {
        const auto shares =
            read_locality("distribute: [{from: eu/a/*, to: {eu/a/*: 80, us: 20}}]").value();
        REQUIRE(shares.distribute.size() == 1);
        CHECK(shares.distribute[0].from == "eu/a/*");
        REQUIRE(shares.distribute[0].to.size() == 2);
        CHECK(shares.distribute[0].to[1].to == "us");
        CHECK(shares.distribute[0].to[1].percent == 20);
        CHECK_FALSE(shares.enabled);
        const auto order = read_locality(
                               "enabled: true, failover: [{from: eu, to: us}],"
                               " failoverPriority: [disk]")
                               .value();
        CHECK(order.enabled == true);
        CHECK(order.failover[0].to == "us");
        CHECK(order.failover_priority == std::vector<std::string>{"disk"});
    }

    TEST_CASE("what localities cannot mean is said at its place") {
        const auto said = [](const std::string& fields, const std::string& what) {
            const auto reading = read_policy_text("loadBalancer: {localityLbSetting: {" + fields +
                                                  "}}, outlierDetection: {}");
            CAPTURE(fields);
            CHECK(reading.count(what) == 1);
            return reading.diagnostics.has_errors();
        };
        CHECK(said("distribute: [{from: a, to: {a: 60, b: 39}}]",
                   "a.yaml:6:79: error: to must have weights that sum to 100 [IST0106]"));
        CHECK(said("distribute: [{from: a, to: {a: 0, b: 100}}]", "a must be between 1 and 100"));
        CHECK(said("distribute: [{from: a, to: {eu: 50, eu/a: 50}}]", "overlaps with 'eu'"));
        CHECK(said("distribute: [{from: '*', to: {a: 100}}, {from: b, to: {a: 100}}]",
                   "overlaps with '*'"));
        CHECK(said("distribute: [{from: a/b/c/d, to: {a: 100}}]", "must be region/zone/subzone"));
        CHECK(said("distribute: [{from: a, to: {a: 100}}], failover: [{from: a, to: b}]",
                   "distribute cannot stand beside failover or failoverPriority"));
        CHECK(said("failover: [{from: eu/a, to: us}]", "from must be a region"));
        CHECK(said("failover: [{from: eu, to: eu}]", "to must be another region"));
        CHECK_FALSE(said("colour: red", "loadBalancer.localityLbSetting.colour is not honoured"));
    }

    TEST_CASE("failover without outlier detection is warned of where it stands") {
        const std::string idle = "failover between localities acts only with outlierDetection";
        const std::string locality = "loadBalancer: {localityLbSetting: {enabled: true}}";
        CHECK(read_policy_text(locality).count(idle) == 1);
        CHECK(read_policy_text(locality + ", outlierDetection: {}").count(idle) == 0);
        CHECK(read(rule("trafficPolicy: {outlierDetection: {}}, subsets: [{name: a,"
                        " trafficPolicy: {" +
                        locality + "}}]"))
                  .count(idle) == 0);
        CHECK(read_policy_text("loadBalancer: {localityLbSetting: {enabled: false}}").count(idle) ==
              0);
        CHECK(read_policy_text("loadBalancer: {localityLbSetting: {distribute: "
                               "[{from: a, to: {a: 100}}]}}")
                  .said()
                  .empty());
    }

    TEST_CASE("outlier detection is read; 0 errors switch a detector off") {
        const auto rules =
            read_policy(
                "outlierDetection: {consecutive5xxErrors: 0, consecutiveGatewayErrors: 3,"
                " interval: 1s, baseEjectionTime: 3m, maxEjectionPercent: 100, minHealthPercent: "
                "50}")
                .outlier_detection.value();
        CHECK(rules.consecutive_5xx == 0U);
        CHECK(rules.consecutive_gateway_errors == 3U);
        CHECK(rules.interval == 1s);
        CHECK(rules.base_ejection_time == 3min);
        CHECK(rules.max_ejection_percent == 100U);
        CHECK(rules.min_health_percent == 50U);
        CHECK(read_policy("outlierDetection: {consecutiveErrors: 7}")
                  .outlier_detection->consecutive_gateway_errors == 7U);
        const auto split = read_policy(
                               "outlierDetection: {splitExternalLocalOriginErrors: true, "
                               "consecutiveLocalOriginFailures: 4}")
                               .outlier_detection.value();
        CHECK(split.split_local_origin == true);
        CHECK(split.consecutive_local_origin == 4U);
        CHECK_FALSE(rules.split_local_origin);
        CHECK(read_policy_text("outlierDetection: {consecutiveLocalOriginFailures: 4}")
                  .count("consecutiveLocalOriginFailures acts with splitExternalLocalOriginErrors: "
                         "true only") == 1);
        CHECK(read_policy_text("outlierDetection: {maxEjectionPercent: 101}")
                  .count("maxEjectionPercent must be between 0 and 100") == 1);
    }

    TEST_CASE("a retry budget is read") {
        const auto budget = read_policy("retryBudget: {percent: 12.5, minRetryConcurrency: 3}")
                                .retry_budget.value();
        CHECK(budget.percent == 12.5);
        CHECK(budget.min_concurrency == 3U);
    }

    TEST_CASE("settings of a port stand beside those of the host") {
        const auto policy = read_policy(
            "loadBalancer: {simple: RANDOM},"
            " portLevelSettings: [{port: {number: 443}, loadBalancer: {simple: ROUND_ROBIN}}]");
        CHECK(policy.load_balancer->simple == "RANDOM");
        CHECK(policy.port_level.at(443).load_balancer->simple == "ROUND_ROBIN");
        CHECK(read_policy_text("portLevelSettings: [{port: {number: 1}}, {port: {number: 1}}]")
                  .count("port has settings already") == 1);
        CHECK(read_policy_text("portLevelSettings: [{}]").count("port is missing") == 1);
    }

    TEST_CASE("what callers send is one of four modes, or the mesh's affair") {
        CHECK(read_policy("tls: {mode: ISTIO_MUTUAL}").tls == mesh::ClientTls::istio_mutual);
        CHECK(read_policy("tls: {mode: MUTUAL}").tls == mesh::ClientTls::mutual);
        CHECK(read_policy("tls: {mode: SIMPLE}").tls == mesh::ClientTls::simple);
        CHECK(read_policy("tls: {mode: DISABLE}").tls == mesh::ClientTls::disable);
        CHECK_FALSE(read_policy("").tls);
        CHECK(read_policy_text("tls: {mode: MUTAUL}").count("did you mean 'MUTUAL'?") == 1);
    }

    TEST_CASE("callers may say who the server must be, if both have certificates of the mesh") {
        CHECK(read_policy("tls: {mode: ISTIO_MUTUAL}").server_names.empty());
        CHECK(read_policy("tls: {mode: ISTIO_MUTUAL, subjectAltNames: [a, b]}").server_names ==
              std::vector<std::string>{"a", "b"});
        const Reading of_others = read_policy_text("tls: {mode: SIMPLE, subjectAltNames: [a]}");
        CHECK(of_others.count("trafficPolicy.tls.subjectAltNames is not honoured") == 1);
    }

    TEST_CASE("what is not honoured is named") {
        CHECK(read_policy_text("outlierDetection: {successRateStdevFactor: 1900}")
                  .count("warning: trafficPolicy.outlierDetection.successRateStdevFactor is "
                         "not honoured") == 1);
    }
}

}  // namespace weft::scenarios::samples::destination_rule_test
