#include "gui/window/example_strip.hpp"

#include "gui/source/bundled_runs.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace weft::gui {

ExampleStrip::ExampleStrip(Session& session, QWidget* parent) : QWidget(parent) {
    setObjectName("examples");
    auto* const line = new QHBoxLayout(this);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(new QLabel(tr("Examples:"), this));
    for (const std::string& name : bundled_examples()) {
        auto* const button = new QPushButton(title_of_example(name), this);
        button->setObjectName(QString::fromStdString(name));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);  // A click leaves the keys to the mesh.
        line->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, button, name] {
            button->setChecked(true);  // It is the run that unchecks it.
            if (on_open) on_open(name);
        });
    }
    line->addStretch(1);
    auto* const close = new QPushButton(tr("Close"), this);
    close->setAccessibleName(tr("Close the examples"));
    close->setFocusPolicy(Qt::TabFocus);
    line->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
    connect(&session, &Session::runChanged, this, [this, &session] {
        const std::filesystem::path file = session.run().file();
        const bool is_example = is_bundled(file);
        for (QPushButton* const button : findChildren<QPushButton*>())
            if (button->isCheckable())
                button->setChecked(is_example &&
                                   button->objectName().toStdString() == file.stem().string());
        setVisible(is_example);
    });
}

QString title_of_example(const std::string& name) {
    QString title = QString::fromStdString(name).replace('_', ' ');
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

}  // namespace weft::gui
