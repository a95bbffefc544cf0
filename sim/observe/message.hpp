#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::sim::observe {

/// What is on its way between a caller and a pod, for one request.
struct Message {
    enum class Kind : std::uint8_t {
        request,
        retry,  ///< A request that its proxy sends again, or to several.
        answer,
        reset,   ///< Word that no answer will come.
        cancel,  ///< Word that nobody waits any more.
        lost,    ///< One that does not arrive: it is sent again at `arrives`.
    };

    Kind kind = Kind::request;
    std::string from{};  ///< Pods and clients, by the names of their proxies.
    std::string to{};
    std::uint32_t source = nobody;  ///< Services by number: whose pods these are.
    std::uint32_t destination = nobody;
    std::string load{};  ///< Of the root request that it belongs to,
    std::uint64_t request = 0;
    std::uint16_t status = 0;             ///< Of an answer.
    std::optional<mesh::Instant> sent{};  ///< Nothing: nobody noted it.
    mesh::Instant arrives{};

    /// How much of its way it has behind it, 0 to 1.
    std::optional<double> progress(mesh::Instant now) const {
        if (!sent || arrives <= *sent) return std::nullopt;
        return static_cast<double>((now - *sent).count()) /
               static_cast<double>((arrives - *sent).count());
    }
};

}  // namespace weft::sim::observe
