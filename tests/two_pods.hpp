#pragma once

#include <string>

namespace weft::tests {

/// A Deployment and its Service.
inline std::string app_of(const std::string& name, int replicas) {
    std::string text = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME}
spec:
  replicas: COUNT
  selector: {matchLabels: {app: NAME}}
  template:
    metadata: {labels: {app: NAME}}
    spec: {containers: [{name: NAME, image: NAME, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: NAME}
spec: {selector: {app: NAME}, ports: [{name: http, port: 80}]}
)";
    text.replace(text.find("COUNT"), 5, std::to_string(replicas));
    for (auto at = text.find("NAME"); at != std::string::npos; at = text.find("NAME"))
        text.replace(at, 4, name);
    return text;
}

/// The Deployment `app` with two pods, and its Service.
inline const std::string two_pods = app_of("app", 2);

}  // namespace weft::tests
