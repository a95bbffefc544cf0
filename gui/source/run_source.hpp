#pragma once

#include "mesh/base/time.hpp"
#include "reports/store/read_details.hpp"
#include "reports/store/run_reader.hpp"
#include "sim/observe/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// What the windows show, as plain values. Nothing here knows Qt.
namespace weft::gui {

inline constexpr std::uint32_t none = sim::observe::nobody;

/// Who is there, by number. It grows while a run goes on; nothing ever changes its number.
struct Topology {
    struct Service {
        std::string name;
        std::string ns;  ///< Namespace; "" outside the mesh.
        std::vector<std::uint32_t> pods;
    };
    struct Edge {
        std::uint32_t source = 0;  ///< Services.
        std::uint32_t destination = 0;
        std::string version;

        friend bool operator==(const Edge&, const Edge&) = default;
    };
    struct Pod {
        std::string name;
        std::uint32_t service = none;
        std::string zone = {};  ///< "" if it is not known.
    };
    struct Cluster {
        std::string name;
        std::uint32_t service = none;  ///< That it leads to.
    };

    std::vector<Service> services;
    std::vector<Edge> edges;
    std::vector<Pod> pods;
    std::vector<Cluster> clusters;
    std::vector<std::string> loads;
    std::vector<std::string> steps;  ///< Of the timeline.
    bool has_control = false;        ///< Something pushes configuration.

    /// Of all together: it grows with each that is new.
    std::size_t size() const {
        return services.size() + edges.size() + pods.size() + clusters.size() + loads.size() +
               steps.size();
    }
};

/// What passed along an edge, or came of a load, in one interval.
struct Flow {
    double seconds = 0;  ///< Length of the interval.
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0;
    std::uint64_t failed = 0;
    mesh::Duration latency_sum{};
    mesh::Duration p50{};
    mesh::Duration p99{};
    std::uint64_t rejected = 0;    ///< Turned away by a limit.
    std::uint64_t unanswered = 0;  ///< Of those that failed: no answer came, or none in time.

    double per_second() const { return seconds > 0 ? static_cast<double>(requests) / seconds : 0; }
    double failed_share() const {
        return requests > 0 ? static_cast<double>(failed) / static_cast<double>(requests) : 0;
    }
    mesh::Duration mean() const {
        return requests > 0 ? latency_sum / static_cast<std::int64_t>(requests) : mesh::Duration{};
    }
    /// Tries for each request: 1 if nothing is tried again.
    double attempts_per_request() const {
        return requests > 0 ? static_cast<double>(attempts) / static_cast<double>(requests) : 0;
    }

    /// Both together: counts add up, of quantiles the worse one stands.
    void add(const Flow& other);

    friend bool operator==(const Flow&, const Flow&) = default;
};

/// What a pod answered in this interval; see RunSource::curve().
Flow flow_of_pod(const reports::PodRow& row, const reports::Interval& interval);

/// A row of the series, of this interval.
Flow flow_of_row(const reports::SeriesRow& row, const reports::Interval& interval);

/// What is known of a pod at one moment.
struct PodState {
    /// `gone`: or not yet there.
    enum class Life : std::uint8_t { unknown, up, not_ready, crashed, gone };

    Life life = Life::unknown;
    std::uint32_t ejected_by = 0;     ///< So many proxies.
    std::uint32_t circuits_open = 0;  ///< So many proxies have.
    bool overloaded = false;
    std::uint64_t config = 0;  ///< Version that its proxy acts on; 0: none was recorded.
    mesh::Instant config_since{};
    bool is_struck = false;                ///< By a fault that is on.
    std::uint32_t ejects = 0;              ///< So many hosts its own proxy has ejected,
    std::uint32_t holds_circuits = 0;      ///< and of so many it has the circuit open.
    std::uint32_t circuits_half_open = 0;  ///< So many of the proxies let a request try it again.

    bool is_well() const {
        return (life == Life::up || life == Life::unknown) && ejected_by == 0 &&
               circuits_open == 0 && !overloaded;
    }
    bool is_down() const { return life == Life::crashed || life == Life::gone; }
};

/// The mesh at one moment: of each edge what passed in the interval that holds it.
struct Snapshot {
    mesh::Instant at{};
    mesh::Instant from{};  ///< The interval.
    mesh::Instant to{};
    std::vector<Flow> edges;  ///< By number, as all that follow.
    std::vector<Flow> loads;
    std::vector<PodState> pods;
    std::vector<std::uint64_t> limits;        ///< Reached in the interval, by cluster.
    std::vector<std::uint32_t> panics;        ///< Proxies in panic, by cluster.
    std::vector<std::uint32_t> applied = {};  ///< Steps that have applied manifests, in order.
    std::vector<std::uint32_t> faults;        ///< Steps that are on.
    std::uint64_t newest_config = 0;          ///< That the control plane has begun to push,
    mesh::Instant newest_config_since{};      ///< and since when.
    std::vector<std::vector<std::uint32_t>> struck_edges = {};  ///< By which of these steps.
    std::vector<Flow> other_edges = {};  ///< Of the run that this one is compared with.
};

/// A change of state, or what many of one kind in one interval, or in some, came to.
struct Event {
    sim::observe::Change change;
    std::uint64_t count = 1;
};

/// What a curve is of.
struct CurveOf {
    enum class Kind : std::uint8_t { all_loads, service, edge, pod };

