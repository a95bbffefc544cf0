// Which hosts a series of answers ejects, and when they come back.
#include "mesh/resilience/outlier_detection.hpp"
#include "scenarios/vectors/vector_values.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

using mesh::Detection;
using mesh::DetectionCause;
using mesh::OutlierDetector;
using std::chrono::milliseconds;

constexpr std::uint32_t largest_status = 999;
constexpr std::uint32_t most_answers = 1'000'000;
constexpr std::uint32_t most_hosts_outlier = 100'000;

/// What the reference takes where a case says nothing.
mesh::OutlierSettings settings_of_outlier(const Json& config) {
    const auto percent = [&config](const char* field, bool fallback) -> std::uint32_t {
        return config.value(field, fallback) ? 100 : 0;
    };
    const auto time = [&config](const char* field, mesh::Duration fallback) {
        return config.contains(field) ? from_milliseconds(config.at(field)) : fallback;
    };
    mesh::OutlierSettings settings;
    settings.consecutive_5xx = count(config, "c5", 5);
    settings.consecutive_gateway_errors = count(config, "gw", 5);
    settings.enforcing_5xx = percent("e5", true);
    settings.enforcing_gateway_errors = percent("egw", false);
    settings.interval = time("interval", milliseconds{10'000});
    settings.base_ejection_time = time("base", milliseconds{30'000});
    settings.max_ejection_time =
        time("maxt", std::max<mesh::Duration>(milliseconds{300'000}, settings.base_ejection_time));
    settings.max_ejection_percent = count(config, "pct", 10);
    settings.always_eject_one_host = config.value("one", false);
    settings.success_rate.emplace().enforcing = percent("esr", true);
    settings.failure_percentage.emplace().enforcing = percent("efp", false);
    settings.failure_percentage->minimum_hosts =
        count(config, "fph", settings.failure_percentage->minimum_hosts);
    if (const auto mistake = mistake_in(settings)) throw std::invalid_argument(*mistake);
    return settings;
}

const char* word_of(Detection detection) {
    if (detection == Detection::ejected) return "eject";
    return detection == Detection::overflow ? "overflow" : "not_enforced";
}

const char* word_of(DetectionCause cause) {
    if (cause == DetectionCause::consecutive_5xx) return "5xx";
    if (cause == DetectionCause::consecutive_gateway_errors) return "gateway";
    return cause == DetectionCause::success_rate ? "success_rate" : "failure_percentage";
}

/// A detector that is told what the ops of a case say, and keeps what it did.
class Script {
public:
    Script(const Json& config, std::uint32_t hosts) : detector_(settings_of_outlier(config)) {
        if (hosts > most_hosts_outlier) throw std::invalid_argument("hosts: there are too many");
        std::vector<mesh::HostId> ids;
        for (std::uint32_t host = 0; host < hosts; ++host)
            ids.emplace_back(host);
        hosts_ = ids.size();
        detector_.on_hosts(ids);
    }

    void answers(std::size_t host, std::uint32_t status, std::uint32_t number) {
        if (host >= hosts_) throw std::invalid_argument("rq: there is no such host");
        if (status > largest_status) throw std::invalid_argument("rq: there is no such status");
        if (number > most_answers) throw std::invalid_argument("rq: too many answers at once");
        for (std::uint32_t i = 0; i < number; ++i) {
            const auto verdict =
                detector_.on_status(host, static_cast<std::uint16_t>(status), now_, draws_);
            note(host, verdict.gateway_before, DetectionCause::consecutive_gateway_errors);
            note(host, verdict.detection, verdict.cause);
        }
    }

    void move_to(const Json& at) { now_ = mesh::Instant{from_milliseconds(at)}; }

    void tick() {
        std::vector<std::size_t> returned;
        std::vector<OutlierDetector::RateVerdict> judged;
        detector_.sweep(now_, draws_, returned, judged);
        for (const auto& [host, detection, cause] : judged)
            note(host, detection, cause);
    }

    Json ejected() const {
        Json ejected = Json::array();
        for (std::size_t host = 0; host < hosts_; ++host) {
            if (detector_.ejected(host)) ejected.push_back(host);
        }
        return ejected;
    }

    const Json& log() const { return log_; }

private:
    void note(std::size_t host, Detection detection, DetectionCause cause) {
        if (detection == Detection::none) return;
        const auto at = now_.time_since_epoch() / milliseconds{1};
        log_.push_back({at, host, word_of(detection), word_of(cause)});
    }

    OutlierDetector detector_;
    std::size_t hosts_ = 0;
    mesh::Instant now_{};
    mesh::Draws draws_{0};  // Percents of 0 and 100 ask for no chance.
    Json log_ = Json::array();
};

/// Hosts are named in no order.
Json sorted(Json hosts) {
    std::sort(hosts.begin(), hosts.end());
    return hosts;
}

std::optional<VectorMismatch> check_outlier(const Json& /*file*/, const Json& vector) {
    Script script{vector.value("config", Json::object()), count(vector, "hosts", 0)};
    for (const Json& op : vector.at("ops")) {
        const auto what = op.at(0).get<std::string>();
        if (what == "rq") {
            script.answers(count(op.at(1)), count(op.at(2)), count(op.at(3)));
        } else if (what == "tick" || what == "at") {
            script.move_to(op.at(1));
            if (what == "tick") script.tick();
        } else if (what != "expect") {
            throw std::invalid_argument("ops: there is no op `" + what + "`");
        } else if (auto mismatch = compare(sorted(op.at(1)), script.ejected())) {
            return mismatch;
        }
    }
    return vector.contains("log") ? compare(vector.at("log"), script.log()) : std::nullopt;
}

}  // namespace

VectorSuite outlier() {
    return {.name = "outlier", .check = check_outlier};
}

}  // namespace weft::scenarios::suites
