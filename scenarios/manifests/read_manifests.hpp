#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace weft::scenarios {

/// Reads Kubernetes and Istio YAML as people deploy it and appends what it says to `resources`; a
/// resource that is there already is replaced, with a warning.
///
/// A folder stands for the *.yaml and *.yml files in it and below, sorted, hidden folders left out.
/// What is wrong is an error at its place; a kind or a field that a run does not honour is a
/// warning that names it, at each place. Silent are only fields that describe the image, and those
/// that Kubernetes itself writes. `documents`, if somebody asks, get what was written and where.
void read_manifest_files(const std::vector<std::filesystem::path>& files,
                         std::vector<mesh::control::Resource>& resources,
                         Diagnostics& diagnostics,
                         Documents* documents = nullptr);

/// The same of a text; `name` stands for the file.
void read_manifest_text(const std::string& text,
                        const std::string& name,
                        std::vector<mesh::control::Resource>& resources,
                        Diagnostics& diagnostics,
                        Documents* documents = nullptr);

/// The same of an object that is YAML already.
void read_manifest_object(const YAML::Node& object,
                          const std::string& name,
                          std::vector<mesh::control::Resource>& resources,
                          Diagnostics& diagnostics);

}  // namespace weft::scenarios
