#pragma once

#include "mesh/base/fraction.hpp"
#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Quantities as people write them, read and written without loss. Nothing if the text is not of
/// the form, or if the value does not fit; the caller says what it wanted.
namespace weft::mesh {

/// A number with its unit: "25ms", "1.5s", "2m", "1h", "250us", "10ns", also "1m30s". Not negative.
std::optional<Duration> parse_duration(std::string_view text);

/// "5%", "0.001%", "100%". Parts below a millionth are refused.
std::optional<Ratio> parse_ratio(std::string_view text);

/// "400/s", "12.5/s", "30/m": events per second, at least 0.
std::optional<double> parse_rate(std::string_view text);

/// Bytes: "1 KB", "512B", "2MiB", "128 KiB"; K, M, G are powers of 1000 and Ki, Mi, Gi of 1024.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// A whole or decimal number, nothing behind it.
std::optional<double> parse_number(std::string_view text);
std::optional<std::uint32_t> parse_count(std::string_view text);

/// The shortest form that reads back as the same: "25ms", "1.5s", "1m30s".
std::string to_text(Duration duration);
std::string to_text(Ratio ratio);
std::string to_text(Fraction fraction);

}  // namespace weft::mesh
