#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

// Counts what operator new hands out. For programs of one source file, which it is included in.
namespace weft::bench {

inline std::size_t& allocations() {
    static std::size_t count = 0;
    return count;
}

}  // namespace weft::bench

// GCC takes memory from malloc that a delete frees for a mistake if it sees one of the two inlined.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++weft::bench::allocations();
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc{};
}

[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
