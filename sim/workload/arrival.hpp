#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace weft::sim {

/// When the requests of an open loop are meant to be sent. One object a load; keeps what it must
/// (a fraction of a nanosecond, a phase).
class ArrivalProcess {
public:
    virtual ~ArrivalProcess() = default;

    /// From the request meant for `previous` to the next. The numbers belong to the next request
    /// alone. Not negative; long runs keep the rate exactly (no rounding drift).
    virtual mesh::Duration gap(mesh::Instant previous, mesh::Draws& draws) = 0;
};

struct ArrivalKind {
    std::string name;     ///< "poisson"
    std::string summary;  ///< One line, for `list arrivals`.

    /// `rate` is per second and above 0.
    std::function<std::unique_ptr<ArrivalProcess>(double rate, mesh::Settings&)> make;
};

/// The arrival processes that scenarios may name.
class ArrivalRegistry {
public:
    /// Throws std::invalid_argument if the name is taken.
    void add(ArrivalKind kind);
    const ArrivalKind* find(std::string_view name) const;
    const std::map<std::string, ArrivalKind, std::less<>>& kinds() const { return kinds_; }

private:
    std::map<std::string, ArrivalKind, std::less<>> kinds_;
};

/// Every arrival process in sim/workload/arrivals/.
ArrivalRegistry built_in_arrivals();

}  // namespace weft::sim