    Kind kind = Kind::all_loads;
    std::uint32_t number = 0;
    std::vector<std::uint32_t> also = {};  ///< Edges that count together with an edge.

    friend bool operator==(const CurveOf&, const CurveOf&) = default;
};

struct Range {
    mesh::Instant begin{};
    mesh::Instant end{};

    friend bool operator==(const Range&, const Range&) = default;
};

/// What was simulated of a run up to a moment.
struct Played {
    std::uint64_t events = 0;  ///< As they are counted by interval: within one its share of them.
    double per_second = 0;     ///< Of simulated time, in the interval that holds the moment.

    friend bool operator==(const Played&, const Played&) = default;
};

/// A run, at any moment of it: finished, or going on, or two that are compared. All is asked on
/// one thread; what a moment costs does not depend on how long the run is.
class RunSource {
public:
    virtual ~RunSource() = default;

    virtual const reports::RunLabel& label() const = 0;
    virtual const Topology& topology() const = 0;
    virtual const std::vector<reports::Interval>& intervals() const = 0;

    virtual Snapshot snapshot(mesh::Instant at) = 0;
    virtual Played played(mesh::Instant at) const = 0;

    /// A flow for each interval of the run. Of a pod it is what that answered: each attempt is a
    /// request to it, and of latencies the sum alone is known.
    virtual std::vector<Flow> curve(CurveOf what) = 0;

    /// Of each edge what passed in the intervals from one to before another: counts add up, of
    /// quantiles the worst one stands.
    virtual std::vector<Flow> edges(std::size_t from, std::size_t to) = 0;

    /// In order of time.
    virtual const std::vector<Event>& events() const = 0;

    /// How often limits were reached is told of the intervals before this one by blocks of
    /// reports::intervals_of_block, by an event in the first interval of a block in which it was.
    virtual std::size_t limits_by_blocks_to() const { return 0; }

    /// Sampled requests that ended from one moment to before another, at most so many.
    virtual std::vector<reports::SampledRequest> requests(mesh::Instant from,
                                                          mesh::Instant to,
                                                          std::size_t most) = 0;
    virtual std::vector<reports::RecordedSpan> spans(const std::string& load,
                                                     std::uint64_t request) = 0;

    /// What pods answered from one interval to before another, in order of time. Where as many
    /// intervals as `each`, from a multiple of it on, are wanted as one, a point may be of several
    /// of them, of which its own is the first.
    virtual std::vector<reports::PodPoint> pods(std::size_t from,
                                                std::size_t to,
                                                std::size_t each) = 0;

    /// Whoever is told why something cannot be read (the file was damaged, or is gone) gets nothing
    /// for what was asked; where nobody is, the reading throws.
    virtual void tell_failures_to(std::function<void(const std::string& why)> /*told*/) {}

    /// In order of time.
    virtual std::vector<reports::BrokenExpectation> broken_expectations() = 0;

    /// The file that `explain` plays again.
    virtual std::string file() const = 0;

    /// The moments that there are: from the first one to the newest that is known.
    virtual Range range() const { return recorded(); }
    /// Those that the intervals hold. Of a run that goes on, there may be newer ones.
    Range recorded() const;

    /// The interval that holds a moment: the first and the last hold what lies outside. Requires
    /// that there is one.
    std::size_t interval_at(mesh::Instant at) const;

    /// Where the interval begins in which the event of a number was played; 1 is the first. The
    /// error: so many there are.
    tl::expected<mesh::Instant, std::uint64_t> interval_of_event(std::uint64_t number) const;
};

/// How well something does; the order is that of their badness.
enum class Health : std::uint8_t { idle, healthy, degraded, failing, down };

/// "failing"
const char* name_of(Health health);

/// "not ready"
const char* name_of(PodState::Life life);

/// From these shares of failed requests on, something is called degraded, and failing.
inline constexpr double degraded_from = 0.01;
inline constexpr double failing_from = 0.10;

Health health_of(const Flow& flow);
Health health_of(const PodState& pod);

/// A service does as well as the calls to it; of a client, which nobody calls, as its own calls.
/// It is down if all its pods are, and no better than degraded if one of them is not well.
Health health_of_service(const Topology& topology, const Snapshot& snapshot, std::uint32_t service);

/// The same, of a service whose flow is known.
Health health_of_service(const Topology& topology,
                         const Snapshot& snapshot,
                         std::uint32_t service,
                         const Flow& flow);

/// All calls to a service; of a client those that it makes.
Flow flow_of_service(const Topology& topology,
                     const std::vector<Flow>& edges,
                     std::uint32_t service);

/// Those of all services, by number, in one go.
std::vector<Flow> flows_of_services(const Topology& topology, const std::vector<Flow>& edges);

}  // namespace weft::gui
