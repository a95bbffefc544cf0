#pragma once

#include "sim/observe/facts.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weft::reports {

inline constexpr std::size_t name_kinds = 9;

/// "load", "service" …
const char* name_of(sim::observe::NameKind kind);

/// The names of a run, by kind and number.
class Names {
public:
    void add(sim::observe::NameKind kind, std::uint32_t number, std::string_view name);

    /// "" for a number that has no name, nobody's included.
    const std::string& of(sim::observe::NameKind kind, std::uint32_t number) const;

    const std::vector<std::string>& all(sim::observe::NameKind kind) const {
        return names_[static_cast<std::size_t>(kind)];
    }

private:
    std::array<std::vector<std::string>, name_kinds> names_;
};

}  // namespace weft::reports
