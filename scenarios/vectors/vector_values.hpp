#pragma once

#include "mesh/base/time.hpp"
#include "scenarios/vectors/vector_suite.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

/// How the fields of a vector are read, and held against what came out. Whatever is not of the
/// field's form is thrown as std::invalid_argument or a Json::exception.
namespace weft::scenarios {

/// A number, or a string of decimal digits, as 64-bit values are written.
std::uint64_t whole_number(const VectorSuite::Json& value);

/// The same of 32 bits.
std::uint32_t count(const VectorSuite::Json& value);

/// The same of a field that has a default.
std::uint64_t whole_number(const VectorSuite::Json& vector,
                           std::string_view key,
                           std::uint64_t fallback);
std::uint32_t count(const VectorSuite::Json& vector, std::string_view key, std::uint32_t fallback);

std::vector<std::uint32_t> counts(const VectorSuite::Json& list);
std::vector<std::uint64_t> whole_numbers(const VectorSuite::Json& list);

/// Of as many items: the field, or the fallback for each if it is left out.
std::vector<std::uint32_t> counts(const VectorSuite::Json& vector,
                                  std::string_view key,
                                  std::size_t size,
                                  std::uint32_t fallback);

/// Milliseconds, whole or not, from 0 to 10^12; whole ones may be a string of decimal digits.
mesh::Duration from_milliseconds(const VectorSuite::Json& value);

/// Holds the fields that came out against those of the same name that the vector has, and names
/// those that differ. A vector that expects something else, or nothing, is not of the suite's form.
std::optional<VectorMismatch> compare_fields(const VectorSuite::Json& vector,
                                             const VectorSuite::Json& got);

/// The expected number if `got` is within `tolerance` of it, for comparing what is rounded.
double nearly(const VectorSuite::Json& expected, double got, double tolerance);

}  // namespace weft::scenarios
