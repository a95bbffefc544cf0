// What is always at hand above the mesh, and what is always said below all panels.
#include "gui/source/pair_run.hpp"
#include "gui/source/words.hpp"
#include "gui/window/keys.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/speed_box.hpp"

#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QToolBar>
#include <QToolButton>

#include <utility>

namespace weft::gui {
namespace {

/// "Colour: Health" on the button of a menu, whoever has chosen.
void say_choice(QMenu& menu) {
    const auto plain = [](QString text) { return text.remove('&'); };
    QAction& button = *menu.menuAction();
    for (QAction* const choice : menu.actions()) {
        const QString text = plain(menu.title()) + ": " + plain(choice->text());
        const auto say = [&button, text](bool on) {
            if (on) button.setIconText(text);
        };
        QObject::connect(choice, &QAction::toggled, &button, say);
        say(choice->isChecked());
    }
}

}  // namespace

/// What plays and steps, by short words; tool tips say all of it, and the key. How
/// fast that is, and what a box is and what colours it.
void MainWindow::add_play_buttons(QToolBar& bar) {
    const std::pair<const char*, QString> buttons[] = {
        {",", tr("Previous")},   {"F4", tr("Step")},    {"F5", {}},
        {"F6", tr("Fast")},      {"F7", tr("Express")}, {"F8", tr("Stop")},
        {"Ctrl+R", tr("Until…")}};
    const auto actions = findChildren<QAction*>();
    for (const auto& [key, word] : buttons) {
        for (QAction* const action : actions) {
            if (first_keys_of(*action).value(0) != QKeySequence{key}) continue;
            if (!word.isEmpty()) action->setIconText(word);
            bar.addAction(action);
        }
    }
    QWidget* const play = bar.widgetForAction(play_);
    QFont bold = play->font();
    bold.setBold(true);
    play->setFont(bold);
    QComboBox* const speed = make_speed_box(session_, this);
    connect(speed->lineEdit(), &QLineEdit::returnPressed, this, [this] { mesh_->setFocus(); });
    bar.addWidget(speed);
    for (const char* const name : {"levels", "colours"}) {
        QMenu& choices = *findChild<QMenu*>(name);
        say_choice(choices);
        bar.addAction(choices.menuAction());
        if (auto* const button =
                qobject_cast<QToolButton*>(bar.widgetForAction(choices.menuAction())))
            button->setPopupMode(QToolButton::InstantPopup);
    }
}

/// How much was simulated, of which configuration the proxies are, and what two runs that are
/// compared have in common.
QString MainWindow::more_status() {
    const Played played = session_.run().played(session_.at());
    QString text = tr("   │   event %1   │   %2 ev/s")
                       .arg(QLocale{QLocale::English}.toString(qulonglong{played.events}),
                            QString::fromStdString(rate_words(played.per_second)).chopped(2));
    status_->setToolTip(tr("Events up to this moment, and in a simulated second of its interval"));
    if (!mesh_->look().control.empty())
        text += tr("   │   config %1").arg(QString::fromStdString(mesh_->look().control));
    auto* const pair = dynamic_cast<PairRun*>(&session_.run());
    if (pair == nullptr) return text;
    const std::string& a = pair->a().label().seed;
    const std::string& b = pair->b().label().seed;
    text += a == b ? tr("   │   A: same seed as B")
                   : tr("   │   A: seed %1, B: seed %2")
                         .arg(QString::fromStdString(a), QString::fromStdString(b));
    return text;
}

}  // namespace weft::gui
