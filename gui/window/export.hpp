#pragma once

#include "gui/picture/palette.hpp"

#include <QImage>
#include <QString>

namespace weft::gui {

class MeshWidget;

/// Writes the picture of the mesh as SVG, PDF or PNG, by the end of the name, with a caption that
/// says of which run and moment it is; the same stands in the file's own description. Returns why
/// it could not, or nothing. A PNG is `scale` times as large as the window shows it.
QString export_mesh(const MeshWidget& mesh,
                    const QString& path,
                    const QString& caption,
                    const Palette& palette,
                    int scale = 2);

/// Writes a picture as PNG, whole or not at all. Returns why it could not, or nothing.
QString write_png(const QString& path, const QImage& picture);

/// Writes a file whole or not at all. Returns why it could not, or nothing.
QString write_text(const QString& path, const QString& text);

}  // namespace weft::gui
