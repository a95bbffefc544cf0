#pragma once

#include <QApplication>
#include <QFontInfo>
#include <QImage>
#include <QPainter>
#include <QStringList>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

/// Pictures that are kept in tests/gui/golden/, and what it means to be like one of them.
namespace weft::tests {

/// How far two pictures are from each other. A channel may be off by 16 of 255 before anybody sees
/// it; so text that another version of a library smooths a little otherwise is still the same.
struct PictureDifference {
    bool has_one_size = false;
    double share = 1;       ///< Of pixels that differ visibly,
    double worst_tile = 1;  ///< and of those in the 16 × 16 where most do.

    bool is_visible() const {
        constexpr double most_of_all = 0.001;
        constexpr double most_of_a_tile = 0.05;
        return !has_one_size || share > most_of_all || worst_tile > most_of_a_tile;
    }
};

inline bool differ_visibly(QRgb a, QRgb b) {
    constexpr int visible = 16;
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))}) > visible;
}

inline PictureDifference picture_difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size() || a.isNull()) return {};
    constexpr int tile = 16;
    const int columns = (a.width() + tile - 1) / tile;
    std::vector<int> tiles(static_cast<std::size_t>(columns * ((a.height() + tile - 1) / tile)));
    int different = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (!differ_visibly(a.pixel(x, y), b.pixel(x, y))) continue;
            ++different;
            ++tiles[static_cast<std::size_t>(y / tile * columns + x / tile)];
        }
    }
    return {true, static_cast<double>(different) / (a.width() * a.height()),
            static_cast<double>(*std::ranges::max_element(tiles)) / (tile * tile)};
}

/// The picture `a`, pale, with what differs from `b` in red.
inline QImage marked_difference(const QImage& a, const QImage& b) {
    QImage marked = a.convertToFormat(QImage::Format_RGB32);
    QPainter{&marked}.fillRect(marked.rect(), QColor{255, 255, 255, 190});
    for (int y = 0; y < std::min(a.height(), b.height()); ++y)
        for (int x = 0; x < std::min(a.width(), b.width()); ++x)
            if (differ_visibly(a.pixel(x, y), b.pixel(x, y))) marked.setPixel(x, y, 0xffff0000);
    return marked;
}

/// Without the font that golden pictures were painted with, none can be like them.
inline bool has_golden_font() {
    const QFontInfo font{QApplication::font()};
    return font.family() == "DejaVu Sans" && font.exactMatch();
}

inline QString golden_path(const char* name) {
    return QString::fromUtf8(SOURCE_ROOT "/tests/gui/golden/") + name + ".png";
}

/// PNG loses nothing; the best compression keeps the repository small.
inline bool save_small(const QImage& picture, const QString& path) {
    constexpr int smallest_file = 0;
    return picture.convertToFormat(QImage::Format_RGB888).save(path, "PNG", smallest_file);
}

/// Fails if the picture does not look like the one that is kept under the name, and then writes it,
/// and where it differs, into the build folder. With WEFT_RENEW_GOLDEN in the environment it is
/// kept instead.
inline void check_golden(const QImage& picture, const char* name) {
    if (!has_golden_font()) {
        MESSAGE("skipped: golden pictures need the font DejaVu Sans (package fonts-dejavu-core)");
        return;
    }
    if (std::getenv("WEFT_RENEW_GOLDEN") != nullptr) {
        std::filesystem::create_directories(SOURCE_ROOT "/tests/gui/golden");
        CHECK(save_small(picture, golden_path(name)));
        return;
    }
    const QImage golden{golden_path(name)};
    REQUIRE_MESSAGE(!golden.isNull(), std::string{name},
                    ".png is not there: WEFT_RENEW_GOLDEN=1 makes it");
    const PictureDifference difference = picture_difference(picture, golden);
    if (!difference.is_visible()) return;
    std::filesystem::create_directories(PICTURES_FOLDER);
    const QString beside = QString::fromUtf8(PICTURES_FOLDER "/") + name;
    save_small(picture, beside + ".png");
    save_small(marked_difference(picture, golden), beside + "-difference.png");
    FAIL_CHECK("the picture ", std::string{name}, " has changed: ", difference.share * 100,
               " % of it, ", difference.worst_tile * 100, " % of a tile; see ",
               beside.toStdString(),
               "-difference.png, and renew it by WEFT_RENEW_GOLDEN=1 if it should be so");
}

}  // namespace weft::tests
