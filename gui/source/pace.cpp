#include "gui/source/pace.hpp"

#include <ctime>

namespace weft::gui {

Pace::Clocks Pace::Clocks::now() {
    timespec worked{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked);
    return {.real = std::chrono::steady_clock::now().time_since_epoch(),
            .worked = std::chrono::seconds{worked.tv_sec} + Time{worked.tv_nsec}};
}

}  // namespace weft::gui
