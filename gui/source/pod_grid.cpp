#include "gui/source/pod_grid.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weft::gui {

using sim::observe::Change;

namespace {

/// The first cell in which a pod was not well; past the last if there is none.
std::size_t first_trouble(std::span<const PodGrid::Cell> cells) {
    const auto is_bad = [](const PodGrid::Cell& cell) {
        return cell.failed > 0 || cell.is_down || cell.is_ejected;
    };
    return static_cast<std::size_t>(std::ranges::find_if(cells, is_bad) - cells.begin());
}

bool knows_nothing(const PodGrid::Cell& cell) {
    return cell.attempts == 0 && !cell.is_down && !cell.is_ejected;
}

}  // namespace

void PodGrid::Troubles::see(const Change& change) {
    using Kind = Change::Kind;
    const std::tuple ejection{change.pod, change.source, change.cluster};
    switch (change.kind) {
        case Kind::pod_started:
        case Kind::pod_ready:
            down.erase(change.pod);
            break;
        case Kind::pod_crashed:
        case Kind::out_of_memory:
            down.insert(change.pod);
            break;
        case Kind::pod_stopped:
        case Kind::pod_gone:
            down.insert(change.pod);
            std::erase_if(ejections, [&](const auto& it) { return std::get<0>(it) == change.pod; });
            break;
        case Kind::host_ejected:
            ejections.insert(ejection);
            break;
        case Kind::host_returned:
            ejections.erase(ejection);
            break;
        default:
            break;
    }
}

bool PodGrid::read(RunSource& run, std::size_t most_rows) {
    const auto& intervals = run.intervals();
    const std::size_t pods = run.topology().pods.size();
    while ((intervals.size() + each_ - 1) / each_ > most_cells_)
        halve();
    // Of cells that hold whole blocks no more than a row for each block has to be read.
    constexpr std::size_t block = reports::intervals_of_block;
    const std::size_t unit = each_ % block == 0 ? block : 1;
    const std::size_t most = std::max<std::size_t>(1, most_rows / std::max<std::size_t>(1, pods));
    const std::size_t end = std::min((read_ / unit + most) * unit, intervals.size());
    make_room(pods, end);
    for (const reports::PodPoint& point : run.pods(read_, end, each_)) {
        if (point.row.pod >= pods) continue;
        Cell& cell = rows_[point.row.pod][point.interval / each_];
        cell.attempts += point.row.attempts;
        cell.failed += point.row.failed;
        cell.time_sum += point.row.time_sum;
    }
    while (read_ < end) {
        const std::size_t cell = read_ / each_;
        const std::size_t to = std::min((cell + 1) * each_, end);
        if (read_ % each_ == 0) begins_[cell] = intervals[read_].start;
        add_troubles(run.events(), {intervals[read_].start, intervals[to - 1].end}, cell);
        read_ = to;
    }
    return end < intervals.size();
}

void PodGrid::make_room(std::size_t pods, std::size_t intervals) {
    begins_.resize((intervals + each_ - 1) / each_);
    rows_.resize(std::max(rows_.size(), pods));
    for (std::vector<Cell>& cells : rows_)
        cells.resize(begins_.size());
}

/// Two cells become one.
void PodGrid::halve() {
    each_ *= 2;
    const std::size_t half = (begins_.size() + 1) / 2;
    for (std::size_t cell = 0; cell < half; ++cell)
        begins_[cell] = begins_[2 * cell];
    begins_.resize(half);
    for (std::vector<Cell>& cells : rows_) {
        for (std::size_t cell = 0; cell < half; ++cell) {
            cells[cell] = cells[2 * cell];
            if (2 * cell + 1 >= cells.size()) break;
            const Cell& second = cells[2 * cell + 1];
            cells[cell].attempts += second.attempts;
            cells[cell].failed += second.failed;
            cells[cell].time_sum += second.time_sum;
            cells[cell].is_down |= second.is_down;
            cells[cell].is_ejected |= second.is_ejected;
        }
        cells.resize(half);
    }
}

/// How pods stand where a stretch of a cell begins, and what becomes of them in it.
void PodGrid::add_troubles(const std::vector<Event>& events, const Range& time, std::size_t cell) {
    const auto next_is_before = [&](mesh::Instant end) {
        return events_read_ < events.size() && events[events_read_].change.at < end;
    };
    while (next_is_before(time.begin + mesh::Duration{1}))
        troubles_.see(events[events_read_++].change);
    for (const std::uint32_t pod : troubles_.down)
        if (pod < rows_.size()) rows_[pod][cell].is_down = true;
    for (const auto& [pod, source, cluster] : troubles_.ejections)
        if (pod < rows_.size()) rows_[pod][cell].is_ejected = true;
    while (next_is_before(time.end)) {
        const Change& change = events[events_read_++].change;
        troubles_.see(change);
        if (change.pod >= rows_.size()) continue;
        Cell& its = rows_[change.pod][cell];
        its.is_down |= troubles_.down.contains(change.pod);
        its.is_ejected |= change.kind == Change::Kind::host_ejected;
    }
}

/// Those that have a part in it.
std::span<const PodGrid::Cell> PodGrid::cells_within(std::uint32_t pod, const Range& range) const {
    const auto after = std::ranges::upper_bound(begins_, range.begin);
    const auto first = after == begins_.begin() ? after : std::prev(after);
    const auto last = std::max(first, std::ranges::lower_bound(begins_, range.end));
    return {rows_[pod].data() + (first - begins_.begin()), static_cast<std::size_t>(last - first)};
}

mesh::Duration PodGrid::longest_mean(const Range& within) const {
    mesh::Duration longest{};
    for (std::uint32_t pod = 0; pod < rows_.size(); ++pod)
        for (const Cell& cell : cells_within(pod, within))
            longest = std::max(longest, cell.mean());
    return longest;
}

std::vector<std::uint32_t> PodGrid::pods(const Range& within) const {
    std::vector<std::pair<std::size_t, std::uint32_t>> known;
    for (std::uint32_t pod = 0; pod < rows_.size(); ++pod)
        if (!std::ranges::all_of(rows_[pod], knows_nothing))
            known.emplace_back(first_trouble(cells_within(pod, within)), pod);
    std::ranges::sort(known);
    std::vector<std::uint32_t> pods;
    for (const auto& [trouble, pod] : known)
        pods.push_back(pod);
    return pods;
}

}  // namespace weft::gui
