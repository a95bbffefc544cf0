#include "reports/write/open_metrics.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace open_metrics_test {

using namespace weft;
using namespace weft::tests;
using sim::observe::CallEnd;
using sim::observe::InboundEnd;
using sim::observe::nobody;

namespace {

std::string text_of(const reports::MeshMetrics& metrics) {
    std::ostringstream out;
    reports::write_open_metrics(metrics, out);
    return out.str();
}

/// One call from client to shop-v1 that went well, as both ends saw it.
reports::MeshMetrics one_call() {
    reports::MeshMetrics metrics;
    metrics.name_workload(0, small_run_workload("client", ""));
    metrics.name_workload(1, small_run_workload("shop", "v1"));
    metrics.name_host(1, "shop.default.svc.cluster.local");
    metrics.add(CallEnd{at(0s), at(12ms), 0, 0, 1, 1, 1, 200, {}, 0, 1});
    metrics.add(InboundEnd{at(1ms), at(11ms), 0, 1, 200, {}, true});
    return metrics;
}

const std::string ends =
    R"(source_workload="client",source_workload_namespace="default",)"
    R"(source_principal="spiffe://cluster.local/ns/default/sa/client",source_app="client",)"
    R"(source_version="unknown",source_canonical_service="client",)"
    R"(source_canonical_revision="latest",destination_workload="shop-v1",)"
    R"(destination_workload_namespace="default",)"
    R"(destination_principal="spiffe://cluster.local/ns/default/sa/shop",)"
    R"(destination_app="shop",destination_version="v1",destination_canonical_service="shop",)"
    R"(destination_canonical_revision="v1",)"
    R"(destination_service="shop.default.svc.cluster.local",destination_service_name="shop",)"
    R"(destination_service_namespace="default",request_protocol="http",response_code="200",)"
    R"(response_flags="-",)";

}  // namespace

TEST_SUITE("OpenMetrics") {
    TEST_CASE("a call is counted by both its ends, under Istio's names and labels") {
        const std::string text = text_of(one_call());
        CHECK(
            text.starts_with("# TYPE istio_requests counter\n"
                             "# HELP istio_requests Requests, by what became of them.\n"
                             "istio_requests_total{reporter=\"destination\"," +
                             ends + "connection_security_policy=\"mutual_tls\"} 1\n" +
                             "istio_requests_total{reporter=\"source\"," + ends +
                             "connection_security_policy=\"unknown\"} 1\n" +
                             "# TYPE istio_request_duration_milliseconds histogram\n"
                             "# UNIT istio_request_duration_milliseconds milliseconds\n"));
        CHECK(text.ends_with("# EOF\n"));
    }

    TEST_CASE("buckets count all that is below their bound, and end at infinity") {
        const std::string text = text_of(one_call());
        const auto line = [&](const std::string& kind, const std::string& more,
                              const std::string& value) {
            const std::string labels = "{reporter=\"source\"," + ends +
                                       "connection_security_policy=\"unknown\"" + more + "} ";
            return text.find("istio_request_duration_milliseconds_" + kind + labels + value +
                             "\n") != std::string::npos;
        };
        CHECK(line("bucket", R"(,le="0.5")", "0"));
        CHECK(line("bucket", R"(,le="10")", "0"));
        CHECK(line("bucket", R"(,le="25")", "1"));
        CHECK(line("bucket", R"(,le="3600000")", "1"));
        CHECK(line("bucket", R"(,le="+Inf")", "1"));
        CHECK(line("count", "", "1"));
        CHECK(line("sum", "", "12"));
    }

    TEST_CASE("what nobody knows is unknown, and a flag is named") {
        reports::MeshMetrics metrics;
        metrics.name_workload(0, {.name = "a\"b\\", .ns = "default"});
        metrics.add(
            CallEnd{at(0s), at(0s), 0, 0, 7, 0, 0, 503, mesh::Flags{mesh::Flag::UH}, 0, nobody});
        const std::string text = text_of(metrics);
        CHECK(text.find(R"(source_workload="a\"b\\",)") != std::string::npos);
        CHECK(text.find(R"(destination_workload="unknown",)") != std::string::npos);
        CHECK(text.find(R"(destination_service="unknown",)") != std::string::npos);
        CHECK(text.find(R"(response_code="503",response_flags="UH",)") != std::string::npos);
    }

    TEST_CASE("of who comes without a certificate the server knows no principal") {
        reports::MeshMetrics metrics;
        metrics.name_workload(0, small_run_workload("client", ""));
        metrics.name_workload(1, small_run_workload("shop", "v1"));
        metrics.add(InboundEnd{at(1ms), at(11ms), 0, 1, 200, {}, false});
        const std::string text = text_of(metrics);
        CHECK(text.find(R"(source_principal="unknown",)") != std::string::npos);
        CHECK(text.find(R"(connection_security_policy="none"})") != std::string::npos);
    }

    TEST_CASE("a host outside the cluster has no namespace") {
        reports::MeshMetrics metrics;
        metrics.name_host(3, "api.example.com");
        metrics.add(CallEnd{at(0s), at(0s), 0, 0, 3, 0, 1, 200, {}, nobody, nobody});
        CHECK(text_of(metrics).find(R"(destination_service_name="api.example.com",)"
                                    R"(destination_service_namespace="unknown",)") !=
              std::string::npos);
    }

    TEST_CASE("nothing is still a document") {
        CHECK(text_of({}).ends_with("# EOF\n"));
    }
}

}  // namespace open_metrics_test
