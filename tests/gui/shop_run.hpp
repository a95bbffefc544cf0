#pragma once

#include "reports/metrics/recording.hpp"
#include "tests/reports/small_run.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Eight seconds of a shop as facts, made by no simulation: pictures of it change if the painting
/// does, and for no other reason.
namespace weft::tests {

inline constexpr std::uint32_t shop_seconds = 8;
inline constexpr std::uint32_t outage_from = 3;  ///< Seconds; to before
inline constexpr std::uint32_t outage_to = 6;

struct ShopEdge {
    std::uint32_t source;
    std::uint32_t destination;
    std::uint32_t per_second;
    std::uint32_t failed;  ///< Of them, in the outage.
    mesh::Duration latency;
};

/// In the outage the frontend and payment fail, the cart is degraded, shipping is down.
inline const std::vector<ShopEdge> shop_edges{{0, 1, 40, 8, 30ms}, {1, 2, 30, 1, 4ms},
                                              {1, 3, 20, 8, 12ms}, {3, 5, 20, 0, 5ms},
                                              {1, 4, 10, 10, 8ms}, {5, 6, 20, 0, 1ms}};

/// Services by number after the client's: each is a workload with so many pods.
struct ShopService {
    const char* name;
    const char* ns;
    std::uint32_t pods;
};
inline const std::vector<ShopService> shop_services{
    {"frontend", "shop", 2}, {"cart", "shop", 1},   {"payment", "shop", 2},
    {"shipping", "shop", 1}, {"ledger", "bank", 1}, {"vault", "bank", 1}};

inline void name_shop(sim::observe::Recorder& recorder) {
    using sim::observe::NameKind;
    recorder.named(NameKind::load, 0, "web");
    recorder.named(NameKind::service, 0, "client");
    recorder.named(NameKind::version, 0, "");
    recorder.named(NameKind::step, 0, "payment-outage");
    std::uint32_t pod = 0;
    for (std::uint32_t number = 0; number < shop_services.size(); ++number) {
        const ShopService& service = shop_services[number];
        const std::string name = service.name;
        std::string host = name + "." + service.ns;
        host += ".svc.cluster.local";
        recorder.named(NameKind::service, number + 1, name);
        recorder.host(number + 1, host);
        recorder.named(NameKind::workload, number, name + "." + service.ns);
        recorder.workload(number, {.name = name, .ns = service.ns, .app = name, .host = host});
        recorder.named(NameKind::cluster, number, "outbound|80||" + host);
        for (std::uint32_t replica = 0; replica < service.pods; ++replica) {
            recorder.named(NameKind::pod, pod, name + "-" + std::to_string(replica));
            recorder.pod(pod++, number);
        }
    }
}

/// Pods by number: frontend 0 and 1, cart 2, payment 3 and 4, shipping 5, ledger 6, vault 7.
inline std::vector<sim::observe::Change> shop_changes(std::uint32_t second) {
    using sim::observe::Change;
    using Kind = Change::Kind;
    std::vector<Change> changes;
    const mesh::Instant start = at(second * 1s);
    if (second == 0) {
        for (std::uint32_t pod = 0; pod < 8; ++pod)
            changes.push_back({.at = start, .kind = Kind::pod_started, .pod = pod});
        for (std::uint32_t pod = 0; pod < 8; ++pod)
            changes.push_back(
                {.at = start + 1ms, .kind = Kind::config_pushed, .pod = pod, .value = 1});
    }
    if (second == outage_from) {
        changes = {{.at = start, .kind = Kind::fault_started, .step = 0, .value = 2},
                   {.at = start + 100ms, .kind = Kind::pod_crashed, .pod = 4},
                   {.at = start + 150ms, .kind = Kind::pod_crashed, .pod = 5},
                   {.at = start + 400ms,
                    .kind = Kind::host_ejected,
                    .source = 0,
                    .pod = 3,
                    .cluster = 2,
                    .value = 1},
                   {.at = start + 500ms,
                    .kind = Kind::limit_reached,
                    .source = 0,
                    .cluster = 2,
                    .value = 1},
                   {.at = start + 600ms, .kind = Kind::config_pushed, .pod = 0, .value = 2}};
    }
    if (second == outage_to) {
        changes = {{.at = start, .kind = Kind::fault_stopped, .step = 0},
                   {.at = start + 100ms, .kind = Kind::pod_ready, .pod = 4},
                   {.at = start + 150ms, .kind = Kind::pod_ready, .pod = 5},
                   {.at = start + 900ms,
                    .kind = Kind::host_returned,
                    .source = 0,
                    .pod = 3,
                    .cluster = 2}};
    }
    return changes;
}

/// The first request of the second, which the sampling took: the frontend asks the cart, and then
/// payment, which asks the ledger.
inline std::vector<sim::observe::Span> shop_spans(std::uint32_t second, bool fails) {
    using sim::observe::nobody;
    using sim::observe::Span;
    std::vector<Span> spans;
    const mesh::Instant start = at(second * 1s);
    const auto status = static_cast<std::uint16_t>(fails ? 503 : 200);
    std::uint32_t id = second * 100;
    const auto add = [&](std::uint32_t parent, Span::Kind kind, std::uint32_t service,
                         std::uint32_t pod, mesh::Duration from, mesh::Duration to) {
        const bool is_work = kind == Span::Kind::work;
        spans.push_back({40 * std::uint64_t{second},
                         0,
                         id,
                         parent,
                         kind,
                         service,
                         is_work ? pod : nobody,
                         service == 2 ? std::uint16_t{200} : status,
                         1,
                         {},
                         start + from,
                         start + from + (is_work ? mesh::Duration{1ms} : mesh::Duration{}),
                         start + to});
        return id++;
    };
    const std::uint32_t root = add(nobody, Span::Kind::call, 1, nobody, 0ms, 30ms);
    const std::uint32_t page = add(root, Span::Kind::work, 1, 0, 1ms, 29ms);
    const std::uint32_t cart = add(page, Span::Kind::call, 2, nobody, 3ms, 8ms);
    add(cart, Span::Kind::work, 2, 2, 4ms, 7ms);
    const std::uint32_t payment = add(page, Span::Kind::call, 3, nobody, 10ms, 26ms);
    const std::uint32_t paying = add(payment, Span::Kind::work, 3, 3, 11ms, 25ms);
    const std::uint32_t ledger = add(paying, Span::Kind::call, 5, nobody, 13ms, 20ms);
    add(ledger, Span::Kind::work, 5, 6, 14ms, 19ms);
    std::ranges::stable_sort(spans, {}, &Span::ended);
    return spans;
}

/// What the pods answered of a call: who has crashed answers nothing.
inline void play_shop_answers(sim::observe::Recorder& recorder,
                              const sim::observe::CallEnd& call,
                              std::uint32_t number,
                              bool is_out) {
    constexpr std::uint32_t first_pod[] = {0, 2, 3, 5, 6, 7};
    const std::uint32_t service = call.destination - 1;
    const std::uint32_t pods = is_out ? 1 : shop_services[service].pods;
    if (is_out && std::string_view{shop_services[service].name} == "shipping") return;
    const sim::observe::InboundEnd answer{call.sent,
                                          call.ended,
                                          call.source_workload,
                                          call.workload,
                                          call.status,
                                          {},
                                          false,
                                          first_pod[service] + number % pods};
    for (std::uint16_t attempt = 0; attempt < call.attempts; ++attempt)
        recorder.inbound(std::array{answer});
}

inline void play_shop_second(sim::observe::Recorder& recorder,
                             std::uint32_t second,
                             bool with_outage) {
    using namespace sim::observe;
    const bool is_out = with_outage && second >= outage_from && second < outage_to;
    const mesh::Instant start = at(second * 1s);
    for (const ShopEdge& edge : shop_edges) {
        for (std::uint32_t number = 0; number < edge.per_second; ++number) {
            const bool fails = is_out && number < edge.failed;
            const mesh::Instant sent = start + number * (900ms / edge.per_second);
            const mesh::Instant ended = sent + edge.latency * (1 + number % 3);
            const auto status = static_cast<std::uint16_t>(fails ? 503 : 200);
            const auto attempts = static_cast<std::uint16_t>(fails && edge.source == 1 ? 2 : 1);
            const std::uint32_t source_workload = edge.source == 0 ? nobody : edge.source - 1;
            const CallEnd call{sent,     ended,  0,  edge.source,     edge.destination,    0,
                               attempts, status, {}, source_workload, edge.destination - 1};
            play_shop_answers(recorder, call, number, is_out);
            recorder.calls(std::array{call});
            if (edge.source == 0)
                recorder.requests(std::array{RequestEnd{
                    sent, ended, edge.per_second * std::uint64_t{second} + number, 0, status, {}}});
        }
    }
    recorder.spans(shop_spans(second, is_out));
    if (with_outage || second < outage_from) recorder.changes(shop_changes(second));
    recorder.interval({start, start + 1s, second + 1, 100});
}

/// The run as a file; without its outage, to compare it with.
inline std::filesystem::path record_shop(const TemporaryFolder& folder,
                                         const char* name,
                                         bool with_outage = true) {
    reports::RunHead head = small_run_head(reports::RecordLevel::automatic);
    head.scenario = "shop";
    reports::RunFile file{folder / name, head};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    name_shop(recording);
    for (std::uint32_t second = 0; second < shop_seconds; ++second)
        play_shop_second(recording, second, with_outage);
    file.finish(recording.finish());
    return folder / name;
}

}  // namespace weft::tests
