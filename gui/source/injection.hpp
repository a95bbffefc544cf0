#pragma once

#include "gui/source/run_source.hpp"
#include "scenarios/play/fault_catalogue.hpp"
#include "scenarios/play/section_catalogue.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace weft::gui {

/// Where the user wants to do something.
struct InjectionPlace {
    enum class Kind : std::uint8_t { mesh, service, edge, pod, zone };

    Kind kind = Kind::mesh;
    std::uint32_t number = none;  ///< Of the service, edge or pod.
    std::string zone = {};        ///< Its name.
};

/// Something that a step of a timeline can do, with what may be said of it.
struct Injection {
    struct Field {
        std::string name;
        std::string value;                    ///< With which the user begins.
        std::string about = {};               ///< "" if the summary says it.
        bool is_always_said = false;          ///< Otherwise only if the user changes it.
        std::vector<std::string> words = {};  ///< That it may be, if it is one of some.
    };

    std::string name;     ///< "error", "scale"
    std::string summary;  ///< One line.
    std::string key;      ///< "fault" or "do": under which the name is said; "set": a value is.
    std::vector<Field> fields;
    std::string path = {};     ///< Of the value that is set,
    std::string written = {};  ///< which says this before,
    std::string place = {};  ///< and holds for this part of the service: "subset v1"; "": for all.

    bool is_fault() const { return key == "fault"; }
};

/// The service that a change at the place is about, of an edge the one that is called; none where
/// it is about none.
std::uint32_t changed_service(const InjectionPlace& place, const Topology& topology);

/// Where the pods of a service, of both ends of an edge, or a pod are, as far as it is known,
/// sorted.
std::set<std::string> zones_of(const InjectionPlace& place, const Topology& topology);

/// All that acts at the place: changes of the cluster first, then what may be set for the service,
/// then faults in their order. What acts on no pod in particular (the control plane, DNS, loads)
/// does so on the mesh.
std::vector<Injection> injections_at(const InjectionPlace& place,
                                     const Topology& topology,
                                     const std::vector<scenarios::KnownFault>& faults,
                                     const std::vector<scenarios::KnownSection>& sections = {});

/// The step as a scenario writes it: "{at: 5s, for: 10s, fault: error, target: {service: cart}}".
/// `length` is "" for a fault that stays; `values` are by field, "" for what is not said, or of a
/// value that is set no longer said.
std::string step_of(const Injection& injection,
                    mesh::Instant at,
                    const std::string& length,
                    const std::vector<std::string>& values);

}  // namespace weft::gui
