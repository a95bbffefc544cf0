#pragma once

#include "mesh/base/time.hpp"
#include "scenarios/play/moment_stop.hpp"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <functional>

namespace weft::gui {

/// Asks until when the run is to be played: a moment, the next request that fails, the next change
/// of a kind, or a condition. What is wrong is said as it is written.
class RunUntilSheet final : public QDialog {
public:
    /// `mistakes` says what is wrong with a condition; "" if nothing.
    RunUntilSheet(mesh::Instant here,
                  std::function<QString(const QString&)> mistakes,
                  QWidget* parent = nullptr);

    const scenarios::MomentUntil& until() const { return until_; }
    /// "" if it is not for one.
    QString condition() const;

private:
    enum What { moment, failure, change, condition_holds };

    void read();

    mesh::Instant here_;
    std::function<QString(const QString&)> mistakes_;
    QComboBox* what_;
    QComboBox* kind_;
    QLineEdit* value_;
    QLabel* wrong_;
    QPushButton* go_ = nullptr;
    scenarios::MomentUntil until_;
};

}  // namespace weft::gui
