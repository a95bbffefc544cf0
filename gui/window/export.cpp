#include "gui/window/export.hpp"

#include "gui/window/mesh_widget.hpp"

#include <QBuffer>
#include <QImage>
#include <QObject>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>
#include <cerrno>

namespace weft::gui {
namespace {

constexpr double caption_height = 26;

QString write_bytes(const QString& path, const QByteArray& bytes) {
    const auto refusal = [&](const QString& why) {
        return QObject::tr("%1 cannot be written: %2").arg(path, why);
    };
    QSaveFile file{path};
    if (!file.open(QIODevice::WriteOnly)) return refusal(file.errorString());
    // commit() would put a file in place that is cut where the disk was full, and Qt does not know
    // that it was.
    errno = 0;
    const bool is_whole = file.write(bytes) == bytes.size() && file.flush();
    if (!is_whole) return refusal(errno != 0 ? qt_error_string(errno) : file.errorString());
    return file.commit() ? QString{} : refusal(file.errorString());
}

void paint_page(QPainter& painter,
                const MeshWidget& mesh,
                const QSizeF& size,
                const QString& caption,
                const Palette& palette) {
    painter.fillRect(QRectF{{0, 0}, size}, palette.surface);
    mesh.paint_into(painter, {size.width(), size.height() - caption_height});
    QFont font;
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(palette.text);
    painter.drawText(QRectF{6, size.height() - caption_height, size.width() - 12, caption_height},
                     Qt::AlignLeft | Qt::AlignVCenter, caption);
}

QByteArray as_svg(const MeshWidget& mesh,
                  const QSizeF& size,
                  const QString& caption,
                  const Palette& palette) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF{{0, 0}, size});
    generator.setTitle("weft");
    generator.setDescription(caption);
    QPainter painter{&generator};
    paint_page(painter, mesh, size, caption, palette);
    painter.end();
    return buffer.data();
}

QByteArray as_pdf(const MeshWidget& mesh,
                  const QSizeF& size,
                  const QString& caption,
                  const Palette& palette) {
    constexpr int dots_per_inch = 72;  // A pixel is a point.
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer{&buffer};
    writer.setResolution(dots_per_inch);
    writer.setPageSize(QPageSize{size, QPageSize::Point});
    writer.setPageMargins({0, 0, 0, 0});
    writer.setTitle(caption);
    QPainter painter{&writer};
    paint_page(painter, mesh, size, caption, palette);
    painter.end();
    return buffer.data();
}

QByteArray as_png(const MeshWidget& mesh,
                  const QSizeF& size,
                  const QString& caption,
                  const Palette& palette,
                  int scale) {
    QImage image{(size * scale).toSize(), QImage::Format_ARGB32_Premultiplied};
    image.setText("Description", caption);
    QPainter painter{&image};
    painter.scale(scale, scale);
    paint_page(painter, mesh, size, caption, palette);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

}  // namespace

QString export_mesh(const MeshWidget& mesh,
                    const QString& path,
                    const QString& caption,
                    const Palette& palette,
                    int scale) {
    const QSizeF whole = mesh.placement().size;
    const QSizeF size{std::max(whole.width(), 480.0), whole.height() + caption_height};
    if (path.endsWith(".svg", Qt::CaseInsensitive))
        return write_bytes(path, as_svg(mesh, size, caption, palette));
    if (path.endsWith(".pdf", Qt::CaseInsensitive))
        return write_bytes(path, as_pdf(mesh, size, caption, palette));
    if (path.endsWith(".png", Qt::CaseInsensitive))
        return write_bytes(path, as_png(mesh, size, caption, palette, scale));
    return QObject::tr("%1: pictures are written as .svg, .pdf or .png").arg(path);
}

QString write_png(const QString& path, const QImage& picture) {
    constexpr int smallest_file = 0;  // It loses nothing.
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG", smallest_file);
    return write_bytes(path, buffer.data());
}

QString write_text(const QString& path, const QString& text) {
    return write_bytes(path, text.toUtf8());
}

}  // namespace weft::gui
