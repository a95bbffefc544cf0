#include "gui/window/runs_panel.hpp"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTreeWidgetItemIterator>

namespace weft::gui {
namespace {

constexpr int least_tree_height = 48;  ///< Of each tree: the mesh beside them has its own.

}  // namespace

RunsPanel::RunsPanel(QWidget* parent)
    : QWidget(parent),
      added_(new QWidget(this)),
      steps_(new QListWidget(this)),
      undo_(new QPushButton(tr("Undo"), this)),
      save_(new QPushButton(tr("Save As…"), this)),
      play_(new QPushButton(tr("Play This"), this)),
      runs_(new QTreeWidget(this)),
      layout_(new QVBoxLayout(this)) {
    steps_->setObjectName("added-steps");
    steps_->setAccessibleName(tr("Steps that are added and not played yet"));
    steps_->setMaximumHeight(84);
    play_->setObjectName("play-this");
    runs_->setObjectName("runs");
    runs_->setAccessibleName(tr("Runs and their forks"));
    runs_->setHeaderLabels({tr("Run"), tr("What is different")});
    runs_->setMinimumHeight(least_tree_height);
    auto* const buttons = new QHBoxLayout;
    for (QPushButton* const button : {undo_, save_, play_})
        buttons->addWidget(button);
    auto* const added = new QVBoxLayout(added_);
    added->setContentsMargins(0, 0, 0, 0);
    added->addWidget(new QLabel(tr("Added to the scenario, not played yet:"), this));
    added->addWidget(steps_);
    added->addLayout(buttons);
    layout_->setContentsMargins(6, 2, 2, 2);
    layout_->addWidget(added_);
    layout_->addWidget(runs_, 1);
    connect(undo_, &QPushButton::clicked, this, [this] { on_undo(); });
    connect(save_, &QPushButton::clicked, this, [this] { on_save(); });
    connect(play_, &QPushButton::clicked, this, [this] { on_play(); });
    const auto open = [this](const QTreeWidgetItem* item) {
        on_open(item->data(0, Qt::UserRole).toString());
    };
    connect(runs_, &QTreeWidget::itemClicked, this, open);
    connect(runs_, &QTreeWidget::itemActivated, this, open);
    runs_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(runs_, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { show_menu(at); });
    show_steps({});
}

/// Of the run that is pointed at; by key, of the current one.
void RunsPanel::show_menu(const QPoint& at) {
    const QTreeWidgetItem* item = runs_->itemAt(at);
    if (item == nullptr) item = runs_->currentItem();
    if (item == nullptr) return;
    const QString file = item->data(0, Qt::UserRole).toString();
    auto* const menu = new QMenu(this);
    menu->setObjectName("runs-menu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, file] { on_open(file); });
    menu->addAction(tr("Compare with This"), this, [this, file] { on_compare(file); });
    menu->popup(runs_->viewport()->mapToGlobal(at));
}

void RunsPanel::add_below(QWidget* widget) {
    widget->setMinimumHeight(least_tree_height);
    layout_->addWidget(widget, 2);
}

void RunsPanel::show_steps(const std::vector<std::string>& steps) {
    steps_->clear();
    for (const std::string& step : steps) {
        auto* const item = new QListWidgetItem(QString::fromStdString(step), steps_);
        item->setToolTip(item->text());
    }
    added_->setVisible(!steps.empty());
}

QTreeWidgetItem* RunsPanel::item_of(const QString& file) const {
    for (QTreeWidgetItemIterator item{runs_}; *item != nullptr; ++item)
        if ((*item)->data(0, Qt::UserRole).toString() == file) return *item;
    return nullptr;
}

void RunsPanel::add_run(const QString& file, const QString& parent, const QString& edit) {
    if (item_of(file) != nullptr) return;
    auto* const item = new QTreeWidgetItem(QStringList{QFileInfo{file}.completeBaseName(), edit});
    item->setData(0, Qt::UserRole, file);
    item->setToolTip(0, file);
    item->setToolTip(1, edit);
    if (QTreeWidgetItem* const above = item_of(parent)) {
        above->addChild(item);
        above->setExpanded(true);
    } else {
        runs_->addTopLevelItem(item);
    }
    runs_->resizeColumnToContents(0);
}

void RunsPanel::show_current(const QString& file) {
    if (QTreeWidgetItem* const item = item_of(file)) runs_->setCurrentItem(item);
}

}  // namespace weft::gui
