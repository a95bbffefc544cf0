#pragma once

#include <QAction>
#include <QDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPointer>

#include <vector>

namespace weft::gui {

/// All that a window can do, found by some letters of it. Enter does what is chosen, arrows choose.
/// With keys alone, these may be chosen anew.
class CommandPalette final : public QDialog {
public:
    /// `only_keys`: what has a key alone, to look the keys up.
    CommandPalette(const QMenuBar& menus, bool only_keys, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void add_menu(const QMenu& menu, const QString& way, bool only_keys);
    void add_fixed_keys();
    void build_choice();
    void choose(const QKeySequence& key);
    void show_matches();
    void act();

    struct Entry {
        QPointer<QAction> action;  ///< Of a recent file it may be gone.
        QString says;
        QString keys = {};  ///< Of what is no action, but heard where it is.
    };

    const Entry* chosen() const;

    std::vector<Entry> entries_;
    QLineEdit* find_;
    QListWidget* list_;
    QKeySequenceEdit* key_ = nullptr;
    QLabel* said_ = nullptr;
};

}  // namespace weft::gui
