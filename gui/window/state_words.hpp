#pragma once

#include "gui/picture/mesh_look.hpp"
#include "gui/source/run_source.hpp"

#include <QString>

namespace weft::gui {

/// States and figures in the user's language, for labels and tables.
QString state_word(Health health);
QString state_word(PodState::Life life);
QString metric_word(Metric metric);
QString colouring_word(Colouring colouring);

}  // namespace weft::gui
