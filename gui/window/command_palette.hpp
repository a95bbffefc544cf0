#pragma once

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPointer>

#include <vector>

namespace weft::gui {

/// All that a window can do, found by some letters of it. Enter does what is chosen, arrows choose.
class CommandPalette final : public QDialog {
public:
    /// `only_keys`: what has a key alone, to look the keys up.
    CommandPalette(const QMenuBar& menus, bool only_keys, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void add_menu(const QMenu& menu, const QString& way, bool only_keys);
    void show_matches();
    void act();

    struct Entry {
        QPointer<QAction> action;  ///< Of a recent file it may be gone.
        QString says;
    };

    std::vector<Entry> entries_;
    QLineEdit* find_;
    QListWidget* list_;
};

}  // namespace weft::gui
