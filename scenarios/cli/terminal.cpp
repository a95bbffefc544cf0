#include "scenarios/cli/terminal.hpp"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace weft::scenarios::cli {
namespace {

std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

bool is_smart_terminal(int descriptor) {
    return isatty(descriptor) == 1 && variable("TERM") != "dumb";
}

}  // namespace

bool wants_colour() {
    return is_smart_terminal(STDOUT_FILENO) && variable("NO_COLOR").empty();
}

bool wants_progress() {
    return is_smart_terminal(STDERR_FILENO);
}

}  // namespace weft::scenarios::cli
