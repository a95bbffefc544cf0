#include "gui/window/inject_sheet.hpp"

#include "gui/source/filter.hpp"
#include "gui/window/main_window.hpp"
#include "mesh/base/quantity.hpp"

#include <QAbstractItemView>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

constexpr int check_after_ms = 200;
constexpr int form_rows_before = 3;  ///< To what it applies, when, and for how long.

QLineEdit* line_edit(const QString& name, const QString& value, QWidget* parent) {
    auto* const edit = new QLineEdit(value, parent);
    edit->setObjectName("inject-" + name);
    edit->setAccessibleName(name);
    return edit;
}

/// Below the line, as it is written; all of them with the key ↓.
void offer_words(QLineEdit& edit, const std::vector<std::string>& words) {
    if (words.empty()) return;
    QStringList list;
    for (const std::string& word : words)
        list += QString::fromStdString(word);
    auto* const completer = new QCompleter(list, &edit);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->popup()->setAccessibleName(InjectSheet::tr("Choices"));
    edit.setCompleter(completer);
}

}  // namespace

InjectSheet::InjectSheet(std::vector<Injection> choices,
                         mesh::Instant at,
                         std::function<std::string(const std::string&)> mistakes,
                         QWidget* parent)
    : QDialog(parent),
      choices_(std::move(choices)),
      here_(at),
      mistakes_(std::move(mistakes)),
      find_(line_edit("find", {}, this)),
      list_(new QListWidget(this)),
      summary_(new QLabel(this)),
      at_(line_edit("at", QString::fromStdString(mesh::to_text(at.time_since_epoch())), this)),
      length_(line_edit("for", "10s", this)),
      form_(new QFormLayout),
      places_(new QComboBox(this)),
      line_(new QLabel(this)),
      wrong_(new QLabel(this)) {
    setObjectName("inject");
    setWindowTitle(tr("Inject"));
    resize(820, 480);
    build();
    soon_.setSingleShot(true);
    soon_.setInterval(check_after_ms);
    connect(&soon_, &QTimer::timeout, this, [this] { check(); });
    connect(find_, &QLineEdit::textChanged, this, [this] { show_choices(); });
    connect(list_, &QListWidget::currentRowChanged, this, [this] { show_places(); });
    connect(places_, &QComboBox::currentIndexChanged, this, [this] { show_fields(); });
    for (QLineEdit* const edit : {at_, length_})
        connect(edit, &QLineEdit::textChanged, this, [this] { read(); });
    show_choices();
}

void InjectSheet::build() {
    find_->setPlaceholderText(tr("Find"));
    list_->setObjectName("inject-choices");
    list_->setAccessibleName(tr("What is to be done"));
    line_->setObjectName("inject-line");
    line_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    wrong_->setObjectName("inject-wrong");
    for (QLabel* const label : {summary_, line_, wrong_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    places_->setObjectName("inject-place");
    places_->setAccessibleName(tr("Applies to"));
    form_->addRow(tr("applies to"), places_);
    form_->addRow(tr("at"), at_);
    form_->addRow(tr("for"), length_);
    length_->setPlaceholderText(tr("to the end"));
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    add_ = buttons->addButton(tr("Add This Line"), QDialogButtonBox::AcceptRole);
    add_->setObjectName("inject-add");
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        check();
        if (add_->isEnabled()) accept();
    });

    auto* const left = new QVBoxLayout;
    left->addWidget(find_);
    left->addWidget(list_, 1);
    auto* const right = new QVBoxLayout;
    right->addWidget(summary_);
    right->addLayout(form_);
    right->addStretch(1);
    auto* const about = new QLabel(tr("This line will be added to the scenario. Before it the run "
                                      "stays as it is, of the same seed:"),
                                   this);
    about->setWordWrap(true);
    right->addWidget(about);
    right->addWidget(line_);
    right->addWidget(wrong_);
    auto* const both = new QHBoxLayout;
    both->addLayout(left, 2);
    both->addLayout(right, 3);
    auto* const all = new QVBoxLayout(this);
    all->addLayout(both, 1);
    all->addWidget(buttons);
}

