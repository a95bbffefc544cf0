#include "gui/picture/box_colour.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace box_colour_test {

using namespace weft;
using namespace weft::tests;
using gui::Colouring;
using gui::MeshLook;

/// Boxes of which one has 30 requests a second, one 10 of which 2 fail, and one none.
MeshLook three_boxes() {
    MeshLook look;
    look.boxes.resize(3);
    look.boxes[0].flow = flow_of(30);
    look.boxes[0].flow.p99 = 120ms;
    look.boxes[0].figures = "30/s  0 % err";
    look.boxes[1].flow = flow_of(10, 2);
    look.boxes[1].flow.p99 = 8ms;
    return look;
}

double contrast(const QColor& one, const QColor& other) {
    const auto weight = [](const QColor& colour) {
        const auto part = [](double value) {
            return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) +
               0.0722 * part(colour.blueF()) + 0.05;
    };
    const auto [low, high] = std::minmax({weight(one), weight(other)});
    return high / low;
}

TEST_SUITE("boxes coloured by a figure") {
    TEST_CASE("the scale ends at a round number that no box exceeds") {
        MeshLook look = three_boxes();
        colour_boxes(look, Colouring::load);
        CHECK(look.scale == gui::BoxScale{Colouring::load, 50});
        CHECK(gui::figure_words(Colouring::load, look.scale.greatest) == "50/s");
        CHECK(colour_of_box(look.boxes[0], look.scale) == gui::heat_colour(0.6));
        CHECK(colour_of_box(look.boxes[1], look.scale) == gui::heat_colour(0.2));
        colour_boxes(look, Colouring::errors);
        CHECK(gui::figure_words(Colouring::errors, look.scale.greatest) == "20 %");
        CHECK(colour_of_box(look.boxes[1], look.scale) == gui::heat_colour(1));
    }

    TEST_CASE("of what nothing passes through its state goes on to be the colour") {
        MeshLook look = three_boxes();
        colour_boxes(look, Colouring::load);
        CHECK_FALSE(colour_of_box(look.boxes[2], look.scale).has_value());
        look.boxes[0].flow = {};
        look.boxes[1].flow = {};
        colour_boxes(look, Colouring::load);
        CHECK(look.scale.greatest == 1);
        colour_boxes(look, Colouring::health);
        CHECK(look.scale == gui::BoxScale{});
    }

    TEST_CASE("by latency boxes say it, so that it is not told by colour alone") {
        MeshLook look = three_boxes();
        colour_boxes(look, Colouring::latency);
        CHECK(look.boxes[0].figures == "30/s  p99 120 ms");
        CHECK(look.boxes[2].figures.empty());
        CHECK(gui::figure_words(Colouring::latency, look.scale.greatest) == "200 ms");
        CHECK(three_boxes().boxes[0].figures == "30/s  0 % err");
    }

    TEST_CASE("two runs that are compared keep the colours of what differs") {
        MeshLook look = three_boxes();
        look.is_difference = true;
        colour_boxes(look, Colouring::load);
        CHECK_FALSE(colour_of_box(look.boxes[0], look.scale).has_value());
    }

    TEST_CASE("text on any colour of the scale can be read") {
        for (int share = 0; share <= 100; ++share) {
            const QColor ground = gui::heat_colour(share / 100.0);
            CAPTURE(share);
            CHECK(contrast(ground, gui::text_on(ground)) >= 4.5);
        }
    }
}

}  // namespace box_colour_test
