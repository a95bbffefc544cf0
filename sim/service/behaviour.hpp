#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"
#include "sim/service/distribution.hpp"
#include "sim/service/overload_policy.hpp"
#include "sim/service/server_load.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

/// What the apps of a service do with a request, as the scenario describes it.
namespace weft::sim {

/// One step of a script.
struct ScriptStep {
    enum class Kind : std::uint8_t {
        compute,
        sleep,
        call,
        parallel,
        forward,  ///< The request itself, as a gateway passes it on.
    };
    enum class OnFailure : std::uint8_t { fail, ignore };

    Kind kind = Kind::compute;
    Distribution time;                            ///< compute, sleep
    mesh::Ratio probability{mesh::Ratio::whole};  ///< call: how often it is made at all

    std::string service;  ///< call: a host name as the app writes it, with port if not the only one
    mesh::RequestHead
        head;  ///< call: method, path, own headers; the authority is made from `service`
    std::uint64_t request_size = 0;          ///< call: bytes
    OnFailure on_failure = OnFailure::fail;  ///< call: whether its failure fails the request
    std::optional<mesh::Duration> timeout;   ///< call: the app's own patience
    std::uint32_t retries = 0;               ///< call: the app's own further tries, at once

    std::vector<ScriptStep> branches;  ///< parallel: begun together; the step ends with the last
};

/// What an app does when it is told to end.
enum class OnTerm : std::uint8_t {
    finish,  ///< Takes nothing new, and finishes what it has.
    exit,    ///< Is gone at once, with all that it has in hand.
    serve,   ///< Goes on as if nothing had been said.
};

/// What happens to the work of a caller that gave up.
enum class OnCancel : std::uint8_t { finish, drop_queued };
enum class WorkerMode : std::uint8_t {
    held,   ///< A worker is busy from start to answer: a thread pool.
    async,  ///< Only while computing.
};

/// What an app hands on that knows of tracing: the request id, W3C trace context and B3.
inline std::vector<std::string> trace_headers() {
    return {"x-request-id", "traceparent", "tracestate",        "b3",          "x-b3-traceid",
            "x-b3-spanid",  "x-b3-flags",  "x-b3-parentspanid", "x-b3-sampled"};
}
/// An app that has just started computes more slowly: its caches are cold, its code is not
/// compiled.
struct ColdStart {
    double factor = 1;        ///< Of its compute times when it is up, falling evenly to 1
    mesh::Duration length{};  ///< over so long.
};

/// What an app holds in memory. Bytes.
struct MemoryUse {
    std::uint64_t base = 0;
    std::uint64_t per_request = 0;  ///< For each request in hand;
    std::uint64_t leak = 0;         ///< for each that it has had, for good.
};

/// Another container of its pods than the app.
struct ContainerBehaviour {
    std::string name;
    Distribution start = {};  ///< A native sidecar's: from its start to its being up.
    std::optional<Distribution> run =
        {};  ///< From its start to its end. Absent: an init container needs no time; another one
             ///< goes on until it is told to end.
    mesh::Ratio error_rate = {};  ///< Of an init container's runs.
};

struct Behaviour {
    static constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t workers = 1;  ///< A pod.
    WorkerMode mode = WorkerMode::held;
    OnCancel on_cancel = OnCancel::finish;
    std::uint32_t queue_limit =
        unlimited;  ///< Waiting requests a pod takes; one more is answered 503.
    std::optional<OverloadPolicy> overload;
    ServerLoadSettings load_report;  ///< If somebody wants reports.
    std::vector<ScriptStep> script;  ///< One after the other. Empty: answers at once.
    mesh::Ratio error_rate;          ///< Answers 500 after its script.
    std::uint16_t error_status = 500;
    mesh::Duration keep_alive{};  ///< Closes a connection without a request for so long; 0: never.
    std::uint64_t response_size = 0;  ///< Bytes.
    std::vector<std::string> forward =
        trace_headers();  ///< Request headers copied to own calls, lower case.
    Distribution start;   ///< From its container running to its taking requests.
    OnTerm on_term = OnTerm::finish;
    std::optional<ScriptStep> on_start{};      ///< A call: it is up once that has succeeded,
    mesh::Duration start_again{};              ///< and asks again so long after a failure.
    std::optional<mesh::Duration> name_cache;  ///< Keeps a name's addresses; else as DNS says.
    ColdStart cold_start = {};
    MemoryUse memory = {};
    bool answers_probes = false;  ///< Probes over HTTP wait for a worker and fail as requests do.
    Distribution run = {};        ///< Of a Job's pod: from its container running to its end.
    std::vector<ContainerBehaviour> containers = {};  ///< Those that need time, or fail.
};

/// Whose behaviour: every pod of a workload (a Deployment's or StatefulSet's name), or of a service
/// (its pods' canonical name), in all namespaces or in one; what says more wins.
struct BehaviourOf {
    std::string name;  ///< "reviews", "reviews-v2" or "reviews.prod"
    Behaviour behaviour;
};

}  // namespace weft::sim
