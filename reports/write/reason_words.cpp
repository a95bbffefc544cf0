#include "reports/write/reason_words.hpp"

#include "reports/explain/causes.hpp"
#include "reports/metrics/mechanisms.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace weft::reports {
namespace {

using sim::observe::Change;
using sim::observe::NameKind;

constexpr std::size_t most_hows = 4;  ///< Ways to fail that are told apart, and hosts that are out.

}  // namespace

std::string seconds_of(mesh::Instant at) {
    return fmt::format("{:.9g} s", static_cast<double>(at.time_since_epoch().count()) / 1e9);
}

std::string words_for_change(const Change& change, const Names& names) {
    std::string text = mechanism_of(change);
    const auto add = [&](const char* word, NameKind kind, std::uint32_t number) {
        const std::string& name = names.of(kind, number);
        if (!name.empty()) text.append(" ").append(word).append(name);
    };
    add("", NameKind::step, change.step);
    add("", NameKind::pod, change.pod);
    add("for ", NameKind::pod, change.source);
    add("in ", NameKind::cluster, change.cluster);
    return text;
}

std::string words_for_request(RequestNumber request, const Names& names) {
    return fmt::format("{}/{}", names.of(NameKind::load, request.first), request.second);
}

std::string words_for_row(const FailureRow& row, const Names& names) {
    std::vector<std::pair<std::uint32_t, FailureRow::How>> hows;
    for (const auto& [how, count] : row.counts)
        hows.emplace_back(count, how);
    std::ranges::stable_sort(hows, std::ranges::greater{},
                             &std::pair<std::uint32_t, FailureRow::How>::first);
    std::string text =
        row.count == 1
            ? fmt::format("a failure at {} ({})", seconds_of(row.last),
                          words_for_request(row.last_request, names))
            : fmt::format("{} failures in a row, from {} ({}) to {} ({})", row.count,
                          seconds_of(row.first), words_for_request(row.first_request, names),
                          seconds_of(row.last), words_for_request(row.last_request, names));
    for (std::size_t place = 0; place < std::min(hows.size(), most_hows); ++place) {
        const auto& [count, how] = hows[place];
        text += place == 0 ? ": " : ", ";
        if (row.count > 1) text += fmt::format("{} x ", count);
        text += how.first == 0 ? "no answer in time" : words_for_end(how.first);
        const std::string& pod = names.of(NameKind::pod, how.second);
        if (!pod.empty()) text.append(" of ").append(pod);
    }
    if (hows.size() > most_hows) text += ", and others";
    return text;
}

std::string words_for_use(const Reason::Use& use, bool is_inbound, const Names& names) {
    if (use.out == 0) return is_inbound ? "no request was there" : "no attempt was out";
    std::string text =
        fmt::format("{} {}", use.out, is_inbound ? "requests were there" : "attempts were out");
    if (use.retries > 0) text += fmt::format(", {} of them retries", use.retries);
    text += fmt::format(", the oldest since {} ({})", seconds_of(use.oldest_sent),
                        words_for_request(use.oldest, names));
    return text;
}

std::string words_for_answers(const Reason& reason) {
    return fmt::format("{} of {} attempts failed, the first of them over at {}", reason.failed,
                       reason.answers, seconds_of(reason.since));
}

std::string words_for_hosts_out(const std::vector<std::uint32_t>& hosts, const Names& names) {
    std::string line = fmt::format("{} hosts were out:", hosts.size());
    const std::size_t told = std::min(hosts.size(), most_hows);
    for (std::size_t place = 0; place < told; ++place)
        line.append(" ").append(names.of(NameKind::pod, hosts[place]));
    if (told < hosts.size()) line += " and others";
    return line;
}

}  // namespace weft::reports
