#include "gui/window/example_strip.hpp"

#include "gui/source/bundled_runs.hpp"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolBar>

namespace weft::gui {

ExampleStrip::ExampleStrip(Session& session, QWidget* parent) : QWidget(parent) {
    setObjectName("examples");
    auto* const line = new QHBoxLayout(this);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(new QLabel(tr("Examples:"), this));
    auto* const bar = new QToolBar(this);  // What has no room in it can be unfolded.
    bar->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    for (const std::string& name : bundled_examples()) {
        QAction* const action = bar->addAction(title_of_example(name));
        action->setCheckable(true);
        QWidget* const button = bar->widgetForAction(action);
        button->setObjectName(QString::fromStdString(name));
        button->setFocusPolicy(Qt::TabFocus);  // A click leaves the keys to the mesh.
        connect(action, &QAction::triggered, this, [this, action, name] {
            action->setChecked(true);  // It is the run that unchecks it.
            if (on_open) on_open(name);
        });
        action->setData(button->objectName());
    }
    line->addWidget(bar, 1);
    auto* const close = new QPushButton(tr("Close"), this);
    close->setAccessibleName(tr("Close the examples"));
    close->setFocusPolicy(Qt::TabFocus);
    line->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
    connect(&session, &Session::runChanged, this, [this, bar, &session] {
        const std::filesystem::path file = session.run().file();
        const bool is_example = is_bundled(file);
        for (QAction* const action : bar->actions())
            action->setChecked(is_example &&
                               action->data().toString().toStdString() == file.stem().string());
        setVisible(is_example);
    });
}

QString title_of_example(const std::string& name) {
    QString title = QString::fromStdString(name).replace('_', ' ');
    if (!title.isEmpty()) title[0] = title[0].toUpper();
    return title;
}

}  // namespace weft::gui
