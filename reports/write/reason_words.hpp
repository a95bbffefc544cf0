#pragma once

#include "reports/explain/reasons.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What led to a change of state, in words.
namespace weft::reports {

/// "61.2 s"
std::string seconds_of(mesh::Instant at);

/// What the change is about, in words; a pod's own changes have no source.
std::string words_for_change(const sim::observe::Change& change, const Names& names);

/// "web/12"
std::string words_for_request(RequestNumber request, const Names& names);

/// "5 failures in a row, from 60.2 s (web/6020) to 60.9 s (web/6088): 5 x 503 of cart-0"
std::string words_for_row(const FailureRow& row, const Names& names);

/// "3 of 5 attempts failed, the first of them over at 61.2 s"
std::string words_for_answers(const Reason& reason);

/// "2 hosts were out: cart-0 cart-1"
std::string words_for_hosts_out(const std::vector<std::uint32_t>& hosts, const Names& names);

/// "4 attempts were out, 1 of them retries, the oldest since 60.2 s (web/6020)". `is_inbound`: of
/// requests at the pod.
std::string words_for_use(const Reason::Use& use, bool is_inbound, const Names& names);

}  // namespace weft::reports
