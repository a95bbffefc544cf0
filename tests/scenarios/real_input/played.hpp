#pragma once

#include "scenarios/play/play.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace weft::tests {

namespace fs = std::filesystem;

/// Real input that is kept beside the project, not in it. Empty, and said so, if it is missing.
inline fs::path shared_folder(const std::string& below) {
    const char* const given = std::getenv("WEFT_SHARED");
    const fs::path root = given != nullptr ? fs::path{given} : fs::path{SOURCE_ROOT} / "../shared";
    if (fs::is_directory(root / below)) return root / below;
    MESSAGE("skipped: " << (root / below).string()
                        << " is missing (WEFT_SHARED says where to look)");
    return {};
}

/// How a run of the library ended.
struct Played {
    int exit_code = -1;
    nlohmann::json summary;
    std::string diagnostics;

    /// Of all edges from the source to the destination with this version ("*": any), one value.
    double on_edge(const std::string& source,
                   const std::string& destination,
                   const std::string& version,
                   const std::string& field) const {
        double sum = 0;
        for (const auto& edge : summary.at("edges")) {
            if (edge.at("source") != source || edge.at("destination") != destination) continue;
            if (version == "*" || edge.at("version") == version)
                sum += edge.at(field).get<double>();
        }
        return sum;
    }

    /// How often the edges between the two, of any version, saw a flag.
    double flag_on_edge(const std::string& source,
                        const std::string& destination,
                        const std::string& flag) const {
        double sum = 0;
        for (const auto& edge : summary.at("edges")) {
            if (edge.at("source") != source || edge.at("destination") != destination) continue;
            sum += edge.at("flags").value(flag, 0.0);
        }
        return sum;
    }

    const nlohmann::json& load(const std::string& id) const {
        for (const auto& load : summary.at("loads")) {
            if (load.at("id") == id) return load;
        }
        FAIL("there is no load " << id);
        return summary;
    }
};

inline Played played(scenarios::PlayOptions options) {
    options.json = true;
    options.record = reports::RecordLevel::none;
    std::ostringstream out;
    std::ostringstream err;
    Played result;
    result.exit_code = scenarios::play(options, out, err);
    result.diagnostics = err.str();
    if (!out.str().empty()) result.summary = nlohmann::json::parse(out.str());
    return result;
}

/// Whether `part` of `whole` independent requests fits a share, within four standard errors.
inline bool fits_share(double part, double whole, double share) {
    const double error = std::sqrt(share * (1 - share) / whole);
    return whole > 0 && std::abs(part / whole - share) <= 4 * error;
}

}  // namespace weft::tests
