#pragma once

#include "scenarios/read/read_scenario.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

namespace weft::tests {

/// The manifests of a small shop: web -> cart, web -> search (v1 and v2). Search has two ports.
inline const std::string shop_manifests = R"(
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web, version: v1}}, spec: {containers: [{name: app}]}}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  replicas: 3
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart, version: v1}}, spec: {containers: [{name: app}]}}
---
apiVersion: v1
kind: Service
metadata: {name: search}
spec: {selector: {app: search}, ports: [{name: http, port: 80}, {name: http-admin, port: 81}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search-v2}
spec:
  selector: {matchLabels: {app: search, version: v2}}
  template: {metadata: {labels: {app: search, version: v2}}, spec: {containers: [{name: app}]}}
)";

/// A folder with a scenario and the shop's manifests; goes with the object.
class ScenarioFolder {
public:
    ScenarioFolder() {
        std::filesystem::create_directories(path_);
        write("shop.yaml", shop_manifests);
    }
    ~ScenarioFolder() { std::filesystem::remove_all(path_); }
    ScenarioFolder(const ScenarioFolder&) = delete;
    ScenarioFolder& operator=(const ScenarioFolder&) = delete;

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream{path_ / name, std::ios::binary} << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("weft-scenario-test-" + std::to_string(getpid()));
};

/// What came of reading a scenario, its messages without the folder.
struct ReadResult {
    std::optional<scenarios::Scenario> scenario;
    std::vector<std::string> messages;
};

inline ReadResult read_text(const std::string& text, const scenarios::ReadOptions& options = {}) {
    const ScenarioFolder folder;
    const std::filesystem::path file = folder.write("a.yaml", text);
    scenarios::Diagnostics diagnostics;
    ReadResult result{scenarios::read_scenario(file, options, diagnostics), {}};
    for (scenarios::Diagnostic diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity == scenarios::Diagnostic::Severity::note) continue;
        const std::filesystem::path place{diagnostic.place.file};
        if (place.is_absolute()) diagnostic.place.file = place.filename().string();
        result.messages.push_back(to_text(diagnostic));
    }
    return result;
}

inline const std::string head = "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml]\n";

/// Of a scenario of the shop, whose text goes on from line 4.
inline ReadResult read_shop(const std::string& text, const scenarios::ReadOptions& options = {}) {
    return read_text(head + text, options);
}

/// The scenario, which must be without a mistake.
inline scenarios::Scenario valid_shop(const std::string& text,
                                      const scenarios::ReadOptions& options = {}) {
    ReadResult result = read_shop(text, options);
    for (const std::string& message : result.messages)
        MESSAGE(message);
    REQUIRE(result.scenario);
    return std::move(*result.scenario);
}

/// The only message about a scenario that must be refused.
inline std::string shop_refusal(const std::string& text,
                                const scenarios::ReadOptions& options = {}) {
    const ReadResult result = read_shop(text, options);
    CHECK_FALSE(result.scenario);
    if (result.messages.size() != 1) {
        for (const std::string& message : result.messages)
            MESSAGE(message);
    }
    REQUIRE(result.messages.size() == 1);
    return result.messages.front();
}

}  // namespace weft::tests
