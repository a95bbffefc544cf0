#include "gui/window/keys.hpp"

#include <QSettings>

namespace weft::gui {
namespace {

constexpr const char* first_keys = "first-keys";

/// By its first key, which is the same in every language.
QString place_in_settings(const QAction& action) {
    return "keys/" + first_keys_of(action).value(0).toString(QKeySequence::PortableText);
}

void give_keys(QAction& action, const QList<QKeySequence>& keys) {
    action.setShortcuts(keys);
    action.setToolTip(text_with_keys(action));
}

}  // namespace

void take_chosen_keys(QObject& window) {
    for (QAction* const action : window.findChildren<QAction*>()) {
        if (action->shortcut().isEmpty()) continue;
        action->setProperty(first_keys, QVariant::fromValue(action->shortcuts()));
        const QString chosen = QSettings{}.value(place_in_settings(*action)).toString();
        const QKeySequence key = QKeySequence::fromString(chosen, QKeySequence::PortableText);
        give_keys(*action, key.isEmpty() ? action->shortcuts() : QList<QKeySequence>{key});
    }
}

bool can_choose_key(const QAction& action) {
    return action.property(first_keys).isValid();
}

QList<QKeySequence> first_keys_of(const QAction& action) {
    return action.property(first_keys).value<QList<QKeySequence>>();
}

void choose_key(QAction& action, const QKeySequence& key) {
    if (!can_choose_key(action)) return;
    if (key.isEmpty()) {
        QSettings{}.remove(place_in_settings(action));
        return give_keys(action, first_keys_of(action));
    }
    QSettings{}.setValue(place_in_settings(action), key.toString(QKeySequence::PortableText));
    give_keys(action, {key});
}

QString text_with_keys(const QAction& action) {
    QString text = action.text();
    text.remove('&');
    const QString keys = QKeySequence::listToString(action.shortcuts(), QKeySequence::NativeText);
    return keys.isEmpty() ? text : text + " (" + keys + ")";
}

}  // namespace weft::gui
