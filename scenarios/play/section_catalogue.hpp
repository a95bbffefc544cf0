#pragma once

#include "mesh/control/host_names.hpp"
#include "scenarios/model/kinds.hpp"
#include "scenarios/play/fork.hpp"

#include <string>
#include <utility>
#include <vector>

namespace weft::scenarios {

/// One of the settings of a section.
struct KnownSetting {
    std::string name;      ///< "interval"; "http.maxRetries" is one of a mapping below.
    std::string about;     ///< Unit and range.
    std::string fallback;  ///< What holds where nothing is said; "" if that depends.
    std::string value;     ///< As it is said, or with which to begin where it must be; "" if not.
    std::vector<std::string> words = {};  ///< That it may be, if it is one of some.
};

/// What a scenario or its manifests say of how a service is called, in a mapping that a step
/// `do: set` may replace while the run goes on: its limits, its balancer.
struct KnownSection {
    std::string name;     ///< "outlier detection", "balancer random"
    std::string summary;  ///< One line.
    std::string path;     ///< "DestinationRule/cart.spec.trafficPolicy.outlierDetection"
    std::string written;  ///< All that it says, in one line; "" if it is not there.
    std::vector<KnownSetting> settings;
    std::string place = {};  ///< "subset v1", "port 8080": for it alone; "": for the whole service.
};

/// Those of a service, as the fork's last step leaves them, then the same of its subsets, and of
/// its ports if they are several or have settings of their own. These begin with what holds for
/// them. None of a service that no manifest declares.
std::vector<KnownSection> known_sections(const Fork& fork,
                                         const Kinds& kinds,
                                         const mesh::control::ServiceName& service);

/// What a section says, in one line, once it says these values of its settings, by name. "" for one
/// takes it away; what else the section says stays.
std::string section_with(const std::string& written,
                         const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace weft::scenarios
