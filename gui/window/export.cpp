#include "gui/window/export.hpp"

#include "gui/window/curve_widget.hpp"
#include "gui/window/mesh_widget.hpp"

#include <QBuffer>
#include <QImage>
#include <QObject>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSettings>
#include <QSvgGenerator>

#include <algorithm>
#include <cerrno>

namespace weft::gui {
namespace {

constexpr double caption_height = 26;
constexpr double narrowest_page = 480;
constexpr double curve_height = 90;

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

QSizeF whole_size(const Page& page) {
    return {page.size.width(), page.size.height() + (page.has_caption ? caption_height : 0)};
}

void paint_page(QPainter& painter, const Page& page) {
    const QSizeF size = whole_size(page);
    if (page.has_ground) painter.fillRect(QRectF{{0, 0}, size}, page.palette.surface);
    page.paint(painter, page.size);
    if (!page.has_caption) return;
    QFont font;
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(page.palette.text);
    painter.drawText(QRectF{6, page.size.height(), size.width() - 12, caption_height},
                     Qt::AlignLeft | Qt::AlignVCenter, page.caption);
}

QByteArray as_svg(const Page& page) {
    const QSizeF size = whole_size(page);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF{{0, 0}, size});
    generator.setTitle("weft");
    generator.setDescription(page.caption);
    QPainter painter{&generator};
    paint_page(painter, page);
    painter.end();
    return buffer.data();
}

QByteArray as_pdf(const Page& page) {
    constexpr int dots_per_inch = 72;  // A pixel is a point.
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer{&buffer};
    writer.setResolution(dots_per_inch);
    writer.setPageSize(QPageSize{whole_size(page), QPageSize::Point});
    writer.setPageMargins({0, 0, 0, 0});
    writer.setTitle(page.caption);
    QPainter painter{&writer};
    paint_page(painter, page);
    painter.end();
    return buffer.data();
}

QByteArray as_png(const Page& page, int scale) {
    QImage image{(whole_size(page) * scale).toSize(), QImage::Format_ARGB32_Premultiplied};
    image.fill(Qt::transparent);
    image.setText("Description", page.caption);
    QPainter painter{&image};
    painter.scale(scale, scale);
    paint_page(painter, page);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

constexpr const char* caption_key = "export/caption";

}  // namespace

void choose_caption(bool on) {
    QSettings{}.setValue(caption_key, on);
}

bool wants_caption() {
    return QSettings{}.value(caption_key, true).toBool();
}

Page page_of_mesh(const MeshWidget& mesh, const QString& caption, const Palette& palette) {
    const QSizeF whole = mesh.placement().size;
    return {
        .size = {std::max(whole.width(), narrowest_page), whole.height()},
        .paint = [&mesh](QPainter& painter, const QSizeF& size) { mesh.paint_into(painter, size); },
        .caption = caption,
        .palette = palette};
}

Page page_of_curves(const std::vector<CurveWidget*>& curves,
                    const QString& caption,
                    const Palette& palette) {
    return {.size = {narrowest_page, curve_height * static_cast<double>(curves.size())},
            .paint =
                [curves](QPainter& painter, const QSizeF& size) {
                    QRectF area{0, 0, size.width(), curve_height};
                    for (const CurveWidget* const curve : curves) {
                        curve->paint_into(painter, area);
                        area.translate(0, curve_height);
                    }
                },
            .caption = caption,
            .palette = palette};
}

QString export_page(const Page& page, const QString& path, int scale) {
    if (path.endsWith(".svg", Qt::CaseInsensitive)) return write_bytes(path, as_svg(page));
    if (path.endsWith(".pdf", Qt::CaseInsensitive)) return write_bytes(path, as_pdf(page));
    if (path.endsWith(".png", Qt::CaseInsensitive)) return write_bytes(path, as_png(page, scale));
    return QObject::tr("%1: pictures are written as .svg, .pdf or .png").arg(path);
}

QString export_mesh(const MeshWidget& mesh,
                    const QString& path,
                    const QString& caption,
                    const Palette& palette,
                    int scale) {
    return export_page(page_of_mesh(mesh, caption, palette), path, scale);
}

QString write_png(const QString& path, QImage picture, const QString& description) {
    constexpr int smallest_file = 0;  // It loses nothing.
    picture.setText("Description", description);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG", smallest_file);
    return write_bytes(path, buffer.data());
}

QString write_text(const QString& path, const QString& text) {
    return write_bytes(path, text.toUtf8());
}

}  // namespace weft::gui
