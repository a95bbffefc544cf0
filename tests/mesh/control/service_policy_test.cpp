#include "mesh/control/service_policy.hpp"

#include "mesh/control/control_plane.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <map>

namespace service_policy_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
using namespace std::chrono_literals;
namespace make = weft::mesh::control::samples;

namespace {

const std::string host = "reviews.default.svc.cluster.local";

/// What each proxy is told, under a policy of reviews.
std::map<std::string, std::shared_ptr<const ProxyConfig>> told(const ServicePolicy& policy) {
    MeshDefaults defaults = make::defaults();
    defaults.service_policies[host] = policy;
    ControlPlane plane{defaults};
    plane.apply(make::service("reviews"));
    plane.apply(make::service("ratings"));
    plane.apply(make::pod("reviews", "v1", "10.0.0.1"));
    plane.apply(make::pod("ratings", "v1", "10.0.0.2"));
    const Labels reviews = make::pod("reviews", "v1", "10.0.0.1").meta.labels;
    const Labels ratings = make::pod("ratings", "v1", "10.0.0.2").meta.labels;
    plane.connect({"reviews-0.default", "default", reviews});
    plane.connect({"reviews-1.default", "default", reviews});
    plane.connect({"reviews-0.prod", "prod", reviews});
    plane.connect({"ratings-0.default", "default", ratings});
    std::map<std::string, std::shared_ptr<const ProxyConfig>> configs;
    for (const Push& push : plane.pushes())
        configs[push.proxy] = push.config;
    REQUIRE(configs.size() == 4);
    return configs;
}

}  // namespace

TEST_SUITE("policy of a service") {
    TEST_CASE("what protects an app is told to the proxies beside its pods alone") {
        const TokenBucketSettings limit{.max_tokens = 5, .fill_interval = 1s};
        const auto configs = told({.inbound = {.rate_limit = limit}});
        const auto& own = configs.at("reviews-0.default")->inbound;
        REQUIRE(own);
        CHECK(own->rate_limit == limit);
        CHECK(configs.at("reviews-1.default")->inbound == own);
        CHECK_FALSE(configs.at("reviews-0.prod")->inbound);
        CHECK_FALSE(configs.at("ratings-0.default")->inbound);
    }

    TEST_CASE("what callers do is told to all of them, for the clusters of the service") {
        const auto configs =
            told({.retry_deposits = RetryDepositSettings{.ratio = 0.2, .ttl = 10s},
                  .retry_tokens = RetryTokenSettings{.size = 5, .per_request = 0.1},
                  .retry_breaker = RetryBreakerSettings{.failures = 0.1},
                  .admission = AdmissionSettings{}});
        for (const auto& [proxy, config] : configs) {
            CHECK_FALSE(config->inbound);
            for (const auto& [id, entry] : config->clusters) {
                const bool is_its = entry.config->name.ends_with(host);
                CHECK(entry.config->admission.has_value() == is_its);
                CHECK(entry.config->retry_deposits.has_value() == is_its);
                CHECK(entry.config->retry_tokens.has_value() == is_its);
                CHECK(entry.config->retry_breaker.has_value() == is_its);
            }
        }
    }

    TEST_CASE("rules of hosts are told, and labels only where they look at them") {
        const auto told_with = [](const HostRules& rules) {
            return told({.host_rules = std::make_shared<HostRules>(rules)});
        };
        const HostRules by_label{.subsets = SubsetPolicy{.rules = {.selectors = {{{"version"}}}}}};
        const HostRules by_retry{.retry_hosts =
                                     RetryHostRules{.omit_labels = {{"stage", "canary"}}}};
        const HostRules by_header{.override_header = "x-host",
                                  .retry_hosts = RetryHostRules{.omit_previous = true}};
        for (const auto* const rules : {&by_label, &by_retry, &by_header}) {
            for (const auto& [proxy, config] : told_with(*rules)) {
                for (const auto& [id, entry] : config->clusters) {
                    const bool is_its = entry.config->name.ends_with(host);
                    CHECK((entry.config->host_rules != nullptr) == is_its);
                    REQUIRE(entry.endpoints->size() == 1);
                    const SubsetLabels& labels = entry.endpoints->front().labels;
                    const bool has_labels = is_its && rules != &by_header;
                    CHECK(labels.contains("version") == has_labels);
                    if (!has_labels) CHECK(labels.empty());
                }
            }
        }
    }

    TEST_CASE("what the mesh does of itself while there is no host holds for every cluster") {
        MeshDefaults defaults = make::defaults();
        defaults.fail_fast = FailFastSettings{.after = 3s, .queue = 10};
        ControlPlane plane{defaults};
        plane.apply(make::service("reviews"));
        plane.connect({"client", "default", {}});
        const auto pushes = plane.pushes();
        for (const auto& [id, entry] : pushes.front().config->clusters)
            CHECK(entry.config->fail_fast == defaults.fail_fast);
    }
}

}  // namespace service_policy_test
