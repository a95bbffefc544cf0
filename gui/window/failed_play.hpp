#pragma once

#include <QString>

#include <string>

namespace weft::gui {

/// What of all that a run said the user has to be told when it could not be played: its errors, and
/// not the warnings around them; all of it if none says that it is one.
QString failure_words(const std::string& said);

}  // namespace weft::gui
