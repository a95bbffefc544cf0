#pragma once

#include "reports/metrics/mesh_metrics.hpp"

#include <iosfwd>

namespace weft::reports {

/// The standard metrics of a mesh as Istio names and labels them, in the text form of OpenMetrics
/// 1.0: istio_requests_total and istio_request_duration_milliseconds, in order of their labels.
///
/// What is not known is "unknown", as in Istio. Requests are plain HTTP.
void write_open_metrics(const MeshMetrics& metrics, std::ostream& out);

}  // namespace weft::reports
