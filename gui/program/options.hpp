#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include <string>
#include <tl/expected.hpp>

namespace weft::gui {

/// What was asked for on the command line; "" is what nobody asked for.
struct Wanted {
    QString run;
    QString live;
    QString example;
    QString compare;
    QString at;
    QString select;
    QString tab;
    QString filter;
    QString level;
    QString focus;
    QString expand;
    QString screenshot;
    QString exported;
    QString size = "1440x900";
    QString theme;
    QString colour;
    bool has_caption = true;  ///< Below a picture that is exported.
    QSize window{};           ///< The same as `size`.

    /// A file, and no window.
    bool is_picture() const { return !screenshot.isEmpty() || !exported.isEmpty(); }
};

/// Reads the command line, the program's name first. What is wrong with it, as far as that is seen
/// without a run: nothing that was written is passed over. Shows the help and ends, if that is
/// wanted.
tl::expected<Wanted, std::string> read_options(const QStringList& arguments);

}  // namespace weft::gui
