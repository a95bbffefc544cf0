#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/facts.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weft::reports {

/// Whose proxy has measured.
enum class Reporter : std::uint8_t {
    source,       ///< The caller's: each call once, with what its retries made of it.
    destination,  ///< The server's: each attempt that got an answer there.
};

/// What requests have in common that a mesh counts together.
struct MetricKey {
    Reporter reporter = Reporter::source;
    std::uint32_t source = sim::observe::nobody;    ///< Workload.
    std::uint32_t workload = sim::observe::nobody;  ///< Of the destination.
    std::uint32_t service = sim::observe::nobody;   ///< Of the destination; source's view alone.
    std::uint16_t status = 0;
    std::uint32_t flags = 0;  ///< Bits of mesh::Flags.
    bool mutual_tls = false;  ///< Destination's view alone.

    friend auto operator<=>(const MetricKey&, const MetricKey&) = default;
};

/// How long requests took, in the buckets of Istio's istio_request_duration_milliseconds.
struct DurationTally {
    /// Upper bounds, inclusive; a last bucket has what is above all. Source: the reference proxy's
    /// histograms.
    static constexpr std::array<std::int64_t, 19> bounds_us{
        500,        1'000,       5'000,       10'000,        25'000,       50'000,     100'000,
        250'000,    500'000,     1'000'000,   2'500'000,     5'000'000,    10'000'000, 30'000'000,
        60'000'000, 300'000'000, 600'000'000, 1'800'000'000, 3'600'000'000};

    std::uint64_t requests = 0;
    std::uint64_t sum_ns = 0;
    std::array<std::uint64_t, bounds_us.size() + 1> buckets{};

    void add(mesh::Duration took);

    friend bool operator==(const DurationTally&, const DurationTally&) = default;
};

/// The standard metrics of a mesh over a whole run, as the proxies at both ends see it.
class MeshMetrics {
public:
    void add(const sim::observe::CallEnd& end) {
        tally({.reporter = Reporter::source,
               .source = end.source_workload,
               .workload = end.workload,
               .service = end.destination,
               .status = end.status,
               .flags = end.flags.bits()})
            .add(end.ended - end.sent);
    }
    void add(const sim::observe::InboundEnd& end) {
        tally({.reporter = Reporter::destination,
               .source = end.source_workload,
               .workload = end.workload,
               .status = end.status,
               .flags = end.flags.bits(),
               .mutual_tls = end.mutual_tls})
            .add(end.ended - end.came);
    }

    /// The tally to add to; made when first asked for.
    DurationTally& tally(const MetricKey& key) { return tallies_[key]; }

    void name_workload(std::uint32_t number, const sim::observe::Workload& workload) {
        workloads_[number] = workload;
    }
    void name_host(std::uint32_t service, std::string_view host) { hosts_[service] = host; }

    /// All that there are, in the order of their keys.
    std::vector<MetricKey> keys() const;
    const DurationTally& at(const MetricKey& key) const { return tallies_.at(key); }

    /// By number. One that is missing is nobody the mesh knows.
    const std::map<std::uint32_t, sim::observe::Workload>& workloads() const { return workloads_; }
    const std::map<std::uint32_t, std::string>& hosts() const { return hosts_; }

private:
    struct Hash {
        std::size_t operator()(const MetricKey& key) const;
    };

    std::unordered_map<MetricKey, DurationTally, Hash> tallies_;
    std::map<std::uint32_t, sim::observe::Workload> workloads_;
    std::map<std::uint32_t, std::string> hosts_;
};

}  // namespace weft::reports
