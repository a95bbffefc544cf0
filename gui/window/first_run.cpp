// What somebody sees who starts the program: never an empty window.
#include "gui/source/bundled_runs.hpp"
#include "gui/window/example_strip.hpp"
#include "gui/window/hints.hpp"
#include "gui/window/main_window.hpp"

#include <QSettings>
#include <QVBoxLayout>

#include <array>

namespace weft::gui {
namespace {

constexpr mesh::Duration before_it_begins = std::chrono::milliseconds{500};

}  // namespace

void MainWindow::build_first_run(QVBoxLayout& around_mesh) {
    hints_ = new Hints(session_);
    auto* const examples = new ExampleStrip(session_);
    examples->on_open = [this](const std::string& name) {
        open_example(name);
        mesh_->setFocus();
    };
    around_mesh.insertWidget(around_mesh.indexOf(mesh_), hints_);
    around_mesh.addWidget(examples);
}

bool MainWindow::open_last() {
    const QString last = QSettings{}.value("recent").toStringList().value(0);
    if (!last.isEmpty() && open(last.toStdString())) {
        if (is_bundled(last.toStdString())) hints_->begin();
        return true;
    }
    const QString why = message();
    const bool is_shown = open_example(first_example);
    if (!is_shown) return false;
    if (!why.isEmpty()) tell(why);
    hints_->begin();
    return last.isEmpty();
}

/// Half a second before the first fault, or where there is none before the first step, or before
/// the first limit that is reached.
void MainWindow::seek_first_fault() {
    if (!session_.has_run()) return;
    using sim::observe::Change;
    for (const Change::Kind kind :
         std::array{Change::Kind::fault_started, Change::Kind::step_started,
                    Change::Kind::limit_reached}) {
        for (const Event& event : session_.run().events()) {
            if (event.change.kind != kind) continue;
            return session_.seek(event.change.at - before_it_begins);
        }
    }
}

}  // namespace weft::gui
