#pragma once

#include "mesh/base/quantity.hpp"
#include "mesh/base/time.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace weft::scenarios::cli {

/// A moment of a run, as in 60s; another word is a usage error.
inline mesh::Instant moment_of(const std::string& option, const std::string& written) {
    const auto moment = mesh::parse_duration(written);
    if (moment) return mesh::Instant{*moment};
    throw CLI::ValidationError{option, "must be a time with its unit, such as 60s"};
}

}  // namespace weft::scenarios::cli
