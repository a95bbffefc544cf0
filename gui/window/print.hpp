#pragma once

#include "gui/window/export.hpp"

#include <QString>

class QPagedPaintDevice;

namespace weft::gui {

/// Paints a page on one sheet, as large as fits, with its caption below it, which is never smaller
/// than 9 points. Returns why it could not, or nothing.
QString print_page(const Page& page, QPagedPaintDevice& device);

}  // namespace weft::gui
