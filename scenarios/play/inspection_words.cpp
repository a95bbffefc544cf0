// What a pod and its proxy know, in words.
#include "mesh/base/quantity.hpp"
#include "scenarios/play/print_inspection.hpp"

#include <fmt/format.h>

namespace weft::scenarios {
namespace {

std::string moment_text(mesh::Instant at) {
    return mesh::to_text(at.time_since_epoch());
}

void append(std::string& words, const std::string& more) {
    if (!words.empty()) words += ", ";
    words += more;
}

std::string circuit_words(const mesh::CircuitView& circuit) {
    using State = mesh::FailureAccrual::State;
    if (circuit.state == State::open)
        return "circuit open until " + moment_text(*circuit.open_until);
    if (circuit.state == State::half_open) return "circuit half open";
    if (circuit.failures_in_a_row == 0) return {};
    return fmt::format("{} failures in a row", circuit.failures_in_a_row);
}

std::string outlier_words_of(const mesh::OutlierDetector::Record& record) {
    std::string words;
    if (record.ejected_until) {
        words = "ejected until " + moment_text(*record.ejected_until);
        if (record.ejections > 1) words += fmt::format(", {} times of late", record.ejections);
        return words;
    }
    if (record.in_a_row_5xx > 0) words = fmt::format("{} of 5xx in a row", record.in_a_row_5xx);
    if (record.ejections > 0)
        append(words, fmt::format("ejected {} times of late", record.ejections));
    return words;
}

/// ", init container 2 of 3 (migrate), 1 failure, waits to be started again"
std::string init_words(const sim::InitView& init) {
    std::string words = fmt::format(", init container {} of {}", init.number, init.of);
    if (!init.name.empty()) words += fmt::format(" ({})", init.name);
    if (init.failures > 0)
        words += fmt::format(", {} failure{}", init.failures, init.failures > 1 ? "s" : "");
    if (init.is_waiting) words += ", waits to be started again";
    return words;
}

}  // namespace

std::string state_words(const mesh::HostView& host) {
    std::string words;
    if (!host.ready) words = "not ready";
    if (host.passes_checks && !*host.passes_checks) append(words, "fails checks");
    for (const std::string& more : {host.outlier ? outlier_words_of(*host.outlier) : std::string{},
                                    host.circuit ? circuit_words(*host.circuit) : std::string{}}) {
        if (!more.empty()) append(words, more);
    }
    if (host.health == mesh::HostHealth::degraded) append(words, "degraded");
    return words.empty() ? "healthy" : words;
}

std::string use_words(std::uint32_t used, std::uint32_t limit) {
    if (limit == mesh::ResourceLimits::unlimited) return std::to_string(used);
    return fmt::format("{} of {}", used, limit);
}

std::string state_words(const sim::PodView& pod) {
    std::string words{name_of(pod.stage)};
    if (pod.is_client) return "client of a load";
    if (pod.init) words += init_words(*pod.init);
    if (!pod.running) words += ", takes no requests";
    words += pod.ready ? ", ready" : ", not ready";
    if (!pod.node_is_up) words += ", its node is down";
    if (pod.overloaded) words += ", overloaded";
    if (pod.restarts > 0) words += fmt::format(", {} restarts", pod.restarts);
    return words;
}

std::string version_words(const sim::PodView& pod) {
    if (pod.config == nullptr) return "none yet";
    std::string words = fmt::format("version {}", pod.proxy.version);
    if (pod.newest_version > pod.proxy.version)
        words += fmt::format(", newest is {}", pod.newest_version);
    return words;
}

std::string certificate_words(const sim::PodView& pod) {
    if (pod.identity.empty()) return "none";
    if (!pod.certificate) return "none runs out in this run";
    return fmt::format("valid from {} to {}, root {}", moment_text(pod.certificate->not_before),
                       moment_text(pod.certificate->not_after), pod.certificate->root.number());
}

std::string cpu_words(const sim::CpuView& cpu) {
    std::string words = mesh::to_text(cpu.used) + " used";
    if (cpu.limit == 0) return words;
    return words + fmt::format(", held back for {}, limit {:.4g} cores",
                               mesh::to_text(cpu.throttled), cpu.limit / 1000.0);
}

std::string memory_words(const sim::MemoryView& memory) {
    constexpr double megabyte = 1e6;
    std::string words = fmt::format("{:.4g} MB", static_cast<double>(memory.held) / megabyte);
    if (memory.limit == 0) return words;
    return words + fmt::format(" of {:.4g} MB", static_cast<double>(memory.limit) / megabyte);
}

std::string probe_words(const sim::PodView& pod) {
    std::string words;
    for (const sim::ProbeView& probe : pod.probes) {
        append(words, fmt::format("{} {}", probe.is_liveness ? "liveness" : "readiness",
                                  probe.passes ? "passes" : "fails"));
    }
    return words;
}

std::string inbound_words(const mesh::InboundView& inbound) {
    std::string words;
    if (inbound.tokens)
        words = fmt::format("{:.3g} of {} tokens", *inbound.tokens, inbound.max_tokens);
    if (!inbound.concurrency_limit) return words;
    append(words, fmt::format("{} of {} requests at a time", inbound.in_flight,
                              *inbound.concurrency_limit));
    if (inbound.is_measuring) words += ", measuring the smallest latency";
    if (inbound.min_rtt) append(words, "smallest latency " + mesh::to_text(*inbound.min_rtt));
    return words;
}

}  // namespace weft::scenarios
