#pragma once

#include "gui/source/run_source.hpp"
#include "mesh/base/time.hpp"

#include <string>

/// How numbers, moments and events are said: short, with their units, the same everywhere.
namespace weft::gui {

/// Says a text in the user's language.
using Say = std::string (*)(const char* english);

inline std::string in_english(const char* text) {
    return text;
}

/// Clauses with commas between them, each in the user's language if it is known there.
std::string clauses_said(const std::string& clauses, Say say);

/// "61.226 s"
std::string moment_words(mesh::Instant at);

/// "38.1 ms", "250 µs", "1.20 s"; "–" for none.
std::string duration_words(mesh::Duration duration);

/// "1.2k/s", "17/s", "0.4/s"
std::string rate_words(double per_second);

/// "38 %", "0.4 %", "0 %"
std::string share_words(double share);

/// "host_ejected" in words: "host ejected".
std::string kind_words(sim::observe::Change::Kind kind, Say say = in_english);

/// "pending", "shared rate": a mesh::Limit; "" if there is none of this number.
std::string limit_words(std::uint64_t limit, Say say = in_english);

/// What the value of a change means where it is one of a list: "consecutive 5xx"; else "".
std::string detail_words(const sim::observe::Change& change, Say say = in_english);

/// "host ejected: payment-1, by storefront-2", "limit reached 512 times: cart (requests)"
std::string event_words(const Event& event, const Topology& topology, Say say = in_english);

/// The service that an event is about; none if it is about no single one.
std::uint32_t service_of(const Event& event, const Topology& topology);

/// "storefront → payment v1"
std::string edge_words(const Topology& topology, std::uint32_t edge);

/// "payment, failing, 38 % errors, 17/s, 2 of 3 pods well": all that the picture of a service says,
/// for those who do not see it.
std::string service_words(const Topology& topology,
                          const Snapshot& snapshot,
                          std::uint32_t service,
                          Say say = in_english);

/// How many of a service's pods are there, and how many of these are well.
struct PodCount {
    std::uint32_t all = 0;
    std::uint32_t well = 0;
};
PodCount pods_of(const Topology& topology, const Snapshot& snapshot, std::uint32_t service);

}  // namespace weft::gui
