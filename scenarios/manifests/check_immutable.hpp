#pragma once

#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

namespace weft::scenarios {

/// Reports what an API server refuses to change: the selector of a workload that is applied again,
/// the podManagementPolicy of a StatefulSet, and what a Job's pods are. `documents` are in the
/// order in which they are applied.
/// Source: the validation of updates in Kubernetes.
void check_immutable(const Documents& documents, Diagnostics& diagnostics);

}  // namespace weft::scenarios
