#include "gui/window/command_palette.hpp"

#include "gui/window/keys.hpp"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
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
    if (only_keys) {
        add_fixed_keys();
        build_choice();
    }
    connect(find_, &QLineEdit::textChanged, this, [this] { show_matches(); });
    connect(find_, &QLineEdit::returnPressed, this, [this] { act(); });
    connect(list_, &QListWidget::itemActivated, this, [this] { act(); });
    // Whoever looks for a key may want another one, and nothing done.
    if (!only_keys) connect(list_, &QListWidget::itemClicked, this, [this] { act(); });
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

/// What panels do with keys that are theirs alone.
void CommandPalette::add_fixed_keys() {
    entries_.push_back({nullptr, tr("Mesh ▸ Play, pause"), tr("Space")});
    entries_.push_back({nullptr, tr("Mesh ▸ To the next box along a line"), tr("arrows")});
    entries_.push_back({nullptr, tr("Mesh ▸ Over the picture"), tr("Ctrl+arrows")});
    entries_.push_back({nullptr, tr("Mesh ▸ Open, or show what is near"), tr("Enter")});
    entries_.push_back({nullptr, tr("Mesh ▸ One step out"), tr("Esc")});
    entries_.push_back({nullptr, tr("Mesh ▸ Larger, smaller, all of it"), "+ − 0"});
    entries_.push_back({nullptr, tr("Mesh ▸ Move a pinned box"), tr("Alt+Shift+arrows")});
    entries_.push_back({nullptr, tr("Mesh ▸ What can be done here"), tr("Menu")});
    entries_.push_back({nullptr, tr("Time ▸ By an interval"), "← →"});
    entries_.push_back({nullptr, tr("Time ▸ By ten intervals"), tr("PgUp PgDn")});
    entries_.push_back({nullptr, tr("Time ▸ To the beginning, to the end"), tr("Home End")});
    entries_.push_back({nullptr, tr("Time, Heat map ▸ Extend the time range"), "Shift+← →"});
    entries_.push_back({nullptr, tr("Time, Heat map ▸ All times again"), tr("Esc")});
    entries_.push_back({nullptr, tr("Heat map ▸ To the next pod, by a cell"), tr("arrows")});
    entries_.push_back(
        {nullptr, tr("Waterfall ▸ To the next call, to the first, the last"), "↑ ↓ Home End"});
    entries_.push_back({nullptr, tr("Waterfall ▸ To where the call begins"), tr("Enter")});
}

void CommandPalette::build_choice() {
    key_ = new QKeySequenceEdit(this);
    key_->setObjectName("commands-key");
    key_->setAccessibleName(tr("Another key for what is chosen"));
    said_ = new QLabel(tr("Another key for what is chosen:"), this);
    said_->setObjectName("commands-said");
    said_->setWordWrap(true);
    auto* const change = new QPushButton(tr("Change"), this);
    change->setObjectName("commands-change");
    auto* const reset = new QPushButton(tr("As at First"), this);
    reset->setObjectName("commands-reset");
    auto* const line = new QHBoxLayout;
    line->addWidget(said_, 1);
    line->addWidget(key_);
    for (QPushButton* const button : {change, reset}) {
        button->setAutoDefault(false);  // Enter does what is chosen.
        line->addWidget(button);
    }
    static_cast<QVBoxLayout*>(layout())->addLayout(line);
    connect(change, &QPushButton::clicked, this, [this] {
        const QKeySequence keys = key_->keySequence();
        if (keys.isEmpty()) return said_->setText(tr("Press the key in the field first."));
        choose(QKeySequence{keys[0]});
    });
    connect(reset, &QPushButton::clicked, this, [this] { choose({}); });
}

/// With none, the first ones. A key stands for one action.
void CommandPalette::choose(const QKeySequence& key) {
    const Entry* const entry = chosen();
    if (entry == nullptr || !entry->action || !can_choose_key(*entry->action))
        return said_->setText(tr("This key cannot be changed."));
    const QList<QKeySequence> wanted =
        key.isEmpty() ? first_keys_of(*entry->action) : QList<QKeySequence>{key};
    for (const Entry& other : entries_) {
        if (!other.action || other.action == entry->action) continue;
        for (const QKeySequence& it : wanted)
            if (other.action->shortcuts().contains(it))
                return said_->setText(tr("%1 is the key of %2.")
                                          .arg(it.toString(QKeySequence::NativeText), other.says));
    }
    choose_key(*entry->action, key);
    said_->setText(text_with_keys(*entry->action));
    const int row = list_->currentRow();
    show_matches();
    list_->setCurrentRow(row);
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
        if (!is_match || (!entry.action && entry.keys.isEmpty())) continue;
        const QString keys = entry.action ? QKeySequence::listToString(entry.action->shortcuts(),
                                                                       QKeySequence::NativeText)
                                          : entry.keys;
        auto* const item = new QListWidgetItem(
            keys.isEmpty() ? entry.says : tr("%1   (%2)").arg(entry.says, keys), list_);
        item->setData(Qt::UserRole, static_cast<int>(number));
    }
    list_->setCurrentRow(0);
}

/// Null if nothing is.
const CommandPalette::Entry* CommandPalette::chosen() const {
    const QListWidgetItem* const item = list_->currentItem();
    return item == nullptr ? nullptr : &entries_[item->data(Qt::UserRole).toUInt()];
}

void CommandPalette::act() {
    const Entry* const entry = chosen();
    // Where one click activates it is a click, too.
    if (entry == nullptr || isHidden()) return;
    const QPointer<QAction> action = entry->action;
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
