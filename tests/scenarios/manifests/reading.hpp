#pragma once

#include "scenarios/manifests/read_manifests.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace weft::scenarios::samples {

/// What became of a text, and everything that was said of it.
struct Reading {
    std::vector<mesh::control::Resource> resources;
    Diagnostics diagnostics;

    /// "a.yaml:3:5: error: …", in order.
    std::vector<std::string> said() const {
        std::vector<std::string> lines;
        for (const Diagnostic& diagnostic : diagnostics.sorted())
            lines.push_back(to_text(diagnostic));
        return lines;
    }

    /// How often something like `part` was said.
    std::ptrdiff_t count(const std::string& part) const {
        return std::ranges::count_if(
            said(), [&](const std::string& line) { return line.find(part) != std::string::npos; });
    }
};

inline Reading read(const std::string& text) {
    Reading reading;
    read_manifest_text(text, "a.yaml", reading.resources, reading.diagnostics);
    return reading;
}

/// The one resource of a text that must be without a finding.
template <class Kind>
Kind read_one(const std::string& text) {
    const Reading reading = read(text);
    CHECK(reading.said() == std::vector<std::string>{});
    REQUIRE(reading.resources.size() == 1);
    REQUIRE(std::holds_alternative<Kind>(reading.resources.front()));
    return std::get<Kind>(reading.resources.front());
}

}  // namespace weft::scenarios::samples
