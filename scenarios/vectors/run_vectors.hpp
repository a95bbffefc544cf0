#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

namespace weft::scenarios {

struct VectorsOptions {
    std::vector<std::filesystem::path> files;  ///< Each of one suite.
    bool json = false;                         ///< The outcome for machines.
};

/// Holds the decisions of mesh/ to conformance vectors. Prints one line a failed case to `out`, and
/// the count of both kinds; what is wrong with a file goes to `err`, and the others still run.
/// Returns an exit code: bad input comes before a failed case.
int run_vectors(const VectorsOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weft::scenarios
