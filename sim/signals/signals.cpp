#include "sim/signals/signals.hpp"

#include "mesh/request/outcome.hpp"
#include "sim/observe/served_by.hpp"

namespace weft::sim {

using observe::Change;
using observe::NameKind;

namespace {

bool is_of_requests(const Signal& signal) {
    return looks_back(signal.kind) && signal.kind != Signal::Kind::limited;
}

std::optional<double> quotient_of(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Signals::Signals(std::vector<Signal> signals, AskPods ask_pods) : ask_pods_(std::move(ask_pods)) {
    for (Signal& signal : signals) {
        const mesh::Duration window = signal.window;
        heard_.push_back({.signal = std::move(signal), .recent = RecentRequests{window}});
    }
}

void Signals::look(mesh::Instant now) {
    now_ = now;
    for (Heard& heard : heard_)
        heard.recent.pass_to(now);
}

std::optional<double> Signals::value(std::size_t number) const {
    const Heard& heard = heard_[number];
    const Signal& signal = heard.signal;
    const RecentRequests& recent = heard.recent;
    const auto per_second = [&signal](std::uint64_t count) {
        return static_cast<double>(count) * 1e9 / static_cast<double>(signal.window.count());
    };
    switch (signal.kind) {
        case Signal::Kind::success:
            return quotient_of(recent.requests() - recent.failed(), recent.requests());
        case Signal::Kind::error_share:
            return quotient_of(recent.failed(), recent.requests());
        case Signal::Kind::latency:
            return recent.latency(signal.quantile);
        case Signal::Kind::requests:
        case Signal::Kind::limited:
            return static_cast<double>(recent.requests());
        case Signal::Kind::rate:
            return per_second(recent.requests());
        case Signal::Kind::throughput:
            return per_second(recent.requests() - recent.failed());
        case Signal::Kind::attempts:
            return quotient_of(recent.attempts(), recent.requests());
        case Signal::Kind::retry_share:
            return quotient_of(recent.retries(), recent.attempts());
        case Signal::Kind::opened:
            return static_cast<double>(heard.hosts.size());
        case Signal::Kind::ejected: {
            std::set<std::uint32_t> pods;
            for (const SeenHost& host : heard.hosts)
                pods.insert(host.pod);
            return static_cast<double>(pods.size());
        }
        case Signal::Kind::ready:
        case Signal::Kind::queue:
        case Signal::Kind::in_flight:
            return ask_pods_(signal);
    }
    return std::nullopt;
}

void Signals::named(NameKind kind, std::uint32_t number, std::string_view name) {
    for (Heard& heard : heard_) {
        const Signal& signal = heard.signal;
        if (kind == NameKind::load && signal.load == name) heard.load = number;
        if (kind == NameKind::version && signal.version == name) heard.version = number;
        if (kind == NameKind::service && signal.source == name) heard.source = number;
        if (kind == NameKind::service && signal.destination == name) heard.destination = number;
        if (signal.destination.empty()) continue;
        if (kind == NameKind::service && (observe::serves(name, signal.destination) ||
                                          observe::serves(signal.destination, name))) {
            heard.services.insert(number);
        }
        if (kind == NameKind::cluster && observe::serves(name, signal.destination))
            heard.clusters.insert(number);
    }
}

void Signals::requests(std::span<const observe::RequestEnd> ended) {
    for (Heard& heard : heard_) {
        const Signal& signal = heard.signal;
        const bool counts_calls =
            signal.kind == Signal::Kind::attempts || signal.kind == Signal::Kind::retry_share;
        if (!is_of_requests(signal) || signal.load.empty() || counts_calls) continue;
        for (const observe::RequestEnd& end : ended) {
            if (end.load != heard.load) continue;
            heard.recent.add(end.ended, end.ended - end.sent, mesh::is_failure(end.status), 0);
        }
    }
}

void Signals::calls(std::span<const observe::CallEnd> ended) {
    const auto fits = [](const std::string& wanted, std::uint32_t known, std::uint32_t number) {
        return wanted.empty() || known == number;
    };
    for (Heard& heard : heard_) {
        const Signal& signal = heard.signal;
        const bool counts_calls =
            signal.kind == Signal::Kind::attempts || signal.kind == Signal::Kind::retry_share;
        if (!is_of_requests(signal) || (!signal.load.empty() && !counts_calls)) continue;
        for (const observe::CallEnd& end : ended) {
            const bool is_meant = fits(signal.load, heard.load, end.load) &&
                                  fits(signal.source, heard.source, end.source) &&
                                  fits(signal.destination, heard.destination, end.destination) &&
                                  fits(signal.version, heard.version, end.version);
            if (!is_meant) continue;
            heard.recent.add(end.ended, end.ended - end.sent, mesh::is_failure(end.status),
                             end.attempts);
        }
    }
}

void Signals::changes(std::span<const Change> changes) {
    for (Heard& heard : heard_) {
        if (is_of_requests(heard.signal) || is_of_pods(heard.signal.kind)) continue;
        for (const Change& change : changes)
            hear(heard, change);
    }
}

void Signals::hear(Heard& heard, const Change& change) {
    if (change.kind == Change::Kind::pod_gone) {
        std::erase_if(heard.hosts, [&](const SeenHost& host) {
            return host.proxy == change.pod || host.pod == change.pod;
        });
        return;
    }
    const bool is_about = heard.clusters.contains(change.cluster);
    const SeenHost host{change.source, change.cluster, change.pod};
    switch (heard.signal.kind) {
        case Signal::Kind::limited:
            if (change.kind != Change::Kind::limit_reached) return;
            if (is_about || heard.services.contains(change.service))
                heard.recent.add(change.at, {}, false, 0);
            return;
        case Signal::Kind::ejected:
            if (is_about && change.kind == Change::Kind::host_ejected) heard.hosts.insert(host);
            if (change.kind == Change::Kind::host_returned) heard.hosts.erase(host);
            return;
        default:
            if (is_about && change.kind == Change::Kind::circuit_opened) heard.hosts.insert(host);
            if (change.kind == Change::Kind::circuit_closed) heard.hosts.erase(host);
            return;
    }
}

}  // namespace weft::sim
