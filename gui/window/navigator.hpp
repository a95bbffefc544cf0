#pragma once

#include "gui/source/played_steps.hpp"
#include "gui/window/session.hpp"

#include <QTreeWidget>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace weft::gui {

/// Services by namespace with their states, and what the timeline does, or will do, and when. A
/// click selects a service, or goes to where a step begins; a double click or Enter shows a
/// service's neighbours.
class Navigator final : public QTreeWidget {
public:
    explicit Navigator(Session& session, QWidget* parent = nullptr);

    std::function<void(std::uint32_t service)> on_focus;

    /// What the scenario of the run plans: what of it is not played stands below what is.
    void show_planned(std::vector<PlannedStep> planned);

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void forget();
    void show_now();
    bool is_moved() const;
    void add_services();
    void add_steps();
    void add_planned();
    void say_states();
    void say_steps();
    void go(const QTreeWidgetItem& item);
    void enter(const QTreeWidgetItem& item);

    Session& session_;
    QTreeWidgetItem* services_root_;
    QTreeWidgetItem* steps_root_;
    std::map<std::string, QTreeWidgetItem*> namespaces_;
    std::vector<QTreeWidgetItem*> services_;  ///< By number, as the next ones.
    std::vector<std::string> above_;          ///< Namespaces that they stand below.
    bool has_new_events_ = true;
    std::vector<PlayedStep> steps_;     ///< As below their root,
    std::vector<PlannedStep> to_come_;  ///< and below these.
    std::vector<PlannedStep> planned_;
};

}  // namespace weft::gui
