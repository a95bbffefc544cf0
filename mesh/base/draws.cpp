#include "mesh/base/draws.hpp"

#include <Random123/philox.h>
#include <cassert>
#include <xxhash.h>

namespace weft::mesh {
namespace {

std::uint64_t philox(std::uint64_t key, std::uint64_t high, std::uint64_t low) {
    const auto word = [](std::uint64_t bits) { return static_cast<std::uint32_t>(bits); };
    const r123::Philox4x32 generator;
    const auto block = generator({{word(low), word(low >> 32), word(high), word(high >> 32)}},
                                 {{word(key), word(key >> 32)}});
    return (std::uint64_t{block[1]} << 32) | block[0];
}

}  // namespace

std::uint64_t root_seed(std::uint64_t run_seed, std::uint32_t load, std::uint64_t number) {
    return philox(run_seed, load, number);
}

Draws::Draws(std::uint64_t run_seed, std::string_view owner)
    : seed_(philox(run_seed, ~std::uint64_t{0}, XXH64(owner.data(), owner.size(), 0))) {}

std::uint64_t Draws::next_of_list() {
    assert(list_->used < list_->numbers.size());
    return list_->numbers[list_->used++];
}

}  // namespace weft::mesh
