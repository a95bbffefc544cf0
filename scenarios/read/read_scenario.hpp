#pragma once

#include "scenarios/manifests/documents.hpp"
#include "scenarios/model/kinds.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "scenarios/read/written_values.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// What a command line says beside the scenario's file.
struct ReadOptions {
    std::vector<std::filesystem::path> manifests = {};    ///< Of -f, behind the scenario's own.
    std::vector<std::string> sets = {};                   ///< Of --set: "load.web.rate=500/s".
    bool strict = false;                                  ///< Warnings are errors.
    std::optional<std::uint64_t> seed = std::nullopt;     ///< In place of the scenario's.
    std::vector<mesh::control::Resource> resources = {};  ///< Read already: of a service graph,
    std::vector<sim::BehaviourOf> services = {};          ///< and what its services do.
    const Kinds* kinds = nullptr;                         ///< Null: those that come with weft.
    Documents* documents = nullptr;   ///< Get the manifests as written, if somebody asks.
    WrittenValues* values = nullptr;  ///< Get what the last step leaves, if somebody asks.
};

/// How the error begins of a scenario that takes its manifests by -f, where none are given.
inline constexpr std::string_view asks_for_manifests = "needs manifests: ";

/// Reads a scenario of format weft/v1 and its manifests, and checks what each says of the other.
/// Every mistake is reported in one go; nothing is returned if there is one.
/// docs/scenario-format.md has the format.
std::optional<Scenario> read_scenario(const std::filesystem::path& file,
                                      const ReadOptions& options,
                                      Diagnostics& diagnostics);

/// The same of a document that is in memory; `file` stands for where it came from.
std::optional<Scenario> read_scenario(YAML::Node document,
                                      const std::filesystem::path& file,
                                      const ReadOptions& options,
                                      Diagnostics& diagnostics);

}  // namespace weft::scenarios
