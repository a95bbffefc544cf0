#pragma once

#include "gui/window/code_editor.hpp"
#include "gui/window/session.hpp"
#include "scenarios/play/check_text.hpp"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace weft::gui {

/// A scenario as text. It is checked as one types, in the background; what is wrong is underlined
/// and listed, and a line of the list leads to its place, be it in this file or in a manifest,
/// which is shown and cannot be changed. Nothing that is not saved is lost unasked.
class ScenarioPanel final : public QWidget {
public:
    explicit ScenarioPanel(Session& session, QWidget* parent = nullptr);
    ~ScenarioPanel() override;

    /// Shows a file. One of the data that comes with weft is where a new scenario begins: it has to
    /// be saved elsewhere. What cannot be read is told, and nothing changes; false then.
    bool open(const std::filesystem::path& file);

    /// Where the text was read from or is saved; what it names is beside it. Empty: there is none.
    const std::filesystem::path& file() const { return file_; }
    QString text() const { return editor_->toPlainText(); }
    CodeEditor& editor() { return *editor_; }
    bool is_modified() const { return editor_->document()->isModified(); }

    /// False if it cannot be, which is told, or if the user did not say where.
    bool save();
    bool save_as();
    /// Takes the manifests along that are not there.
    bool save_to(const std::filesystem::path& file);

    /// Does it once nothing is unsaved: at once, or when the user has said what shall be done.
    void when_saved(std::function<void()> act);

    /// Plays what is written.
    void play();

    std::function<void(const std::filesystem::path& file, const std::string& text)> on_play;

    /// Wide enough for most lines of a scenario.
    QSize sizeHint() const override { return {560, 400}; }

private:
    bool has_text();
    void build_question();
    void build_list();
    void show_text(const std::filesystem::path& file, const QString& text);
    void show_name();
    void check();
    void take(const scenarios::CheckedText& checked);
    void go_to(const QListWidgetItem& item);
    CodeEditor* editor_in(int tab) const;
    CodeEditor* show_beside(const std::filesystem::path& file);
    void answer(bool is_over);
    bool take_along(const std::filesystem::path& file);

    Session& session_;
    std::filesystem::path file_;
    bool is_example_ = false;
    std::uint64_t asked_ = 0;  ///< What is checked for an earlier text is not shown.
    std::function<void()> then_;
    QTabWidget* files_;
    CodeEditor* editor_;
    QListWidget* list_;
    QWidget* question_;
    QLabel* asks_;
    QPushButton* save_;
    QPushButton* play_;
    QTimer soon_;
};

}  // namespace weft::gui
