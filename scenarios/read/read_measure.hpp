#pragma once

#include "mesh/request/outcome.hpp"
#include "scenarios/expression/expression.hpp"
#include "scenarios/model/measure_rules.hpp"
#include "scenarios/read/references.hpp"
#include "sim/workload/load_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::scenarios {

/// The share of requests that have to succeed for a service to be well again, unless somebody says
/// otherwise.
inline constexpr double usual_recovery = 0.99;

/// A measure whose names are known: of a load's requests, or of calls between services.
struct AskedMeasure {
    MeasureRule rule;
    std::string load{};
    std::string source{};
    std::string destination{};
    std::string version{};
    mesh::Flag flag = mesh::Flag::NR;
    std::uint16_t status_code = 0;
    std::optional<WrittenWord> step{};  ///< Of the timeline; it is not looked up.
    double wanted = usual_recovery;
    std::optional<WrittenWindow> window{};
};

/// What an expression's names may mean, and where its mistakes are told.
struct ExpressionContext {
    Place begin;  ///< Of the expression's text.
    const std::vector<sim::LoadPlan>& loads;
    References& references;  ///< Services are added to its subjects.
    Diagnostics& diagnostics;

    void error(std::size_t position, std::string message) const;
    Place place(std::size_t position) const;
};

/// Gives meaning to one measure of an expression. Nothing if there was a mistake; that services are
/// there is looked at later.
std::optional<AskedMeasure> read_measure(const WrittenCall& call, const ExpressionContext& context);

}  // namespace weft::scenarios
