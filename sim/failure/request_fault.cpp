#include "sim/failure/request_fault.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

namespace weft::sim {
namespace {

char capital(char letter) {
    return 'a' <= letter && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

}  // namespace

bool is_about(const RequestFault& fault, const mesh::RequestHead& head) {
    if (!fault.method.empty() && fault.method != head.method) return false;
    return head.path.starts_with(fault.path);
}

void read_match(mesh::Settings& settings, RequestFault& fault) {
    fault.path = settings.text("path", "");
    settings.require(fault.path.empty() || fault.path.starts_with('/'), "path",
                     fmt::format("must begin with /; did you mean '/{}'?", fault.path));
    fault.method = settings.text("method", "");
    std::string capitals = fault.method;
    std::ranges::transform(capitals, capitals.begin(), capital);
    settings.require(fault.method == capitals, "method",
                     fmt::format("must be in capital letters; did you mean '{}'?", capitals));
}

}  // namespace weft::sim
