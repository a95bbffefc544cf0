#pragma once

#include "reports/store/read_details.hpp"

#include <iosfwd>
#include <vector>

namespace weft::reports {

/// Series as CSV (RFC 4180, with "\n" alone): a head, then a line for each interval and load or
/// edge. Times in seconds, latencies in milliseconds.
void write_series_csv(const std::vector<RecordedPoint>& series, std::ostream& out);

}  // namespace weft::reports
