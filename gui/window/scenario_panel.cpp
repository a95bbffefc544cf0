#include "gui/window/scenario_panel.hpp"

#include "gui/window/export.hpp"
#include "scenarios/read/data_folder.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPointer>
#include <QThreadPool>
#include <QVBoxLayout>

#include <utility>

namespace weft::gui {
namespace {

constexpr int check_text_after_ms = 300;
constexpr int list_height = 96;  ///< Pixels.

enum MistakeRole : int { file_role = Qt::UserRole, line_role, column_role };

const scenarios::Kinds& known_kinds() {
    static const scenarios::Kinds kinds = scenarios::built_in_kinds();
    return kinds;
}

QString text_of_path(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

bool comes_with_weft(const std::filesystem::path& file) {
    const auto data = scenarios::data_folder();
    if (!data) return false;
    const std::filesystem::path way = file.lexically_relative(*data);
    return !way.empty() && *way.begin() != "..";
}

/// Empty where it cannot be read; `why` says so then.
QString read_text(const std::filesystem::path& path, QString& why) {
    QFile file{text_of_path(path)};
    if (file.open(QIODevice::ReadOnly)) return QString::fromUtf8(file.readAll());
    why = QObject::tr("%1 cannot be read: %2").arg(text_of_path(path), file.errorString());
    return {};
}

}  // namespace

ScenarioPanel::ScenarioPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      files_(new QTabWidget(this)),
      editor_(new CodeEditor(this)),
      list_(new QListWidget(this)),
      question_(new QWidget(this)),
      asks_(new QLabel(question_)),
      save_(new QPushButton(tr("Save"), this)),
      play_(new QPushButton(tr("Play"), this)) {
    setObjectName("scenario");
    editor_->setObjectName("scenario-text");
    editor_->setAccessibleName(tr("Text of the scenario"));
    files_->setObjectName("scenario-files");
    files_->setDocumentMode(true);
    files_->addTab(editor_, tr("No scenario"));
    play_->setObjectName("scenario-play");
    auto* const buttons = new QHBoxLayout;
    for (QPushButton* const button : {save_, play_}) {
        button->setEnabled(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(buttons);
    build_question();
    layout->addWidget(question_);
    layout->addWidget(files_, 1);
    build_list();
    layout->addWidget(list_);
    soon_.setSingleShot(true);
    soon_.setInterval(check_text_after_ms);
    connect(&soon_, &QTimer::timeout, this, [this] { check(); });
    connect(save_, &QPushButton::clicked, this, [this] { save(); });
    connect(play_, &QPushButton::clicked, this, [this] { play(); });
    connect(editor_->document(), &QTextDocument::contentsChange, this, [this] {
        ++asked_;
        if (!file_.empty()) soon_.start();
    });
    connect(editor_, &QPlainTextEdit::modificationChanged, this, [this] { show_name(); });
    connect(&session, &Session::lookChanged, this, [this] {
        for (int tab = 0; tab < files_->count(); ++tab)
            editor_in(tab)->show_in(session_.palette());
    });
}

/// The editor goes after this, and its document changes once more then.
ScenarioPanel::~ScenarioPanel() {
    editor_->document()->disconnect(this);
}

void ScenarioPanel::build_question() {
    question_->setObjectName("scenario-question");
    question_->hide();
    asks_->setWordWrap(true);
    auto* const line = new QHBoxLayout(question_);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(asks_, 1);
    const auto add = [&](const char* name, const QString& text, auto act) {
        auto* const button = new QPushButton(text, question_);
        button->setObjectName(name);
        line->addWidget(button);
        connect(button, &QPushButton::clicked, this, std::move(act));
    };
    add("question-save", tr("Save"), [this] {
        if (save()) answer(true);
    });
    add("question-discard", tr("Discard"), [this] { answer(true); });
    add("question-cancel", tr("Cancel"), [this] { answer(false); });
}

void ScenarioPanel::build_list() {
    list_->setObjectName("scenario-mistakes");
    list_->setAccessibleName(tr("What is wrong with the scenario"));
    list_->setMaximumHeight(list_height);
    list_->hide();
    const auto lead = [this](const QListWidgetItem* item) { go_to(*item); };
    connect(list_, &QListWidget::itemClicked, this, lead);
    connect(list_, &QListWidget::itemActivated, this, lead);
}

bool ScenarioPanel::open(const std::filesystem::path& file) {
    QString why;
    const std::filesystem::path whole = std::filesystem::absolute(file).lexically_normal();
    const QString text = read_text(whole, why);
    if (!why.isEmpty()) {
        session_.tell(why);
        return false;
    }
    when_saved([this, whole, text] { show_text(whole, text); });
    return true;
}

void ScenarioPanel::show_text(const std::filesystem::path& file, const QString& text) {
    file_ = file;
    is_example_ = comes_with_weft(file);
    while (files_->count() > 1)
        delete files_->widget(1);
    editor_->show_marks({});
    editor_->setPlainText(text);
    editor_->document()->setModified(false);
    editor_->show_in(session_.palette());
    save_->setEnabled(true);
    play_->setEnabled(true);
    show_name();
    soon_.stop();
    check();
}

void ScenarioPanel::show_name() {
    if (file_.empty()) return;
    QString name = QString::fromStdString(file_.filename().string());
    if (is_example_) name = tr("new, from %1").arg(name);
    files_->setTabText(0, is_modified() ? tr("%1 – not saved").arg(name) : name);
    files_->setTabToolTip(0, text_of_path(file_));
}

void ScenarioPanel::check() {
    QThreadPool::globalInstance()->start([number = ++asked_, file = file_,
                                          text = editor_->toPlainText().toStdString(),
                                          self = QPointer<ScenarioPanel>{this}] {
        scenarios::CheckedText checked = scenarios::check_text(file, text, known_kinds());
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [number, self, checked = std::move(checked)] {
                if (self && self->asked_ == number) self->take(checked);
            },
            Qt::QueuedConnection);
    });
}

void ScenarioPanel::take(const scenarios::CheckedText& checked) {
    std::vector<CodeEditor::Mark> marks;
    list_->clear();
    for (const scenarios::Diagnostic& it : checked.diagnostics) {
        if (it.severity == scenarios::Diagnostic::Severity::note) continue;
        const bool is_error = it.severity == scenarios::Diagnostic::Severity::error;
        const auto line = static_cast<int>(it.place.line);
        const auto column = static_cast<int>(it.place.column);
        const QString says = QString::fromStdString(it.message);
        if (it.place.file == file_.string()) marks.push_back({line, column, is_error, says});
        const QString name =
            QString::fromStdString(std::filesystem::path{it.place.file}.filename().string());
        auto* const item = new QListWidgetItem(
            QStringLiteral("%1 %2:%3: %4")
                .arg(glyph_of(is_error ? Health::failing : Health::degraded), name)
                .arg(line)
                .arg(says),
            list_);
        item->setToolTip(says);
        item->setData(file_role, QString::fromStdString(it.place.file));
        item->setData(line_role, line);
        item->setData(column_role, column);
    }
    editor_->show_marks(marks);
    list_->setVisible(list_->count() > 0);
}

void ScenarioPanel::go_to(const QListWidgetItem& item) {
    const std::filesystem::path file = item.data(file_role).toString().toStdString();
    CodeEditor* const editor = file == file_ ? editor_ : show_beside(file);
    if (editor == nullptr) return;
    files_->setCurrentWidget(editor);
    editor->go_to(item.data(line_role).toInt(), item.data(column_role).toInt());
}

CodeEditor* ScenarioPanel::editor_in(int tab) const {
    return static_cast<CodeEditor*>(files_->widget(tab));
}

/// A file that the scenario names, to be read only; null if there is none.
CodeEditor* ScenarioPanel::show_beside(const std::filesystem::path& file) {
    const QString path = text_of_path(file);
    for (int tab = 1; tab < files_->count(); ++tab)
        if (files_->tabToolTip(tab) == path) return editor_in(tab);
    QString why;
    const QString text = read_text(file, why);
    if (!why.isEmpty()) {
        session_.tell(why);
        return nullptr;
    }
    auto* const editor = new CodeEditor(files_);
    editor->setAccessibleName(path);
    editor->setReadOnly(true);
    editor->setPlainText(text);
    editor->show_in(session_.palette());
    const QString name = QString::fromStdString(file.filename().string());
    const int tab = files_->addTab(editor, tr("%1 – to be read only").arg(name));
    files_->setTabToolTip(tab, path);
    return editor;
}

void ScenarioPanel::when_saved(std::function<void()> act) {
    if (!is_modified()) return act();
    then_ = std::move(act);
    const QString name = QString::fromStdString(file_.filename().string());
    asks_->setText(tr("%1 has changes that are not saved.").arg(name));
    question_->show();
}

void ScenarioPanel::answer(bool is_over) {
    question_->hide();
    const auto act = std::exchange(then_, nullptr);
    if (!is_over || !act) return;
    editor_->document()->setModified(false);
    act();
}

bool ScenarioPanel::has_text() {
    if (file_.empty()) session_.tell(tr("Open a scenario as a text first."));
    return !file_.empty();
}

bool ScenarioPanel::save() {
    if (!has_text()) return false;
    return is_example_ ? save_as() : save_to(file_);
}

bool ScenarioPanel::save_as() {
    if (!has_text()) return false;
    const QString name = QString::fromStdString(file_.filename().string());
    const QString proposed = is_example_ ? QDir::home().filePath(name) : text_of_path(file_);
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the Scenario"), proposed,
                                                      tr("Scenarios (*.yaml)"));
    return !path.isEmpty() && save_to(path.toStdString());
}

bool ScenarioPanel::save_to(const std::filesystem::path& file) {
    const std::filesystem::path whole = std::filesystem::absolute(file).lexically_normal();
    if (whole.parent_path() != file_.parent_path() && !take_along(whole)) return false;
    const QString failure = write_text(text_of_path(whole), text());
    if (!failure.isEmpty()) {
        session_.tell(failure);
        return false;
    }
    file_ = whole;
    is_example_ = comes_with_weft(whole);
    editor_->document()->setModified(false);
    show_name();
    check();
    return true;
}

/// Nothing that is there and says something else is replaced.
bool ScenarioPanel::take_along(const std::filesystem::path& file) {
    const auto checked = scenarios::check_text(file_, text().toStdString(), known_kinds());
    for (const auto& [way, text] : checked.beside) {
        const std::filesystem::path there = file.parent_path() / way;
        const QString path = text_of_path(there);
        const QString says = QString::fromStdString(text);
        QString why;
        if (QFile::exists(path)) {
            if (read_text(there, why) == says) continue;
            session_.tell(tr("%1 is there already and says something else: choose another folder.")
                              .arg(path));
            return false;
        }
        QDir{}.mkpath(text_of_path(there.parent_path()));
        why = write_text(path, says);
        if (why.isEmpty()) continue;
        session_.tell(why);
        return false;
    }
    return true;
}

void ScenarioPanel::play() {
    if (has_text() && on_play) on_play(file_, text().toStdString());
}

}  // namespace weft::gui
