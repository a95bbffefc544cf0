// What boxes of the mesh are coloured by.
#include "gui/picture/box_colour.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/state_words.hpp"

#include <QActionGroup>
#include <QMenu>
#include <QSettings>

#include <tuple>

namespace weft::gui {
namespace {

constexpr const char* colouring_key = "colour";

}  // namespace

/// What was chosen is there the next time; what the command line wants is not kept.
void MainWindow::build_colours(QMenu& view) {
    QMenu& menu = *view.addMenu(tr("Colo&ur"));
    menu.setObjectName("colours");
    auto* const group = new QActionGroup(&menu);
    const std::tuple<const char*, QString, Colouring> choices[] = {
        {"colour-health", tr("&Health"), Colouring::health},
        {"colour-load", tr("&Load"), Colouring::load},
        {"colour-latency", tr("L&atency"), Colouring::latency},
        {"colour-errors", tr("&Errors"), Colouring::errors}};
    const int kept = QSettings{}.value(colouring_key).toInt();
    for (const auto& [name, text, colouring] : choices) {
        QAction* const action = add(menu, text, {}, [this, by = colouring] {
            QSettings{}.setValue(colouring_key, static_cast<int>(by));
            session_.set_colouring(by);
        });
        action->setObjectName(name);
        action->setCheckable(true);
        group->addAction(action);
        const auto follow = [action, by = colouring, this] {
            action->setChecked(session_.colouring() == by);
        };
        if (kept == static_cast<int>(colouring)) session_.set_colouring(colouring);
        follow();
        connect(&session_, &Session::lookChanged, action, follow);
    }
}

/// The caption of a picture of the mesh: who sees it must know what its colours mean.
QString MainWindow::caption_of_mesh() {
    const BoxScale& scale = mesh_->look().scale;
    if (scale.by == Colouring::health) return caption();
    return tr("%1, coloured by %2 from 0 to %3")
        .arg(caption(), colouring_word(scale.by),
             QString::fromStdString(figure_words(scale.by, scale.greatest)));
}

}  // namespace weft::gui
