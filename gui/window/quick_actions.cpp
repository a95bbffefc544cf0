// What a right click has for what is selected, beside all else that can be done to it: what is done
// most often has an entry of its own.
#include "gui/window/failed_request.hpp"
#include "gui/window/main_window.hpp"

#include <QMenu>

#include <cstdint>

namespace weft::gui {
namespace {

/// Where an entry acts.
enum class ActsOn : std::uint8_t { pods, pods_and_lines, loads };

struct Strike {
    const char* text;
    const char* fault;  ///< Of the registry, or a preset.
    ActsOn acts;
};

constexpr Strike strikes_of_menu[] = {
    {QT_TRANSLATE_NOOP("MainWindow", "Kill Pod…"), "crash", ActsOn::pods},
    {QT_TRANSLATE_NOOP("MainWindow", "Crash Loop…"), "crash_loop", ActsOn::pods},
    {QT_TRANSLATE_NOOP("MainWindow", "Partition From…"), "partition", ActsOn::pods_and_lines},
    {QT_TRANSLATE_NOOP("MainWindow", "Add Latency…"), "delay", ActsOn::pods_and_lines},
    {QT_TRANSLATE_NOOP("MainWindow", "Abort Requests…"), "error", ActsOn::pods},
    {QT_TRANSLATE_NOOP("MainWindow", "Slow CPU…"), "cpu_share", ActsOn::pods},
    {QT_TRANSLATE_NOOP("MainWindow", "Slow Disk…"), "bad_disk", ActsOn::pods},
    {QT_TRANSLATE_NOOP("MainWindow", "Drop Config Push…"), "stale_config", ActsOn::pods},
    {QT_TRANSLATE_NOOP("MainWindow", "Overload by Clients…"), "load", ActsOn::loads}};

bool is_struck(ActsOn acts, Selection::Kind kind) {
    switch (kind) {
        case Selection::Kind::service:
        case Selection::Kind::pod:
            return true;
        case Selection::Kind::edge:
            return acts != ActsOn::pods;
        default:
            return acts == ActsOn::loads;
    }
}

}  // namespace

void MainWindow::add_strikes(QMenu& menu) {
    const Selection::Kind kind = session_.selection().kind;
    for (const Strike& strike : strikes_of_menu) {
        if (!is_struck(strike.acts, kind)) continue;
        const bool is_of_loads = strike.acts == ActsOn::loads;
        menu.addAction(tr(strike.text), this, [this, is_of_loads, name = strike.fault] {
            is_of_loads ? inject_at({}, name) : inject(name);
        });
    }
    menu.addSeparator();
}

void MainWindow::add_questions(QMenu& menu) {
    if (!session_.has_run()) return;
    menu.addSeparator();
    menu.addAction(tr("Why Did It Fail?"), this, [this] { ask_why(); });
    menu.addAction(tr("Trace the Slowest"), this, [this] { trace_slowest(); });
    const std::uint32_t service = service_of_selection(session_);
    if (service == none) return;
    menu.addAction(tr("Focus on Its Neighbours"), this, [this, service] {
        MeshView view = mesh_->view();
        view.focus = service;
        mesh_->set_view(std::move(view));
    });
}

void MainWindow::ask_why() {
    tabs_->setCurrentWidget(why_);
    select_failed_request(session_);
    why_->explain();
}

void MainWindow::trace_slowest() {
    if (!select_slowest_request(session_))
        return session_.tell(tr("No sampled request went through it near this moment."));
    QWidget* page = findChild<QWidget*>("waterfall");
    while (page != nullptr && tabs_->indexOf(page) < 0)
        page = page->parentWidget();
    if (page != nullptr) tabs_->setCurrentWidget(page);
}

}  // namespace weft::gui
