// The mesh and the charts on paper: the pages that are exported, on one sheet each.
#include "gui/window/print.hpp"

#include "gui/window/main_window.hpp"

#include <QMenu>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QPrintDialog>
#include <QPrinter>
#include <QPrinterInfo>

#include <algorithm>

namespace weft::gui {
namespace {

/// What a page measures is in pixels of a screen, of which twelve are nine points.
constexpr double screen_dots_per_inch = 96;
constexpr double printed_caption_height = 26;

}  // namespace

QString print_page(const Page& page, QPagedPaintDevice& device) {
    QPainter painter;
    if (!painter.begin(&device)) return QObject::tr("It cannot be printed there.");
    const double across = device.logicalDpiX() / screen_dots_per_inch;
    const double down = device.logicalDpiY() / screen_dots_per_inch;
    painter.scale(across, down);
    const QSizeF sheet{device.width() / across, device.height() / down};
    const QSizeF room{sheet.width(), sheet.height() - printed_caption_height};
    const double scale =
        std::min(room.width() / page.size.width(), room.height() / page.size.height());
    painter.save();
    painter.translate((room.width() - scale * page.size.width()) / 2, 0);
    painter.scale(scale, scale);
    page.paint(painter, page.size);
    painter.restore();
    QFont font;
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(page.palette.text);
    painter.drawText(QRectF{0, room.height(), sheet.width(), printed_caption_height},
                     Qt::AlignLeft | Qt::AlignVCenter, page.caption);
    return painter.end() ? QString{} : QObject::tr("It cannot be printed there.");
}

void MainWindow::build_print(QMenu& file) {
    add(file, tr("&Print the Mesh…"), QKeySequence::Print, [this] { ask_to_print(false); });
    add(file, tr("Print the C&harts…"), {}, [this] { ask_to_print(true); });
}

void MainWindow::ask_to_print(bool charts) {
    if (!session_.has_run()) return;
    if (QPrinterInfo::availablePrinterNames().isEmpty())
        return tell(tr("No printer is set up here. File ▸ Export writes the same as PDF."));
    mesh_->lay_out_now();
    const QSizeF mesh = mesh_->placement().size;
    QPrinter printer{QPrinter::HighResolution};
    printer.setDocName(caption());
    if (!charts && mesh.width() > mesh.height()) printer.setPageOrientation(QPageLayout::Landscape);
    QPrintDialog dialog{&printer, this};
    dialog.setOptions(QAbstractPrintDialog::PrintToFile);
    if (dialog.exec() == QDialog::Accepted) print(charts, printer);
}

/// Paper is white, whatever the theme.
bool MainWindow::print(bool charts, QPagedPaintDevice& device) {
    const Theme theme = session_.theme();
    const Palette& palette = palette_of(Theme::light);
    session_.set_theme(Theme::light);
    mesh_->lay_out_now();
    const QString failure =
        print_page(charts ? page_of_curves(inspector_->curves(), caption(), palette)
                          : page_of_mesh(*mesh_, caption_of_mesh(), palette),
                   device);
    session_.set_theme(theme);
    if (!failure.isEmpty()) tell(failure);
    return failure.isEmpty();
}

}  // namespace weft::gui
