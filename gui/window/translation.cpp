#include "gui/window/translation.hpp"

#include "scenarios/read/data_folder.hpp"

#include <QFile>
#include <QXmlStreamReader>

#include <algorithm>

namespace weft::gui {
namespace {

/// Installed they lie with the other data; before that in the source tree.
QStringList folders_of_translations() {
    QStringList folders;
    if (const auto data = scenarios::data_folder())
        folders.push_back(QString::fromStdString((*data / "translations").string()));
    folders.push_back(QStringLiteral(WEFT_SOURCE_TRANSLATIONS));
    return folders;
}

}  // namespace

bool Translation::read(const QString& path) {
    texts_.clear();
    QFile file{path};
    if (!file.open(QIODevice::ReadOnly)) return false;
    QXmlStreamReader xml{&file};
    QByteArray source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String{"source"}) source = xml.readElementText().toUtf8();
        if (xml.name() != QLatin1String{"translation"}) continue;
        const bool is_finished = !xml.attributes().hasAttribute(QLatin1String{"type"});
        const QString text = xml.readElementText();
        if (is_finished && !text.isEmpty()) texts_.insert(source, text);
    }
    if (xml.hasError()) texts_.clear();
    return !texts_.isEmpty();
}

QString Translation::translate(const char* /*context*/,
                               const char* source,
                               const char* /*disambiguation*/,
                               int /*number*/) const {
    return texts_.value(QByteArray{source});
}

QString translation_for(const QLocale& locale) {
    for (QString language : locale.uiLanguages()) {
        while (!language.isEmpty()) {
            for (const QString& folder : folders_of_translations()) {
                const QString path = QStringLiteral("%1/weft_%2.ts").arg(folder, language);
                if (QFile::exists(path)) return path;
            }
            language.truncate(std::max<qsizetype>(language.lastIndexOf('-'), 0));
        }
    }
    return {};
}

}  // namespace weft::gui
