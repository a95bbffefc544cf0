#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>

namespace weft::gui {

/// The keys of all actions below an object are from now on those that its user has chosen before,
/// and may be chosen anew.
void take_chosen_keys(QObject& window);

/// Whether it may: what never had a key has no place in the settings.
bool can_choose_key(const QAction& action);

/// Those that it had before anybody chose.
QList<QKeySequence> first_keys_of(const QAction& action);

/// Gives the action another key, here and the next time; with none the ones that it had at first.
void choose_key(QAction& action, const QKeySequence& key);

/// What the action does and with which key, as its tool tip says it.
QString text_with_keys(const QAction& action);

}  // namespace weft::gui
