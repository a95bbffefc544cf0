#pragma once

#include "gui/source/injection.hpp"

#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>

#include <functional>
#include <string>
#include <vector>

namespace weft::gui {

/// A small sheet: what is to be done at a place, when, for how long and how much. It shows the line
/// that will stand in the scenario, and what is wrong with it, before it is added.
class InjectSheet final : public QDialog {
public:
    /// `mistakes` says what is wrong with a step, "" if nothing.
    InjectSheet(std::vector<Injection> choices,
                mesh::Instant at,
                std::function<std::string(const std::string&)> mistakes,
                QWidget* parent = nullptr);

    /// The line as it stands; "" while something is no moment or no time.
    std::string step() const { return step_; }
    void choose(const std::string& name);
    /// As if it were written into the field: only what has these letters is offered, and what
    /// begins with them is chosen.
    void find(const std::string& text);

private:
    void build();
    void show_choices();
    void show_places();
    void show_fields();
    const Injection* chosen() const;
    void read();
    void check();

    std::vector<Injection> choices_;
    mesh::Instant here_;
    std::function<std::string(const std::string&)> mistakes_;
    std::string step_;
    QLineEdit* find_;
    QListWidget* list_;
    QLabel* summary_;
    QLineEdit* at_;
    QLineEdit* length_;
    QFormLayout* form_;
    QComboBox* places_;  ///< Parts of the service that have the choice, too.
    std::vector<QLineEdit*> fields_;
    QLabel* line_;
    QLabel* wrong_;
    QPushButton* add_;
    QTimer soon_;  ///< Reading a large scenario takes a while: not at every letter.
};

}  // namespace weft::gui
