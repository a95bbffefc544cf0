#include "gui/window/run_until_sheet.hpp"

#include "gui/source/words.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/said.hpp"

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include <utility>

namespace weft::gui {

using sim::observe::Change;

RunUntilSheet::RunUntilSheet(mesh::Instant here,
                             std::function<QString(const QString&)> mistakes,
                             QWidget* parent)
    : QDialog(parent),
      here_(here),
      mistakes_(std::move(mistakes)),
      what_(new QComboBox(this)),
      kind_(new QComboBox(this)),
      value_(new QLineEdit(this)),
      wrong_(new QLabel(this)) {
    setObjectName("run-until");
    setWindowTitle(tr("Run Until"));
    resize(520, 160);
    what_->setObjectName("until-what");
    what_->setAccessibleName(tr("Until"));
    what_->addItems({tr("a moment"), tr("the next request that fails"), tr("the next event"),
                     tr("a condition becomes true")});
    kind_->setObjectName("until-kind");
    kind_->setAccessibleName(tr("Kind of event"));
    for (int kind = 0; kind <= static_cast<int>(Change::last_kind); ++kind)
        kind_->addItem(QString::fromStdString(kind_words(static_cast<Change::Kind>(kind), said)));
    value_->setObjectName("until-value");
    value_->setAccessibleName(tr("Moment or condition"));
    wrong_->setObjectName("until-wrong");
    wrong_->setWordWrap(true);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    go_ = buttons->addButton(tr("Run"), QDialogButtonBox::AcceptRole);
    go_->setObjectName("until-go");
    auto* const layout = new QVBoxLayout(this);
    for (QWidget* const widget : std::initializer_list<QWidget*>{what_, kind_, value_, wrong_})
        layout->addWidget(widget);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(what_, &QComboBox::currentIndexChanged, this, [this] { read(); });
    connect(kind_, &QComboBox::currentIndexChanged, this, [this] { read(); });
    connect(value_, &QLineEdit::textChanged, this, [this] { read(); });
    read();
    value_->setFocus();
}

QString RunUntilSheet::condition() const {
    return what_->currentIndex() == condition_holds ? value_->text().trimmed() : QString{};
}

void RunUntilSheet::read() {
    const int what = what_->currentIndex();
    kind_->setVisible(what == change);
    value_->setVisible(what == moment || what == condition_holds);
    value_->setPlaceholderText(what == moment ? tr("31.8, 200ms, or from here +2s")
                                              : tr("error_share(web, 5s) > 20%"));
    const QString written = value_->text().trimmed();
    QString wrong;
    until_ = {};
    if (what == failure) until_.failure = true;
    if (what == change) until_.change = static_cast<Change::Kind>(kind_->currentIndex());
    if (what == moment) {
        const auto at = read_moment(written.toStdString(), here_);
        if (!at) {
            wrong = tr("Write a moment.");
        } else if (*at <= here_) {
            wrong = tr("That is not after this moment.");
        } else {
            until_.time = *at;
        }
    }
    if (what == condition_holds) wrong = mistakes_(written);
    wrong_->setText(written.isEmpty() ? QString{} : wrong);
    go_->setEnabled(wrong.isEmpty());
}

}  // namespace weft::gui
