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
    enum class Kind : std::uint8_t { compute, sleep, call, parallel };
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
    std::uint64_t response_size = 0;   ///< Bytes.
    std::vector<std::string> forward;  ///< Request headers copied to own calls, lower case.
    Distribution start;                ///< From its container running to its taking requests.
    OnTerm on_term = OnTerm::finish;
};

/// Whose behaviour: every pod of a workload (a Deployment's or StatefulSet's name), or of a service
/// (its pods' canonical name); the workload's own wins.
struct BehaviourOf {
    std::string name;  ///< "reviews" or "reviews-v2"
    Behaviour behaviour;
};

}  // namespace weft::sim
