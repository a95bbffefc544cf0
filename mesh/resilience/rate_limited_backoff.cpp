#include "mesh/resilience/rate_limited_backoff.hpp"

#include "mesh/route/string_match.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace weft::mesh {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::optional<std::uint64_t> parse_seconds(std::string_view text) {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || read_to != end) return std::nullopt;
    return number;
}

std::optional<std::uint64_t> named_seconds(const ResetHeader& header,
                                           std::string_view value,
                                           std::uint64_t unix_seconds) {
    const auto number = parse_seconds(value);
    if (!number || header.format == ResetHeader::Format::seconds) return number;
    if (*number < unix_seconds) return std::nullopt;
    return *number - unix_seconds;
}

}  // namespace

std::optional<std::string> mistake_in(const RateLimitedBackoff& policy) {
    if (policy.headers.empty()) return "at least one header must be named";
    if (policy.max_interval < seconds{1}) return "the longest interval must be at least 1s";
    return std::nullopt;
}

std::optional<Duration> asked_wait(const RateLimitedBackoff& policy,
                                   const std::vector<Header>& answer,
                                   std::uint64_t unix_seconds) {
    const auto most = static_cast<std::uint64_t>(policy.max_interval / seconds{1});
    for (const ResetHeader& header : policy.headers) {
        const auto found = std::ranges::find_if(answer, [&header](const Header& sent) {
            return equal_ignoring_case(sent.name, header.name);
        });
        if (found == answer.end()) continue;
        const auto named = named_seconds(header, found->value, unix_seconds);
        if (named && *named > 0 && *named <= most) {
            return seconds{static_cast<seconds::rep>(*named)};
        }
    }
    return std::nullopt;
}

Duration spread_wait(Duration wait, std::uint64_t draw) {
    const auto whole = static_cast<std::uint64_t>(wait / milliseconds{1});
    assert(whole > 1);
    return milliseconds{static_cast<milliseconds::rep>(whole + draw % (whole / 2))};
}

}  // namespace weft::mesh
