// Moments that the user marks, which are kept for each run file.
#include "gui/window/main_window.hpp"

#include <QMenu>
#include <QSettings>

namespace weft::gui {
namespace {

constexpr const char* bookmarks_key = "bookmarks";
constexpr qsizetype most_marked_runs = 50;

QString marked_name(const std::string& run) {
    return QString::fromStdString(std::filesystem::absolute(run).string());
}

std::vector<mesh::Instant> kept_bookmarks(const QString& run) {
    std::vector<mesh::Instant> moments;
    for (const QVariant& kept : QSettings{}.value(bookmarks_key).toList()) {
        if (kept.toMap().value("run").toString() != run) continue;
        for (const QVariant& moment : kept.toMap().value("moments").toList())
            moments.emplace_back(mesh::Duration{moment.toLongLong()});
    }
    return moments;
}

/// Of the runs that were marked last.
void keep_bookmarks(const QString& run, const std::vector<mesh::Instant>& bookmarks) {
    QSettings settings;
    QVariantList all = settings.value(bookmarks_key).toList();
    all.removeIf([&](const QVariant& kept) { return kept.toMap().value("run") == run; });
    QVariantList moments;
    for (const mesh::Instant moment : bookmarks)
        moments << qlonglong{moment.time_since_epoch().count()};
    if (!moments.isEmpty()) all.prepend(QVariantMap{{"run", run}, {"moments", moments}});
    settings.setValue(bookmarks_key, all.mid(0, most_marked_runs));
}

}  // namespace

void MainWindow::build_bookmarks(QMenu& run) {
    const auto step = [this](bool forward) {
        if (!session_.seek_bookmark(forward)) session_.tell(tr("There is no other bookmark."));
    };
    add(run, tr("&Bookmark"), QKeySequence{"M"}, [this] {
        session_.toggle_bookmark();
        const std::string file = session_.run().file();
        if (!is_passing(file)) keep_bookmarks(marked_name(file), session_.bookmarks());
    });
    add(run, tr("Next Bookmark"), QKeySequence{"B"}, [step] { step(true); });
    add(run, tr("Previous Bookmark"), QKeySequence{"Shift+B"}, [step] { step(false); });
}

void MainWindow::show_bookmarks() {
    session_.set_bookmarks(kept_bookmarks(marked_name(session_.run().file())));
}

}  // namespace weft::gui
