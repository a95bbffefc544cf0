#pragma once

#include "mesh/base/time.hpp"
#include "scenarios/model/expectation.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace weft::scenarios {

/// A word of an expression and where it begins, counted from 0.
struct WrittenWord {
    std::string text;
    std::size_t position = 0;
};

/// A moment of the run: "60s", "sick.start", "sick.end - 5s".
struct WrittenMoment {
    enum class Base { run, step_start, step_end };

    Base base = Base::run;
    WrittenWord step;         ///< Empty if the moment counts from the run's beginning.
    mesh::Duration offset{};  ///< May be negative.
};

struct WrittenWindow {
    WrittenMoment from;
    WrittenMoment to;
};

/// An expectation as it was written; what its names stand for is not looked at.
struct WrittenExpectation {
    WrittenWord measure;                  ///< "success", "p99"
    WrittenWord subject;                  ///< "web", or the caller of an edge
    std::optional<WrittenWord> callee;    ///< Behind "->".
    std::optional<WrittenWord> argument;  ///< "UO", "503", "v2"
    std::optional<WrittenWindow> window;
    Expectation::Comparison comparison = Expectation::Comparison::less;
    WrittenWord bound;  ///< "80ms", "99.9%"
};

/// What was expected, and at which character.
struct ExpressionError {
    std::size_t position = 0;
    std::string message;
};

/// Reads one expectation:
///
///     expectation = measure "(" subject { "," argument } ")" comparison bound
///     subject     = word [ "->" word ]
///     argument    = moment ".." moment | word
///     moment      = duration | word (".start" | ".end") [ ("+" | "-") duration ]
///     comparison  = "<" | "<=" | ">" | ">=" | "=="
///     bound       = word [ "%" ] | rate
///
/// Spaces may stand anywhere between these.
tl::expected<WrittenExpectation, ExpressionError> parse_expectation(std::string_view text);

}  // namespace weft::scenarios
