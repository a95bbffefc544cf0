#pragma once

#include "mesh/request/outcome.hpp"
#include "reports/metrics/edge_index.hpp"
#include "reports/metrics/histogram.hpp"
#include "sim/observe/facts.hpp"

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <map>
#include <vector>

namespace weft::reports {

/// How many ended with one status; 0 stands for an answer that never came.
struct StatusCount {
    std::uint16_t status = 0;
    std::uint64_t count = 0;
};

/// What was counted of a load's requests or of an edge's calls. Nearly every request is answered
/// 200 and carries no flag: counting one touches the first cache line and a bucket, nothing else.
struct alignas(64) Tally {
    Histogram latency;
    std::uint64_t attempts = 0;  ///< Of an edge; a load's client does not see them.
    std::uint64_t failed = 0;    ///< 5xx, or no answer. A 4xx is a good answer to a bad request.
    std::vector<StatusCount> not_200;                     ///< In order of appearance.
    std::array<std::uint64_t, mesh::flag_count> flags{};  ///< By bit.

    std::uint64_t requests() const { return latency.count(); }
    std::uint64_t succeeded() const { return requests() - failed; }

    /// All that there were, 200 included, in their order.
    std::vector<StatusCount> statuses() const;

    void add(mesh::Duration took, std::uint16_t status, mesh::Flags set, std::uint64_t sent = 0) {
        latency.add(took);
        attempts += sent;
        if (status != 200) add_status(status, 1);
        for (std::uint32_t bits = set.bits(); bits != 0; bits &= bits - 1) {
            ++flags[static_cast<std::size_t>(std::countr_zero(bits))];
        }
    }

    /// Requires a status other than 200.
    void add_status(std::uint16_t status, std::uint64_t count);

    void merge(const Tally& other);

    /// Back to nothing; keeps the memory.
    void clear();
};

/// Changes that are counted together: of one kind, about one cluster or one step of the timeline.
struct ChangeGroup {
    sim::observe::Change::Kind kind{};
    std::uint32_t cluster = sim::observe::nobody;
    std::uint32_t step = sim::observe::nobody;

    friend auto operator<=>(const ChangeGroup&, const ChangeGroup&) = default;
};

/// Counts what happens, for each load and each edge. Everything ever said about a whole run in a
/// summary comes from here.
class Summary {
public:
    void add(const sim::observe::RequestEnd& end) {
        load(end.load).add(end.ended - end.sent, end.status, end.flags);
    }

    void add(const sim::observe::CallEnd& end) {
        edge({end.source, end.destination, end.version})
            .add(end.ended - end.sent, end.status, end.flags, end.attempts);
    }

    void add(const sim::observe::Change& change) {
        ++changes_[{change.kind, change.cluster, change.step}];
    }

    /// The result equals that of all facts of both.
    void merge(const Summary& other);

    /// Back to nothing, but edges keep their numbers and their memory.
    void clear();

    /// By the loads' numbers; a load whose number is past the end had no request.
    const std::vector<Tally>& loads() const { return loads_; }

    /// Edges and their tallies, by the edges' numbers.
    const std::vector<Edge>& edges() const { return index_.edges(); }
    const std::vector<Tally>& edge_tallies() const { return edge_tallies_; }

    const std::map<ChangeGroup, std::uint64_t>& changes() const { return changes_; }

    /// Root requests of all loads.
    std::uint64_t requests() const;

    /// The tally to add to; made when first asked for.
    Tally& load(std::uint32_t number) {
        if (number >= loads_.size()) loads_.resize(std::size_t{number} + 1);
        return loads_[number];
    }
    Tally& edge(const Edge& edge) {
        const std::uint32_t number = index_.of(edge);
        if (number >= edge_tallies_.size()) edge_tallies_.emplace_back();
        return edge_tallies_[number];
    }
    std::uint64_t& changes_of(const ChangeGroup& group) { return changes_[group]; }

private:
    EdgeIndex index_;
    std::vector<Tally> loads_;
    std::vector<Tally> edge_tallies_;
    std::map<ChangeGroup, std::uint64_t> changes_;
};

}  // namespace weft::reports
