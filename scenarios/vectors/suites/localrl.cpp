// Which requests a token bucket lets through.
#include "mesh/resilience/local_rate_limit.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_localrl(const Json& /*file*/, const Json& vector) {
    mesh::TokenBucketSettings settings;
    settings.max_tokens = count(vector, "max_tokens", settings.max_tokens);
    settings.tokens_per_fill = count(vector, "tokens_per_fill", settings.tokens_per_fill);
    settings.fill_interval = from_milliseconds(vector.at("fill_interval_ms"));
    const double share = vector.value("share_factor", 1.0);
    if (settings.fill_interval <= mesh::Duration::zero() || share <= 0) {
        throw std::invalid_argument("fill_interval_ms and share_factor must be above 0");
    }

    mesh::Instant now{};
    mesh::TokenBucket bucket{settings, now};
    Json allowed = Json::array();
    for (const Json& op : vector.at("ops")) {
        if (op == "rq") {
            allowed.push_back(bucket.admits(now, share));
        } else {
            now += from_milliseconds(op);
        }
    }
    return compare(vector.at("expect_allowed"), allowed);
}

}  // namespace

VectorSuite localrl() {
    return {.name = "localrl", .check = check_localrl};
}

}  // namespace weft::scenarios::suites
