#include "mesh/base/hash.hpp"

#include <cstddef>
#include <xxhash.h>

namespace weft::mesh {
namespace {

constexpr std::uint64_t murmur_factor = 0xc6a4a7935bd1e995U;

/// Up to eight bytes as one number, low byte first whatever the machine does.
std::uint64_t little_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        number = (number << 8) | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

constexpr std::uint64_t fold(std::uint64_t bits) {
    return bits ^ (bits >> 47);
}

}  // namespace

std::uint64_t xx_hash64(std::string_view text, std::uint64_t seed) {
    return XXH64(text.data(), text.size(), seed);
}

std::uint64_t murmur_hash2_64(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = seed ^ (text.size() * murmur_factor);
    while (text.size() >= 8) {
        hash ^= fold(little_endian(text.substr(0, 8)) * murmur_factor) * murmur_factor;
        hash *= murmur_factor;
        text.remove_prefix(8);
    }
    if (!text.empty()) hash = (hash ^ little_endian(text)) * murmur_factor;
    return fold(fold(hash) * murmur_factor);
}

}  // namespace weft::mesh
