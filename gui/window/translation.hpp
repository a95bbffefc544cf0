#pragma once

#include <QByteArray>
#include <QHash>
#include <QLocale>
#include <QString>
#include <QTranslator>

namespace weft::gui {

/// The window's texts in another language, as Qt's `lupdate` lists them in a .ts file, which is
/// read as it is: nothing has to be built, and who translates sees it at once. A text means the
/// same wherever it stands. What is not translated stays English.
class Translation final : public QTranslator {
public:
    /// False if there is no such file, or it is none.
    bool read(const QString& path);

    QString translate(const char* context,
                      const char* source,
                      const char* disambiguation = nullptr,
                      int number = -1) const override;
    bool isEmpty() const override { return texts_.isEmpty(); }

private:
    QHash<QByteArray, QString> texts_;
};

/// The file of a language, of those that come with weft; empty if there is none: "weft_de.ts" for
/// German as it is spoken in Austria.
QString translation_for(const QLocale& locale);

}  // namespace weft::gui
