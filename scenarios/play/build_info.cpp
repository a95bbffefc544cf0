#include "scenarios/play/build_info.hpp"

#include <fmt/format.h>

namespace weft::scenarios {
namespace {

#if defined(__clang__)
constexpr std::string_view compiler = "Clang " __clang_version__;
#else
constexpr std::string_view compiler = "GCC " __VERSION__;
#endif

#if defined(__x86_64__)
constexpr std::string_view processor = "x86_64";
#elif defined(__aarch64__)
constexpr std::string_view processor = "aarch64";
#else
constexpr std::string_view processor = "another processor";
#endif

}  // namespace

std::string_view version() {
    return WEFT_VERSION;
}

std::string build() {
    return fmt::format("{}, {}", compiler, processor);
}

}  // namespace weft::scenarios
