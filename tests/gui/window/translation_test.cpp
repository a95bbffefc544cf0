#include "gui/window/translation.hpp"

#include "gui/source/file_run.hpp"
#include "gui/source/words.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/said.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QFile>
#include <QMenuBar>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace translation_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Translation;
using sim::observe::Change;

/// As long as it lives, everybody speaks German.
class InGerman {
public:
    InGerman() {
        REQUIRE(translation.read(gui::translation_for(QLocale{"de_DE"})));
        QCoreApplication::installTranslator(&translation);
    }
    ~InGerman() { QCoreApplication::removeTranslator(&translation); }

    Translation translation;
};

QString write_file(const TemporaryFolder& folder, const char* text) {
    const auto path = folder / "weft_xx.ts";
    std::ofstream{path} << text;
    return QString::fromStdString(path.string());
}

/// "%1", "%2" …
std::set<QString> places_of(const QString& text) {
    static const QRegularExpression place{"%\\d"};
    std::set<QString> places;
    for (auto match = place.globalMatch(text); match.hasNext();)
        places.insert(match.next().captured());
    return places;
}

/// Of a menu and those below it.
void check_letters(const QMenu& menu) {
    static const QRegularExpression letter{"&([^&])"};
    std::set<QString> letters;
    for (const QAction* const entry : menu.actions()) {
        if (entry->menu() != nullptr) check_letters(*entry->menu());
        const auto match = letter.match(entry->text());
        if (!match.hasMatch()) continue;
        CHECK_MESSAGE(letters.insert(match.captured(1).toLower()).second,
                      entry->text().toStdString());
    }
}

void check_letters(const gui::MainWindow& window) {
    for (const QAction* const entry : window.menuBar()->actions())
        check_letters(*entry->menu());
}

}  // namespace

TEST_SUITE("translation") {
    TEST_CASE("a language is found for all countries that speak it, and English needs none") {
        CHECK(gui::translation_for(QLocale{"de_DE"}).endsWith("/weft_de.ts"));
        CHECK(gui::translation_for(QLocale{"de_AT"}).endsWith("/weft_de.ts"));
        CHECK(gui::translation_for(QLocale{"en_GB"}).isEmpty());
        CHECK(gui::translation_for(QLocale::c()).isEmpty());
    }

    TEST_CASE("a window speaks another language and shows a run as ever") {
        const InGerman german;
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        const auto menus = window.menuBar()->actions();
        REQUIRE(menus.size() >= 5);
        CHECK(menus[0]->text() == "&Datei");
        CHECK(menus[1]->text() == "&Ansicht");
        int english = 0;
        int all = 0;
        for (const QAction* const action : menus) {
            for (const QAction* const entry : action->menu()->actions()) {
                const bool is_entry = entry->text().contains('&');
                all += is_entry ? 1 : 0;
                const QByteArray text = entry->text().toUtf8();
                english += is_entry && !german.translation.translate("", text).isNull() ? 1 : 0;
            }
        }
        CHECK(all >= 40);
        CHECK(english == 0);  // None of them is a text that has a translation.
        CHECK(window.mesh().accessibleDescription().startsWith("Dienste"));
        window.session().seek(at(2s));
        CHECK_FALSE(window.open(folder / "none.db"));
        CHECK(window.message().startsWith("Dies kann nicht"));
        CHECK_FALSE(window.picture().isNull());
    }

    TEST_CASE("events, badges and what is spoken have a translation") {
        const InGerman german;
        const auto all = gui::all_said();
        for (const char* const text : all)
            CHECK_MESSAGE(!german.translation.translate("", text).isNull(), text);
        for (int kind = 0; kind <= static_cast<int>(Change::last_kind); ++kind) {
            const std::string words = gui::kind_words(static_cast<Change::Kind>(kind));
            CHECK_MESSAGE(std::ranges::any_of(all, [&](const char* text) { return words == text; }),
                          words);
        }
        const TemporaryFolder folder;
        gui::FileRun run{record_small_run(folder, "run.db", 2)};
        CHECK(gui::event_words(run.events()[0], run.topology(), gui::said) ==
              "Grenze erreicht: shop (Wiederholungen)");
        CHECK(gui::service_words(run.topology(), run.snapshot(at(500ms)), 1, gui::said)
                  .starts_with("shop, fehlerhaft, 10 % Fehler, 10/s"));
        CHECK(gui::clauses_said("not ready, 3 of 5xx in a row, degraded", gui::said) ==
              "nicht bereit, 3 of 5xx in a row, beeinträchtigt");
    }

    TEST_CASE("in a menu a letter stands for one entry, in each language, and a key for one") {
        const gui::MainWindow english;
        check_letters(english);
        std::set<QString> keys;
        for (const QAction* const action : english.findChildren<QAction*>()) {
            for (const QKeySequence& sequence : action->shortcuts()) {
                const QString key = sequence.toString();
                if (!key.isEmpty()) CHECK_MESSAGE(keys.insert(key).second, key.toStdString());
            }
        }
        CHECK(keys.contains("F6"));
        CHECK(keys.contains("J"));
        const InGerman speaking;
        const gui::MainWindow german;
        check_letters(german);
    }

    TEST_CASE("what is not finished stays English; what is no translation is none") {
        const TemporaryFolder folder;
        Translation it;
        CHECK(it.read(write_file(folder,
                                 "<TS><context><message><source>A &amp; b</source>"
                                 "<translation>C &lt; d</translation></message><message>"
                                 "<source>E</source><translation type=\"unfinished\">F"
                                 "</translation></message></context></TS>")));
        CHECK(it.translate("any", "A & b") == "C < d");
        CHECK(it.translate("any", "E").isNull());
        CHECK_FALSE(it.read(write_file(folder, "<TS><source>A</source><translation>B")));
        CHECK(it.isEmpty());
        CHECK_FALSE(it.read(write_file(folder, "no XML")));
        CHECK_FALSE(it.read("/nowhere/weft_xx.ts"));
        CHECK_FALSE(it.read({}));
    }

    TEST_CASE("a translated text has the places of its original") {
        QFile file{QString{SOURCE_ROOT} + "/gui/translations/weft_de.ts"};
        REQUIRE(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml{&file};
        QString source;
        int texts = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement) continue;
            if (xml.name() == QString{"source"}) source = xml.readElementText();
            if (xml.name() != QString{"translation"}) continue;
            const QString text = xml.readElementText();
            if (text.isEmpty()) continue;
            ++texts;
            CHECK_MESSAGE(places_of(source) == places_of(text), source.toStdString());
        }
        CHECK_FALSE(xml.hasError());
        CHECK(texts >= 190);
    }
}

}  // namespace translation_test
