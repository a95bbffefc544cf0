#include "gui/window/failed_play.hpp"

#include "gui/source/live_run.hpp"
#include "gui/window/main_window.hpp"

#include <QObject>
#include <QStringList>

namespace weft::gui {

QString failure_words(const std::string& said) {
    constexpr qsizetype most_lines = 8;  // The message stands above the mesh.
    const QString mark = "error: ";
    const QStringList all = QString::fromStdString(said).split('\n', Qt::SkipEmptyParts);
    QStringList errors = all.filter(mark);
    if (errors.isEmpty()) errors = all;
    const qsizetype left_out = errors.size() - most_lines;
    if (left_out > 0) {
        errors.resize(most_lines);
        errors.append(QObject::tr("and %1 more").arg(left_out));
    }
    for (QString& error : errors)
        if (error.startsWith(mark)) error.remove(0, mark.size());
    return errors.join('\n');
}

void MainWindow::tell_failure(const Playing& playing) {
    failure_ = playing.code();
    tell(failure_words(playing.said()));
}

}  // namespace weft::gui
