#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// The hosts that may be chosen, as columns of equal length. Positions hold until the next
/// on_hosts().
struct HostColumns {
    std::span<const HostId> id;
    std::span<const std::uint32_t> weight;       ///< Never zero.
    std::span<const std::uint32_t> in_flight;    ///< Sent by this proxy and not yet ended.
    std::span<const std::string_view> hash_key;  ///< "ip:port", for policies that hash hosts.
    std::span<const Instant> since{};            ///< When each became usable; may be empty.

    std::size_t size() const { return id.size(); }
};

/// A host that a pick compared with others, and by which measure: what it is, and whether more is
/// better, says the policy's file.
struct ConsideredHost {
    HostId host;
    double measure;
};

/// Everything else a choice may depend on.
struct PickContext {
    Instant now;
    Draws& draws;
    std::uint64_t first_draw;  ///< The one that chose the priority; some policies reuse it.
    std::optional<std::uint64_t> request_hash =
        std::nullopt;           ///< Of what the route's hash policy names.
    std::uint32_t attempt = 0;  ///< 0 for the first try.
    std::vector<ConsideredHost>* considered =
        nullptr;  ///< For people who want to know: a pick appends the hosts that it compared.

    void consider(HostId host, double measure) const {
        if (considered != nullptr) note(host, measure);
    }

    /// The same of all hosts. `measure` is asked for each position, if anybody wants to know.
    template <class Measure>
    void consider_all(const HostColumns& hosts, const Measure& measure) const {
        if (considered == nullptr) return;
        for (std::size_t host = 0; host < hosts.size(); ++host) {
            note(hosts.id[host], static_cast<double>(measure(host)));
        }
    }

    /// The same if somebody does want to know: out of the way of the many picks of which nobody
    /// does.
    [[gnu::cold, gnu::noinline]] void note(HostId host, double measure) const {
        considered->push_back({host, measure});
    }
};

/// A measure that an application chose to report.
struct NamedMetric {
    std::string_view name;
    double value;
};

/// What a server says of itself with an answer (ORCA) or to a probe. 0 where it says nothing.
struct LoadReport {
    double utilization = 0;  ///< Of the whole application, 1 is full.
    double cpu_utilization = 0;
    double requests_per_second = 0;
    double errors_per_second = 0;
    std::uint32_t in_flight = 0;
    Duration latency{};       ///< Of late, from arrival to answer, at this number in flight.
    Duration service_time{};  ///< Of late, without the wait; 0 is unknown.
    std::span<const NamedMetric> named{};  ///< Valid while it is handed over.
};

/// How one attempt ended, for balancers that learn.
struct AttemptEnd {
    enum class Result { success, failure, cancelled } result;
    Duration latency;
    std::optional<LoadReport> report;  ///< What the server said of itself, if it did.
    std::uint16_t status = 0;          ///< Of the answer; 0 if none came.
};

/// What a policy holds of one of its hosts now, for people who look. Each is there where the policy
/// knows such a thing.
struct HostStanding {
    std::optional<double> measure{};  ///< By which a pick would compare it, see ConsideredHost.
    std::optional<double> weight{};   ///< That it has now, where it is not the one it was given.
    std::optional<double> share{};    ///< Of what the policy spreads requests over, 0 to 1.

    friend bool operator==(const HostStanding&, const HostStanding&) = default;
};

/// Chooses the host for requests of one proxy to one list of hosts (cluster, priority, locality;
/// healthy, degraded or all).
class LoadBalancer {
public:
    virtual ~LoadBalancer() = default;

    /// Position of the chosen host. Requires hosts.size() > 0.
    virtual std::size_t pick(const HostColumns& hosts, const PickContext& context) = 0;

    /// The list changed: rebuild what depends on it. Called before the first pick, too.
    virtual void on_hosts(const HostColumns& /*hosts*/, Instant /*now*/) {}

    /// An attempt ended. The host may have left the list meanwhile.
    virtual void on_end(HostId /*host*/, const AttemptEnd& /*end*/, Instant /*now*/) {}

    /// A report came outside a request: an answered probe, a notice that a host is idle.
    virtual void on_report(HostId /*host*/, const LoadReport& /*report*/, Instant /*now*/) {}

    /// Appends the hosts to ask for a report now (policies that probe). Called after each pick.
    virtual void probes(const HostColumns& /*hosts*/,
                        Draws& /*draws*/,
                        std::vector<HostId>& /*out*/) {}

    /// What it holds of each host, in their order; empty if that is no more than the columns say.
    /// For people who look: it may take its time, and changes nothing.
    virtual std::vector<HostStanding> standings(const HostColumns& /*hosts*/,
                                                Instant /*now*/) const {
        return {};
    }
};

/// A balancer that scenarios can name, and how to make one from its parameters. `seed` is drawn
/// once for each instance: it decides where a rotation starts.
struct BalancerKind {
    enum class PriorityBy { draw, hash };

    std::string name;     ///< As scenarios write it: "least_request".
    std::string summary;  ///< One line, for `list balancers` and the GUI.
    PriorityBy priority_by = PriorityBy::draw;
    bool by_weight = true;        ///< Of hosts alike, the heavier gets more under load.
    bool compares_hosts = false;  ///< A pick considers the hosts that it compares.
    bool asks_hosts = false;      ///< It sends probes().
    bool reads_reports = false;   ///< Answers should carry a report of the server's load.
    std::string measure{};        ///< What standings() measure, with its unit: "cost, ns".
    std::function<std::unique_ptr<LoadBalancer>(Settings&, std::uint64_t seed)> make;
};

}  // namespace weft::mesh
