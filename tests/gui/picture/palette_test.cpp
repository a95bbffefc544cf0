#include "gui/picture/palette.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace weft;

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

/// What eyes without one kind of cone see: Machado, Oliveira and Fernandes 2009, severity 1.
const Matrix eyes[] = {
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868},
      {0.114503, 0.786281, 0.099216},
      {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968},
      {0.280085, 0.672501, 0.047413},
      {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779},
      {-0.078411, 0.930809, 0.147602},
      {0.004733, 0.691367, 0.303900}}},
};

Triple times(const Matrix& matrix, const Triple& value) {
    Triple result{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            result[row] += matrix[row][column] * value[column];
    return result;
}

Triple linear(const QColor& colour) {
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return {part(colour.redF()), part(colour.greenF()), part(colour.blueF())};
}

/// CIE L*a*b* under D65.
Triple lab(const QColor& colour, const Matrix& eye) {
    Triple seen = times(eye, linear(colour));
    for (double& part : seen)
        part = std::clamp(part, 0.0, 1.0);
    const Triple xyz = times(
        {{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}}, seen);
    const auto root = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = root(xyz[0] / 0.95047);
    const double y = root(xyz[1]);
    const double z = root(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(const QColor& a, const QColor& b, const Matrix& eye) {
    const Triple first = lab(a, eye);
    const Triple second = lab(b, eye);
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

double contrast(const QColor& a, const QColor& b) {
    const auto luminance = [](const QColor& colour) {
        const Triple rgb = linear(colour);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    };
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace

TEST_SUITE("palette") {
    TEST_CASE("no two states look alike, whatever the eye") {
        for (const gui::Theme theme : {gui::Theme::light, gui::Theme::dark, gui::Theme::contrast}) {
            const gui::Palette& palette = gui::palette_of(theme);
            std::vector<QColor> states{palette.health.begin(), palette.health.end()};
            states.push_back(palette.fault);
            for (const Matrix& eye : eyes)
                for (std::size_t a = 0; a < states.size(); ++a)
                    for (std::size_t b = a + 1; b < states.size(); ++b)
                        CHECK(distance(states[a], states[b], eye) >= 10);
        }
    }

    TEST_CASE("the measure finds the orange that failed") {
        // Darkened orange and vermilion: ΔE 3 for deuteranopes.
        CHECK(distance(QColor{0xB3, 0x74, 0x00}, QColor{0xD5, 0x5E, 0x00}, eyes[2]) < 10);
    }

    TEST_CASE("text can be read on everything that is behind it") {
        for (const gui::Theme theme : {gui::Theme::light, gui::Theme::dark, gui::Theme::contrast}) {
            const gui::Palette& palette = gui::palette_of(theme);
            CHECK(contrast(palette.text, palette.surface) >= 7);
            CHECK(contrast(palette.text, palette.panel) >= 7);
            CHECK(contrast(palette.accent, palette.surface) >= 3);
            const QPalette widgets = gui::widget_palette(palette);
            CHECK(contrast(widgets.color(QPalette::HighlightedText),
                           widgets.color(QPalette::Highlight)) >= 4.5);
        }
    }

    TEST_CASE("what is the same in two runs is pale, but seen") {
        for (const gui::Theme theme : {gui::Theme::light, gui::Theme::dark, gui::Theme::contrast}) {
            const gui::Palette& palette = gui::palette_of(theme);
            CHECK(contrast(gui::difference_colour(0, palette), palette.surface) >= 1.7);
            CHECK(gui::difference_colour(1, palette) != gui::difference_colour(-1, palette));
        }
    }

    TEST_CASE("every state has a glyph of its own") {
        std::vector<QString> glyphs;
        for (const gui::Health health :
             {gui::Health::idle, gui::Health::healthy, gui::Health::degraded, gui::Health::failing,
              gui::Health::down})
            glyphs.push_back(gui::glyph_of(health));
        std::ranges::sort(glyphs);
        CHECK(std::ranges::adjacent_find(glyphs) == glyphs.end());
    }

    TEST_CASE("heat gets brighter all the way") {
        double before = -1;
        for (int step = 0; step <= 20; ++step) {
            const double lightness = lab(gui::heat_colour(step / 20.0), eyes[0])[0];
            CHECK(lightness > before);
            before = lightness;
        }
    }
}
