#pragma once

#include <span>
#include <string>

namespace weft::gui {

/// A text of those parts of the window that know no Qt, in the user's language: a Say.
std::string said(const char* english);

/// All that can be said in another language.
std::span<const char* const> all_said();

}  // namespace weft::gui
