#pragma once

#include "scenarios/read/diagnostics.hpp"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// The limits that a file must keep before it is parsed, so that no input exhausts the machine.
struct YamlLimits {
    std::size_t bytes = 8U << 20U;
    std::size_t depth = 64;         ///< Of nested brackets and of indentation.
    std::size_t nodes = 2'000'000;  ///< Once aliases are followed.
};

/// The documents of a YAML file; empty ones are left out. Every trouble is a diagnostic with its
/// place and yields no documents: not there, a directory, unreadable, empty, too large, too deep,
/// broken, a duplicate key, an alias bomb, a recursive alias.
std::vector<YAML::Node> load_yaml(const std::filesystem::path& file,
                                  Diagnostics& diagnostics,
                                  const YamlLimits& limits = {});

/// The same of a text; `name` stands for the file.
std::vector<YAML::Node> parse_yaml(const std::string& text,
                                   const std::string& name,
                                   Diagnostics& diagnostics,
                                   const YamlLimits& limits = {});

/// Where a node was written: in `file`, or in what mark_origin() said of it.
Place place_of(const YAML::Node& node, const std::string& file);

/// Where the text of a scalar begins: behind the quote, if there is one.
Place text_place_of(const YAML::Node& node, const std::string& file);

/// Says that a node was not written in a file: `origin` is its place, such as "--set horizon=5".
void mark_origin(YAML::Node& node, const std::string& origin);

/// Says that a node was written where another one was, of which it is a copy.
void mark_as(YAML::Node& copy, const YAML::Node& original);

/// Whether a text has no control character, which a file can write as an escape, such as "\e": what
/// is printed shall not steer a terminal.
bool is_printable(std::string_view text);

}  // namespace weft::scenarios
