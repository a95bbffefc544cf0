#include "mesh/control/translate_clusters.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

namespace translate_clusters_test {

using namespace std::chrono_literals;
using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::samples;

namespace {

TrafficPolicy balanced_by(const std::string& simple) {
    TrafficPolicy policy;
    policy.load_balancer.emplace().simple = simple;
    return policy;
}

std::string balancer(const TrafficPolicy& policy) {
    return translate_policy(policy, make::port(80), make::defaults()).balancer.name;
}

}  // namespace

TEST_CASE("a cluster is named by port, subset and host") {
    CHECK(cluster_name(9080, "v1", "reviews.default.svc.cluster.local") ==
          "outbound|9080|v1|reviews.default.svc.cluster.local");
    CHECK(cluster_name(80, "", "a.b") == "outbound|80||a.b");
}

TEST_CASE("where no rule speaks the mesh's defaults hold") {
    const MeshDefaults defaults = make::defaults();
    const ClusterConfig config =
        translate_policy(effective_policy(nullptr, nullptr, 80), make::port(80), defaults);
    CHECK(config.balancer == BalancerChoice{"least_request", {{"choices", "2"}}});
    CHECK(config.limits == defaults.limits);
    CHECK_FALSE(config.outlier);
    CHECK_FALSE(config.retry_budget);
    CHECK(config.selection.priority.panic_percent == 50);
    CHECK(config.pool.connect_timeout == 10s);
}

TEST_CASE("simple balancers have their names here") {
    CHECK(balancer(balanced_by("ROUND_ROBIN")) == "round_robin");
    CHECK(balancer(balanced_by("RANDOM")) == "random");
    CHECK(balancer(balanced_by("LEAST_CONN")) == "least_request");
    CHECK(balancer(balanced_by("PASSTHROUGH")) == "least_request");
    CHECK(balancer(balanced_by("UNSPECIFIED")) == "least_request");
}

TEST_CASE("a balancer that a rule asks for has the parameters that the mesh has for it") {
    MeshDefaults defaults = make::defaults();
    defaults.balancers["round_robin"] = {{"slow_start_window", "5s"}};
    const auto parameters = [&](const std::string& simple) {
        return translate_policy(balanced_by(simple), make::port(80), defaults).balancer.parameters;
    };
    CHECK(parameters("LEAST_REQUEST") == defaults.balancer_parameters);
    CHECK(parameters("ROUND_ROBIN") == defaults.balancers["round_robin"]);
    CHECK(parameters("RANDOM").empty());
}

TEST_CASE("a warm-up is a parameter of the balancers that know it") {
    const auto parameters = [](const std::string& simple) {
        TrafficPolicy policy = balanced_by(simple);
        policy.load_balancer->warmup =
            Warmup{.duration = 30s, .minimum_percent = 5, .aggression = 1.5};
        return translate_policy(policy, make::port(80), make::defaults()).balancer.parameters;
    };
    CHECK(parameters("ROUND_ROBIN") ==
          TextSettings::Values{{"slow_start_window", "30000000000ns"},
                               {"slow_start_aggression", "1.500000"},
                               {"slow_start_min_weight_percent", "5.000000"}});
    CHECK(parameters("LEAST_REQUEST").size() == 4);  // The mesh's `choices`, too.
    CHECK(parameters("RANDOM").empty());
}

TEST_CASE("a warm-up that says only how long has the mesh's ramp") {
    TrafficPolicy policy = balanced_by("ROUND_ROBIN");
    policy.load_balancer->warmup = Warmup{.duration = 30s, .minimum_percent = {}, .aggression = {}};
    const auto parameters =
        translate_policy(policy, make::port(80), make::defaults()).balancer.parameters;
    CHECK(parameters.at("slow_start_aggression") == "2.000000");
    CHECK(parameters.at("slow_start_min_weight_percent") == "20.000000");
}

TEST_CASE("consistent hashing names its balancer and hands it its own size") {
    TrafficPolicy policy;
    HashKey& key = policy.load_balancer.emplace().consistent_hash.emplace();
    key.minimum_ring_size = 2048;
    key.table_size = 251;
    CHECK(translate_policy(policy, make::port(80), make::defaults()).balancer ==
          BalancerChoice{"ring_hash", {{"minimum_ring_size", "2048"}, {"hash", "xx"}}});
    key.balancer = "maglev";
    CHECK(translate_policy(policy, make::port(80), make::defaults()).balancer ==
          BalancerChoice{"maglev", {{"table_size", "251"}}});
}

TEST_CASE("a connection pool sets the limits that it names and leaves the others") {
    TrafficPolicy policy;
    ConnectionPoolSettings& pool = policy.connection_pool.emplace();
    pool.max_connections = 1;
    pool.http1_max_pending_requests = 2;
    pool.http2_max_requests = 3;
    pool.connect_timeout = 1s;
    const ClusterConfig config = translate_policy(policy, make::port(80), make::defaults());
    CHECK(config.limits == ResourceLimits{1, 2, 3, 77});
    CHECK(config.pool.connect_timeout == 1s);
    pool.max_retries = 4;
    CHECK(translate_policy(policy, make::port(80), make::defaults()).limits.retries == 4);
}

TEST_CASE("outlier detection fills its gaps, and what a rule asks for ejects for certain") {
    TrafficPolicy policy;
    OutlierRules& rules = policy.outlier_detection.emplace();
    rules.interval = 1s;
    ClusterConfig config = translate_policy(policy, make::port(80), make::defaults());
    REQUIRE(config.outlier);
    CHECK(config.outlier->consecutive_5xx == 5);
    CHECK(config.outlier->consecutive_gateway_errors == 9);
    CHECK(config.outlier->enforcing_gateway_errors == 0);
    CHECK(config.outlier->interval == 1s);
    CHECK(config.outlier->base_ejection_time == 30s);
    CHECK(config.outlier->max_ejection_percent == 10);
    CHECK(config.selection.priority.panic_percent == 0);  // With outlier detection panic is off.

    rules.consecutive_gateway_errors = 3;
    rules.min_health_percent = 40;
    config = translate_policy(policy, make::port(80), make::defaults());
    CHECK(config.outlier->consecutive_gateway_errors == 3);
    CHECK(config.outlier->enforcing_gateway_errors == 100);
    CHECK(config.selection.priority.panic_percent == 40);
}

TEST_CASE("failures of our own end are counted apart where a rule says so, and eject for certain") {
    TrafficPolicy policy;
    OutlierRules& rules = policy.outlier_detection.emplace();
    auto defaults = make::defaults();
    defaults.outlier.consecutive_local_origin = 5;
    defaults.outlier.enforcing_local_origin = 0;
    const auto outlier = [&] {
        return *translate_policy(policy, make::port(80), defaults).outlier;
    };
    rules.consecutive_local_origin = 7;
    CHECK_FALSE(outlier().split_local_origin);
    CHECK(outlier().consecutive_local_origin == 5);
    rules.split_local_origin = true;
    CHECK(outlier().split_local_origin);
    CHECK(outlier().consecutive_local_origin == 7);
    CHECK(outlier().enforcing_local_origin == 100);
    rules.consecutive_local_origin = 0;  // Is not set.
    CHECK(outlier().consecutive_local_origin == 5);
    CHECK(outlier().enforcing_local_origin == 0);
    defaults.outlier.split_local_origin = true;
    rules.split_local_origin = false;
    CHECK_FALSE(outlier().split_local_origin);
}

TEST_CASE("the longest ejection is never shorter than the first") {
    TrafficPolicy policy;
    OutlierRules& rules = policy.outlier_detection.emplace();
    rules.base_ejection_time = 300s;
    CHECK(translate_policy(policy, make::port(80), make::defaults()).outlier->max_ejection_time ==
          300s);
    rules.base_ejection_time = 301s;
    CHECK(translate_policy(policy, make::port(80), make::defaults()).outlier->max_ejection_time ==
          301s);
}

TEST_CASE("a retry budget fills its gaps") {
    TrafficPolicy policy;
    policy.retry_budget.emplace().percent = 50;
    const ClusterConfig config = translate_policy(policy, make::port(80), make::defaults());
    REQUIRE(config.retry_budget);
    CHECK(config.retry_budget->percent == 50);
    CHECK(config.retry_budget->min_concurrency == 3);
}

TEST_CASE("a subset's field hides the rule's and leaves its other fields") {
    DestinationRule rule = make::destination_rule("reviews", {make::subset("v1")});
    rule.policy = balanced_by("RANDOM");
    rule.policy->connection_pool.emplace().max_connections = 7;
    Subset& subset = rule.subsets.front();
    CHECK(balancer(effective_policy(&rule, &subset, 80)) == "random");

    subset.policy = balanced_by("ROUND_ROBIN");
    const TrafficPolicy policy = effective_policy(&rule, &subset, 80);
    CHECK(balancer(policy) == "round_robin");
    CHECK(policy.connection_pool->max_connections == 7);
    CHECK(balancer(effective_policy(&rule, nullptr, 80)) == "random");
}

TEST_CASE("a field is taken whole, not merged with the same field above it") {
    DestinationRule rule = make::destination_rule("reviews", {make::subset("v1")});
    rule.policy.emplace().connection_pool.emplace().max_connections = 7;
    Subset& subset = rule.subsets.front();
    subset.policy.emplace().connection_pool.emplace().max_retries = 1;
    CHECK_FALSE(effective_policy(&rule, &subset, 80).connection_pool->max_connections);
}

TEST_CASE("a port's own settings replace all others for that port alone") {
    DestinationRule rule = make::destination_rule("reviews");
    rule.policy = balanced_by("RANDOM");
    rule.policy->connection_pool.emplace().max_connections = 7;
    rule.policy->port_level[8080] = balanced_by("ROUND_ROBIN");

    CHECK(balancer(effective_policy(&rule, nullptr, 8080)) == "round_robin");
    CHECK_FALSE(effective_policy(&rule, nullptr, 8080).connection_pool);
    CHECK(balancer(effective_policy(&rule, nullptr, 8081)) == "random");
    CHECK(effective_policy(&rule, nullptr, 8081).connection_pool);
}

TEST_CASE("connections are played one by one where a rule speaks of them or the mesh opens them") {
    const auto plays = [](auto set) {
        TrafficPolicy policy;
        set(policy.connection_pool.emplace());
        return translate_policy(policy, make::port(80), make::defaults()).connects;
    };
    using Pool = ConnectionPoolSettings;
    CHECK(plays([](Pool& pool) { pool.max_connections = 1; }));
    CHECK(plays([](Pool& pool) { pool.connect_timeout = 1s; }));
    CHECK(plays([](Pool& pool) { pool.http1_max_pending_requests = 1; }));
    CHECK(plays([](Pool& pool) { pool.max_requests_per_connection = 1; }));
    CHECK(plays([](Pool& pool) { pool.idle_timeout = 1s; }));
    CHECK(plays([](Pool& pool) { pool.max_concurrent_streams = 1; }));
    CHECK_FALSE(plays([](Pool& pool) { pool.http2_max_requests = 1; }));
    CHECK_FALSE(plays([](Pool& pool) { pool.max_retries = 1; }));
    CHECK_FALSE(plays([](Pool& pool) { pool.upgrades_to_http2 = true; }));

    MeshDefaults defaults = make::defaults();
    defaults.connections.by_connection = true;
    CHECK_FALSE(translate_policy({}, make::port(80), defaults).binds_connections);
    defaults.connections.as_needed = true;
    CHECK(translate_policy({}, make::port(80), defaults).connects);
    CHECK(translate_policy({}, make::port(80), defaults).binds_connections);
}

TEST_CASE("a rule's connection settings fill their gaps from the mesh") {
    MeshDefaults defaults = make::defaults();
    defaults.connections = {.security = TransportSecurity::tls_1_3,
                            .idle_timeout = 1h,
                            .max_concurrent_streams = 100,
                            .preconnect_ratio = 1.5};
    const PoolSettings mesh = translate_policy({}, make::port(80), defaults).pool;
    CHECK(mesh == PoolSettings{.version = HttpVersion::http1,
                               .round_trips = 2,
                               .max_concurrent_streams = 100,
                               .connect_timeout = 10s,
                               .idle_timeout = 1h,
                               .preconnect_ratio = 1.5});
    TrafficPolicy policy;
    policy.tls = ClientTls::disable;
    policy.connection_pool.emplace().max_requests_per_connection = 7;
    policy.connection_pool->idle_timeout = 5s;
    policy.connection_pool->max_concurrent_streams = 3;
    const PoolSettings pool = translate_policy(policy, make::port(80), defaults).pool;
    CHECK(pool.round_trips == 1);
    CHECK(pool.max_requests_per_connection == 7);
    CHECK(pool.idle_timeout == 5s);
    CHECK(pool.max_concurrent_streams == 3);
}

TEST_CASE("who the server must be is said beside what is sent, and hidden with it") {
    DestinationRule rule;
    TrafficPolicy& policy = rule.policy.emplace();
    policy.tls = ClientTls::istio_mutual;
    policy.server_names = {"shop"};
    TrafficPolicy& of_port = policy.port_level[443];
    of_port.tls = ClientTls::istio_mutual;
    of_port.server_names = {"other"};
    policy.port_level[9000];
    Subset quiet;
    quiet.policy.emplace();
    Subset own;
    own.policy.emplace().tls = ClientTls::istio_mutual;
    const auto names = [&](const Subset* subset, std::uint16_t port) {
        return translate_policy(effective_policy(&rule, subset, port), make::port(port),
                                make::defaults())
            .server_names;
    };
    using Names = std::vector<std::string>;
    CHECK(names(nullptr, 80) == Names{"shop"});
    CHECK(names(nullptr, 443) == Names{"other"});
    CHECK(names(nullptr, 9000).empty());
    CHECK(names(&quiet, 80) == Names{"shop"});
    CHECK(names(&own, 80).empty());
}

TEST_CASE("HTTP/2 is spoken to ports that say so, and where a rule or the mesh upgrades") {
    MeshDefaults defaults = make::defaults();
    const auto version = [&](const TrafficPolicy& policy, const std::string& port) {
        return translate_policy(policy, make::port(80, port), defaults).pool.version;
    };
    TrafficPolicy policy;
    CHECK(version(policy, "http") == HttpVersion::http1);
    CHECK(version(policy, "grpc") == HttpVersion::http2);
    policy.connection_pool.emplace().upgrades_to_http2 = true;
    CHECK(version(policy, "http") == HttpVersion::http2);
    defaults.connections.upgrades_to_http2 = true;
    CHECK(version({}, "http") == HttpVersion::http2);
    policy.connection_pool->upgrades_to_http2 = false;
    CHECK(version(policy, "http") == HttpVersion::http1);
    CHECK(version(policy, "grpc") == HttpVersion::http2);
}

}  // namespace translate_clusters_test
