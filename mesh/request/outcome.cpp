#include "mesh/request/outcome.hpp"

#include <array>
#include <cassert>

namespace weft::mesh {

Flag flag_of(ResetReason reason) {
    switch (reason) {
        case ResetReason::connection_failure:
        case ResetReason::connection_timeout:
            return Flag::UF;
        case ResetReason::connection_termination:
            return Flag::UC;
        case ResetReason::remote_reset:
        case ResetReason::remote_refused_stream:
            return Flag::UR;
        case ResetReason::local_reset:
            return Flag::LR;
        case ResetReason::overflow:
            return Flag::UO;
    }
    return Flag::UR;
}

std::string_view flag_name(std::size_t bit) {
    static constexpr std::array<std::string_view, flag_count> names{
        "NR", "NC", "UH", "UO", "URX", "UF", "UC",   "UR",
        "LR", "UT", "DI", "FI", "RL",  "DC", "RLSE", "UAEX"};
    assert(bit < names.size());
    return names[bit];
}

std::string to_text(Flags flags) {
    std::string text;
    for (std::size_t bit = 0; bit < flag_count; ++bit) {
        if ((flags.bits() >> bit & 1U) == 0) continue;
        if (!text.empty()) text += ',';
        text += flag_name(bit);
    }
    return text;
}

}  // namespace weft::mesh
