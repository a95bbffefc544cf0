#include "gui/window/code_editor.hpp"

#include <QHelpEvent>
#include <QLineEdit>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolTip>
#include <doctest/doctest.h>

namespace code_editor_test {

namespace {

using weft::gui::CodeEditor;

/// Whether the letter at a place of a line is coloured as another one of that line is.
bool look_alike(const QTextBlock& line, int a, int b) {
    QColor first;
    QColor second;
    for (const auto& range : line.layout()->formats()) {
        const auto holds = [&](int at) {
            return range.start <= at && at < range.start + range.length;
        };
        if (holds(a)) first = range.format.foreground().color();
        if (holds(b)) second = range.format.foreground().color();
    }
    return first == second;
}

}  // namespace

TEST_SUITE("code editor") {
    TEST_CASE("a mark covers its word, says what is wrong, and moves with the text") {
        CodeEditor editor;
        editor.setPlainText("name: shop\nhorizon: 4x, seed\n");
        editor.show_marks({{2, 10, true, "no duration"}, {1, 0, false, "all of it"}});
        CHECK(editor.mark_in_line(2).selectedText() == "4x");
        CHECK(editor.mark_in_line(1).selectedText() == "name: shop");
        CHECK_FALSE(editor.mark_in_line(3).hasSelection());
        CHECK(editor.said_at(20) == "no duration");
        CHECK(editor.said_at(19) == QString{});
        CHECK(editor.said_at(3) == "all of it");
        CHECK(editor.extraSelections().size() == 2);

        QTextCursor cursor{editor.document()};
        cursor.insertText("# more\n");
        CHECK(editor.mark_in_line(3).selectedText() == "4x");
        CHECK(editor.said_at(20 + 7) == "no duration");
        editor.show_marks({});
        CHECK(editor.said_at(20 + 7) == QString{});
    }

    TEST_CASE("marks at the ends of the text and of lines are clamped, not lost") {
        CodeEditor editor;
        editor.setPlainText("a\n\nlast");
        editor.show_marks({{0, 0, true, "file"},
                           {2, 5, true, "empty"},
                           {3, 99, true, "end"},
                           {4, 1, true, "beyond"}});
        CHECK(editor.extraSelections().size() == 3);
        CHECK(editor.mark_in_line(1).selectedText() == "a");
        CHECK(editor.mark_in_line(3).selectedText() == "t");
    }

    TEST_CASE("a place is gone to, and lines have room for their numbers") {
        CodeEditor editor;
        editor.resize(400, 300);
        editor.setPlainText(QString{"line\n"}.repeated(2'000));
        editor.go_to(1'500, 3);
        CHECK(editor.textCursor().blockNumber() == 1'499);
        CHECK(editor.textCursor().positionInBlock() == 2);
        editor.go_to(9'999, 1);
        CHECK(editor.textCursor().blockNumber() == 1'499);
        editor.show();
        CHECK_FALSE(editor.grab().isNull());
    }

    TEST_CASE("the keyboard gets out of it by Tab, which YAML does not know") {
        QWidget both;
        auto* const editor = new CodeEditor(&both);
        auto* const next = new QLineEdit(&both);
        editor->setPlainText("a");
        both.show();
        both.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&both));
        editor->setFocus();
        QTest::keyClick(editor, Qt::Key_Tab);
        CHECK(editor->toPlainText() == "a");
        CHECK(next->hasFocus());
    }

    TEST_CASE("what is wrong is said where the mouse rests") {
        CodeEditor editor;
        editor.resize(400, 300);
        editor.setPlainText("horizon: 4x");
        editor.show_marks({{1, 10, true, "no duration"}});
        editor.show();
        REQUIRE(QTest::qWaitForWindowExposed(&editor));
        QTextCursor cursor{editor.document()};
        cursor.setPosition(10);
        const QPoint place = editor.cursorRect(cursor).center();
        QHelpEvent help{QEvent::ToolTip, place, editor.viewport()->mapToGlobal(place)};
        QCoreApplication::sendEvent(editor.viewport(), &help);
        CHECK(QToolTip::text() == "no duration");
        QToolTip::hideText();
    }

    TEST_CASE("keys, strings, numbers and comments of YAML have colours of their own") {
        CodeEditor editor;
        editor.setPlainText("  - {id: 40ms, to: 'a # b'}  # why: 3s");
        editor.show_in(weft::gui::palette_of(weft::gui::Theme::dark));
        const QTextBlock line = editor.document()->firstBlock();
        CHECK(look_alike(line, 5, 15));         // id, to
        CHECK_FALSE(look_alike(line, 5, 9));    // id, 40ms
        CHECK_FALSE(look_alike(line, 5, 20));   // id, 'a # b'
        CHECK(look_alike(line, 19, 25));        // all of the string
        CHECK(look_alike(line, 29, 36));        // all of the comment
        CHECK_FALSE(look_alike(line, 29, 20));  // comment, string
    }
}

}  // namespace code_editor_test
