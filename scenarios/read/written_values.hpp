#pragma once

#include "mesh/control/host_names.hpp"
#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"

#include <yaml-cpp/yaml.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace weft::scenarios {

/// What a step may set a value of, beside loads: a scenario's policies and the routing rules of its
/// manifests, as the steps that were read so far leave them.
class WrittenValues {
public:
    using Rules = std::map<mesh::control::ResourceKey, YAML::Node>;

    /// There are none.
    WrittenValues() = default;
    /// `policies` may be undefined. What is set here changes neither them nor the documents.
    WrittenValues(const YAML::Node& policies, const Documents& documents);

    /// By service, as written and as steps have set it since.
    YAML::Node policies() const { return policies_; }

    void set_policies(const YAML::Node& policies) { policies_.reset(policies); }

    /// Every VirtualService and DestinationRule.
    const Rules& rules() const { return rules_; }

    /// Of this kind and for this Service, whatever it is called: one of its own namespace, else of
    /// the root namespace, else of another; null if there is none.
    const Rules::value_type* rule_for(const std::string& kind,
                                      const mesh::control::ServiceName& service) const;

    /// The one of this name; the same node each time. A Service for which there is none that all
    /// callers obey gets one of its own name, which changes nothing: what is sent to the Service
    /// goes there, as a DestinationRule for a wildcard says. Null if there is neither.
    YAML::Node* rule(const mesh::control::ResourceKey& key);

    /// A step applies these.
    void apply(const Documents& documents);

private:
    YAML::Node policies_{YAML::NodeType::Map};
    Rules rules_;
    std::set<std::pair<std::string, std::string>> services_;  ///< Namespace and name.
};

/// Of these kinds a step can set fields.
bool is_settable(const std::string& kind);

}  // namespace weft::scenarios
