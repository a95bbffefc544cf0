#pragma once

#include "scenarios/expression/expression.hpp"

#include <cstddef>
#include <string_view>
#include <tl/expected.hpp>

namespace weft::scenarios {

/// What is longer or nested deeper is refused, so that no text can exhaust the reader.
inline constexpr std::size_t longest_expression = 4096;
inline constexpr std::size_t deepest_expression = 64;

/// Reads one expression, as `expect` and `when` have them, and `where` with attributes for
/// measures:
///
///     expression = all { "or" all }
///     all        = truth { "and" truth }
///     truth      = "not" truth | sum [ comparison sum ]
///     comparison = "<" | "<=" | ">" | ">=" | "==" | "!="
///     sum        = product { ("+" | "-") product }
///     product    = value { ("*" | "/") value }
///     value      = "-" value | "(" expression ")" | quantity | measure | attribute | text
///     attribute  = word
///     text       = '"' characters '"'
///     measure    = word "(" [ argument { "," argument } ] ")" [ "." word ]
///     argument   = moment ".." moment | duration | [ word "=" ] word [ "->" word ]
///     moment     = duration | word (".start" | ".end") [ ("+" | "-") duration ]
///     quantity   = "99.9%" | "80ms" | "90/s" | "2MiB" | "1.2"
///
/// Spaces may stand anywhere between these, but not within a quantity.
tl::expected<WrittenExpression, ExpressionError> parse_expression(
    std::string_view text, ExpressionWords words = ExpressionWords::measures);

}  // namespace weft::scenarios
