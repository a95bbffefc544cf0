// The hashes that rings, tables and hash policies are built from.
#include "mesh/base/hash.hpp"

#include "scenarios/vectors/vector_values.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

std::uint64_t hash_of(const VectorSuite::Json& vector) {
    const auto function = vector.at("fn").get<std::string>();
    const auto input = vector.at("input").get<std::string>();
    if (function == "xxHash64") return mesh::xx_hash64(input, whole_number(vector, "seed", 0));
    if (function == "murmurHash2_64") {
        return mesh::murmur_hash2_64(input, whole_number(vector, "seed", mesh::murmur_seed));
    }
    throw std::invalid_argument("fn: there is no hash `" + function + "`");
}

}  // namespace

VectorSuite hash() {
    return {
        .name = "hash",
        .check =
            [](const VectorSuite::Json& /*file*/, const VectorSuite::Json& vector) {
                return compare(vector.at("expect"), std::to_string(hash_of(vector)));
            },
    };
}

}  // namespace weft::scenarios::suites