void InjectSheet::show_choices() {
    list_->clear();
    for (std::size_t number = 0; number < choices_.size(); ++number) {
        const Injection& choice = choices_[number];
        if (!choice.place.empty()) continue;  // It is asked for beside the one for all.
        const QString text = QString::fromStdString(choice.name + " – " + choice.summary);
        if (!text.contains(find_->text(), Qt::CaseInsensitive)) continue;
        auto* const item = new QListWidgetItem(text, list_);
        item->setToolTip(text);
        item->setData(Qt::UserRole, static_cast<int>(number));
    }
    list_->setCurrentRow(0);
}

void InjectSheet::choose(const std::string& name) {
    for (int row = 0; row < list_->count(); ++row) {
        const auto number = static_cast<std::size_t>(list_->item(row)->data(Qt::UserRole).toInt());
        if (choices_[number].name == name) list_->setCurrentRow(row);
    }
}

void InjectSheet::find(const std::string& text) {
    find_->setText(QString::fromStdString(text));
    const auto begins_so = [&](const Injection& choice) { return choice.name.starts_with(text); };
    const auto found = std::ranges::find_if(choices_, begins_so);
    if (found != choices_.end()) choose(found->name);
}

/// All of the service first, then its parts for which the same may be chosen.
void InjectSheet::show_places() {
    const QSignalBlocker quiet{places_};
    places_->clear();
    if (list_->currentItem() != nullptr) {
        const int all = list_->currentItem()->data(Qt::UserRole).toInt();
        places_->addItem(tr("whole service"), all);
        for (std::size_t number = 0; number < choices_.size(); ++number) {
            const Injection& choice = choices_[number];
            const bool is_part = choice.name == choices_[static_cast<std::size_t>(all)].name;
            if (is_part && !choice.place.empty())
                places_->addItem(QString::fromStdString(choice.place), static_cast<int>(number));
        }
    }
    form_->setRowVisible(places_, places_->count() > 1);
    show_fields();
}

const Injection* InjectSheet::chosen() const {
    if (places_->currentIndex() < 0) return nullptr;
    return &choices_[static_cast<std::size_t>(places_->currentData().toInt())];
}

void InjectSheet::show_fields() {
    while (form_->rowCount() > form_rows_before)
        form_->removeRow(form_rows_before);
    fields_.clear();
    if (chosen() == nullptr) return read();
    const Injection& choice = *chosen();
    summary_->setText(QString::fromStdString(choice.summary));
    length_->setEnabled(choice.is_fault());
    for (const Injection::Field& field : choice.fields) {
        const QString name = QString::fromStdString(field.name);
        QLineEdit* const edit = line_edit(name, QString::fromStdString(field.value), this);
        edit->setToolTip(QString::fromStdString(field.about));
        edit->setPlaceholderText(edit->toolTip());
        connect(edit, &QLineEdit::textChanged, this, [this] { read(); });
        offer_words(*edit, field.words);
        form_->addRow(name, edit);
        fields_.push_back(edit);
    }
    read();
}

/// What was written becomes a line; whether it is right is asked a moment later.
void InjectSheet::read() {
    step_.clear();
    line_->clear();
    add_->setEnabled(false);
    if (chosen() == nullptr) return wrong_->setText(tr("Nothing is chosen."));
    const auto moment = read_moment(at_->text().trimmed().toStdString(), here_);
    if (!moment) return wrong_->setText(tr("'%1' is no moment.").arg(at_->text()));
    std::vector<std::string> values;
    for (const QLineEdit* const edit : fields_)
        values.push_back(edit->text().trimmed().toStdString());
    step_ = step_of(*chosen(), *moment, length_->text().trimmed().toStdString(), values);
    line_->setText(QString::fromStdString("- " + step_));
    wrong_->clear();
    add_->setEnabled(true);
    soon_.start();
}

void InjectSheet::check() {
    soon_.stop();
    if (step_.empty()) return;
    const std::string wrong = mistakes_(step_);
    wrong_->setText(QString::fromStdString(wrong));
    add_->setEnabled(wrong.empty());
}

}  // namespace weft::gui
