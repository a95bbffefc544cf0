#include "mesh/base/hash.hpp"

#include <doctest/doctest.h>

#include <string>

namespace hash_test {

using namespace weft::mesh;

TEST_SUITE("hash") {
    TEST_CASE("xxHash64 gives the published numbers") {
        CHECK(xx_hash64("") == 0xef46db3751d8e999U);
        CHECK(xx_hash64("a") == 0xd24ec4f1a98c6e5bU);
        CHECK(xx_hash64("abc") == 0x44bc2cf5ad770999U);
    }

    TEST_CASE("the seed changes every hash") {
        CHECK(xx_hash64("10.0.0.1:80", 0) != xx_hash64("10.0.0.1:80", 1));
        CHECK(murmur_hash2_64("10.0.0.1:80", 0) != murmur_hash2_64("10.0.0.1:80", 1));
    }

#ifdef __GLIBCXX__
    TEST_CASE("MurmurHash2 hashes texts of every length as libstdc++ does") {
        std::string text;
        for (int length = 0; length <= 40; ++length) {
            CAPTURE(length);
            CHECK(murmur_hash2_64(text, 0xc70f6907U) == std::hash<std::string>{}(text));
            text += static_cast<char>(0xf0 - 5 * length);
        }
    }
#endif
}

}  // namespace hash_test
