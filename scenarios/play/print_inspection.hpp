#pragma once

#include "scenarios/play/inspect.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>

namespace weft::scenarios {

/// What was seen, for people.
void print_inspection(const Inspection& seen, std::ostream& out);

/// How the configuration differs from the one that it is compared with.
void print_difference(const Inspection& seen, std::ostream& out);

/// All of it for machines, as one object. Times are nanoseconds of the run.
std::string inspection_json(const Inspection& seen);

/// "ejected until 35s, for the 2nd time at least", "circuit open until 36s"; "healthy".
std::string state_words(const mesh::HostView& host);

/// "3 of 1024", or "3" where there is no limit.
std::string use_words(std::uint32_t used, std::uint32_t limit);

/// "serving, ready, 2 restarts"
std::string state_words(const sim::PodView& pod);

/// "version 3, newest is 5"
std::string version_words(const sim::PodView& pod);

/// "valid from 1.5s to 61.5s"; of none "none", or that none is played.
std::string certificate_words(const sim::PodView& pod);

/// "390ms used, 3.5s held back, limit 0.1 cores"
std::string cpu_words(const sim::CpuView& cpu);

/// "120 MB of 128 MB"
std::string memory_words(const sim::MemoryView& memory);

/// "readiness passes, liveness fails"
std::string probe_words(const sim::PodView& pod);

/// "4.5 of 5 tokens", "12 of 40 requests at a time"
std::string inbound_words(const mesh::InboundView& inbound);

}  // namespace weft::scenarios
