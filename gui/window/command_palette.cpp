#include "gui/window/command_palette.hpp"

#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <cstddef>

namespace weft::gui {
namespace {

/// Without the sign of the letter that opens it.
QString plain(QString text) {
    return text.remove('&');
}

}  // namespace

CommandPalette::CommandPalette(const QMenuBar& menus, bool only_keys, QWidget* parent)
    : QDialog(parent), find_(new QLineEdit(this)), list_(new QListWidget(this)) {
    setObjectName("commands");
    setWindowTitle(only_keys ? tr("Keyboard Shortcuts") : tr("Find an Action"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(560, 420);
    find_->setObjectName("commands-find");
    find_->setAccessibleName(tr("Find an action"));
    find_->setPlaceholderText(tr("Some letters of it"));
    find_->installEventFilter(this);
    list_->setObjectName("commands-list");
    list_->setAccessibleName(tr("Actions"));
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(find_);
    layout->addWidget(list_, 1);
    for (const QAction* const top : menus.actions())
        if (top->menu() != nullptr) add_menu(*top->menu(), plain(top->text()), only_keys);
    connect(find_, &QLineEdit::textChanged, this, [this] { show_matches(); });
    connect(find_, &QLineEdit::returnPressed, this, [this] { act(); });
    connect(list_, &QListWidget::itemActivated, this, [this] { act(); });
    connect(list_, &QListWidget::itemClicked, this, [this] { act(); });
    show_matches();
}

void CommandPalette::add_menu(const QMenu& menu, const QString& way, bool only_keys) {
    for (QAction* const action : menu.actions()) {
        const QString says = tr("%1 ▸ %2").arg(way, plain(action->text()));
        if (action->menu() != nullptr) {
            add_menu(*action->menu(), says, only_keys);
        } else if (!action->isSeparator() && action->isEnabled() &&
                   (!only_keys || !action->shortcut().isEmpty())) {
            entries_.push_back({action, says});
        }
    }
}

/// Every word has to be in it, in any order.
void CommandPalette::show_matches() {
    list_->clear();
    const QStringList words = find_->text().split(' ', Qt::SkipEmptyParts);
    for (std::size_t number = 0; number < entries_.size(); ++number) {
        const Entry& entry = entries_[number];
        const bool is_match = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            return entry.says.contains(word, Qt::CaseInsensitive);
        });
        if (!is_match || !entry.action) continue;
        const QString keys =
            QKeySequence::listToString(entry.action->shortcuts(), QKeySequence::NativeText);
        auto* const item = new QListWidgetItem(
            keys.isEmpty() ? entry.says : tr("%1   (%2)").arg(entry.says, keys), list_);
        item->setData(Qt::UserRole, static_cast<int>(number));
    }
    list_->setCurrentRow(0);
}

void CommandPalette::act() {
    const QListWidgetItem* const item = list_->currentItem();
    // Where one click activates it is a click, too.
    if (item == nullptr || isHidden()) return;
    const QPointer<QAction> action = entries_[item->data(Qt::UserRole).toUInt()].action;
    close();
    if (action) action->trigger();
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
    if (object != find_ || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(object, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Down && key != Qt::Key_Up) return false;
    const int row = list_->currentRow() + (key == Qt::Key_Down ? 1 : -1);
    list_->setCurrentRow(std::clamp(row, 0, std::max(list_->count() - 1, 0)));
    return true;
}

}  // namespace weft::gui
