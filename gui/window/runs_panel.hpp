#pragma once

#include <QListWidget>
#include <QPushButton>
#include <QString>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <QWidget>

#include <functional>
#include <string>
#include <vector>

namespace weft::gui {

/// The runs of this window as a tree: what was forked stands below what it was forked from. Above
/// it the steps that are added, and not played yet.
class RunsPanel final : public QWidget {
public:
    explicit RunsPanel(QWidget* parent = nullptr);

    void show_steps(const std::vector<std::string>& steps);

    /// What else leads somewhere.
    void add_below(QWidget* widget);

    /// The run of a file, below that of another; or at the top, where there is no other. What is in
    /// the tree stays where it is.
    void add_run(const QString& file, const QString& parent, const QString& edit);
    /// Which one is shown just now.
    void show_current(const QString& file);

    std::function<void()> on_undo;
    std::function<void()> on_play;
    std::function<void()> on_save;
    std::function<void(const QString& file)> on_open;
    std::function<void(const QString& file)> on_compare;  ///< With what is shown.

private:
    QTreeWidgetItem* item_of(const QString& file) const;
    void show_menu(const QPoint& at);

    QWidget* added_;  ///< There as long as there are steps.
    QListWidget* steps_;
    QPushButton* undo_;
    QPushButton* save_;
    QPushButton* play_;
    QTreeWidget* runs_;
    QVBoxLayout* layout_;
};

}  // namespace weft::gui
