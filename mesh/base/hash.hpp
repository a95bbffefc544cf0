#pragma once

#include <cstdint>
#include <string_view>

/// Hashes of text that give the same number on every machine, as hash policies and the tables of
/// hashing balancers need them.
namespace weft::mesh {

/// Source: xxHash by Yann Collet, its 64-bit variant XXH64.
std::uint64_t xx_hash64(std::string_view text, std::uint64_t seed = 0);

/// Source: MurmurHash by Austin Appleby, in the 64-bit form by which libstdc++ hashes bytes: the
/// last one to seven bytes are mixed in as one number, low byte first, without a shift of their
/// own.
std::uint64_t murmur_hash2_64(std::string_view text, std::uint64_t seed);

/// The seed that libstdc++ gives it, and with it the reference proxy's ring.
inline constexpr std::uint64_t murmur_seed = 0xc70f6907U;

}  // namespace weft::mesh
