#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"
#include "scenarios/expression/formula.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace weft::scenarios {

/// What a condition may ask of a root request. What is not known is undefined: no comparison holds
/// for it.
struct RequestAttributes {
    using Counts = std::map<std::string, std::uint32_t, std::less<>>;

    std::string load{};
    std::uint64_t number = 0;  ///< Within the load.
    mesh::Instant sent{};
    mesh::Instant ended{};
    std::uint16_t status = 0;              ///< 0: no answer.
    mesh::Flags flags{};                   ///< Of its first call.
    std::optional<std::string> service{};  ///< That its first call was for.
    std::optional<Counts> calls{};         ///< By service, those of services included;
    std::optional<Counts> attempts{};      ///< by pod.
};

/// What there is in a run to ask for.
struct RequestNames {
    std::vector<std::string> loads;
    std::vector<std::string> services;
    std::vector<std::string> pods;
};

/// A condition that is asked of requests one by one, such as
/// `latency > 200ms and status >= 500 and service == "cart"`.
class RequestCondition {
public:
    enum class Attribute : std::uint8_t {
        latency,  ///< A time, as are "sent" and the run's other moments.
        sent,
        status,    ///< A number; 0: no answer.
        number,    ///< Within its load.
        attempts,  ///< A number: of all its calls, or at one pod.
        calls,     ///< A number: of all, or of one service.
        load,      ///< A text, as is the next.
        service,
        failed,  ///< Whether it was answered by a 5xx, or not at all.
        flag,    ///< Whether its first call has this one.
    };

    /// An attribute, and what of.
    struct Asked {
        Attribute attribute = Attribute::latency;
        std::string of{};  ///< A service or pod; empty: all together.
        mesh::Flag flag = mesh::Flag::NR;
    };

    RequestCondition(Formula formula, std::vector<Asked> asked)
        : formula_(std::move(formula)), asked_(std::move(asked)) {}

    bool matches(const RequestAttributes& request) const;

    /// Says which name it asks for that is none of these; "" if all are known.
    std::string unknown_name(const RequestNames& known) const;

private:
    Formula formula_;
    std::vector<Asked> asked_;
};

/// Reads a condition; or the first mistake that it has.
tl::expected<RequestCondition, ExpressionError> read_request_condition(std::string_view text);

/// An attribute, for lists.
struct RequestAttributeRule {
    std::string_view name;
    RequestCondition::Attribute attribute;
    Quantity quantity;
    std::string_view of;  ///< What it may be asked of: "a service"; empty: it takes nothing.
    bool needs_of = false;
};

/// All there are.
const std::vector<RequestAttributeRule>& request_attributes();

}  // namespace weft::scenarios
