// Whether a drawn number belongs to a share.
#include "mesh/base/fraction.hpp"

#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_fraction(const Json& /*file*/, const Json& vector) {
    mesh::Fraction share;
    share.numerator = count(vector, "numerator", share.numerator);
    share.denominator = count(vector, "denominator", share.denominator);
    if (share.denominator == 0) throw std::invalid_argument("denominator: it must be above 0");
    return compare(vector.at("expect"), share.admits(whole_number(vector.at("random"))));
}

}  // namespace

VectorSuite fraction() {
    return {.name = "fraction", .check = check_fraction};
}

}  // namespace weft::scenarios::suites
