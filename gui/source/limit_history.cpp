#include "gui/source/limit_history.hpp"

#include "gui/source/words.hpp"

#include <algorithm>
#include <map>

namespace weft::gui {
namespace {

void add_times(std::vector<double>& times, std::size_t interval, std::uint64_t count, bool spread) {
    const auto of_all = static_cast<double>(count);
    if (!spread) {
        times[interval] += of_all;
        return;
    }
    constexpr std::size_t wide = reports::intervals_of_block;
    const std::size_t begin = interval / wide * wide;
    for (std::size_t place = begin; place < std::min(begin + wide, times.size()); ++place)
        times[place] += of_all / wide;
}

}  // namespace

std::vector<LimitHistory> limit_histories(const RunSource& run, std::uint32_t service) {
    const std::size_t intervals = run.intervals().size();
    if (intervals == 0) return {};
    std::map<std::uint64_t, std::vector<double>> by_limit;
    for (const Event& event : run.events()) {
        if (event.change.kind != sim::observe::Change::Kind::limit_reached) continue;
        if (service != none && service_of(event, run.topology()) != service) continue;
        std::vector<double>& times = by_limit[event.change.value];
        times.resize(intervals);
        const std::size_t interval = run.interval_at(event.change.at);
        add_times(times, interval, event.count, interval < run.limits_by_blocks_to());
    }
    std::vector<LimitHistory> histories;
    for (auto& [limit, times] : by_limit)
        histories.push_back({.limit = limit, .times = std::move(times)});
    return histories;
}

}  // namespace weft::gui
