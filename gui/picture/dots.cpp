// Requests on their way, as dots.
#include "gui/picture/mesh_paint.hpp"
#include "gui/picture/mesh_signs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace weft::gui {
namespace {

/// How many dots stand for so many requests a second: one for a few of them.
std::size_t dots_for(double per_second, double each) {
    return static_cast<std::size_t>(std::ceil(std::max(0.0, per_second) / each));
}

/// What each dot of a line is. Those that are no mere requests are spread evenly.
std::vector<Dot::Kind> kinds_of_dots(const LinkLook& link, double each) {
    const double errors =
        link.failed_per_second - link.unanswered_per_second - link.rejected_per_second;
    const std::pair<Dot::Kind, std::size_t> counts[] = {
        {Dot::Kind::error, dots_for(errors, each)},
        {Dot::Kind::unanswered, dots_for(link.unanswered_per_second, each)},
        {Dot::Kind::rejected, dots_for(link.rejected_per_second, each)},
        {Dot::Kind::retry, dots_for(link.extra_per_second, each)}};
    std::size_t bad = 0;
    for (const auto& [kind, count] : counts)
        bad += kind == Dot::Kind::retry ? std::min(count, std::size_t{1}) : count;
    std::vector<Dot::Kind> kinds(std::max({std::size_t{1}, dots_for(link.per_second, each), bad}),
                                 Dot::Kind::request);
    std::size_t free = kinds.size();
    for (const auto& [kind, count] : counts) {
        const std::size_t placed = std::min(count, free);
        for (std::size_t dot = 0; dot < placed; ++dot) {
            std::size_t at = (2 * dot + 1) * kinds.size() / (2 * placed);
            while (kinds[at] != Dot::Kind::request)
                at = (at + 1) % kinds.size();
            kinds[at] = kind;
        }
        free -= placed;
    }
    return kinds;
}

/// How much of its way a dot goes.
double way_of(Dot::Kind kind) {
    if (kind == Dot::Kind::rejected) return 0.25;
    return kind == Dot::Kind::unanswered ? 0.7 : 1;
}

}  // namespace

std::uint64_t requests_per_dot(const MeshLook& look) {
    constexpr double most_on_a_line = 12;
    double busiest = 0;
    for (const LinkLook& link : look.links)
        busiest = std::max(busiest, link.per_second);
    std::uint64_t each = 1;
    for (const std::uint64_t factor :
         {2U, 5U, 10U, 20U, 50U, 100U, 200U, 500U, 1'000U, 2'000U, 5'000U, 10'000U, 100'000U})
        if (busiest / static_cast<double>(each) > most_on_a_line) each = factor;
    return each;
}

std::vector<Dot> dots_at(const Placement& placement, const MeshLook& look, double seconds) {
    std::vector<Dot> dots;
    const auto each = static_cast<double>(requests_per_dot(look));
    const double phase = seconds - std::floor(seconds);
    for (std::size_t number = 0; number < placement.lines.size(); ++number) {
        const auto& way = placement.lines[number].way;
        if (way.empty() || look.links[number].per_second <= 0) continue;
        // One second from box to box: as many dots as there are requests in a second.
        const std::vector<Dot::Kind> kinds = kinds_of_dots(look.links[number], each);
        const auto count = static_cast<double>(kinds.size());
        for (std::size_t dot = 0; dot < kinds.size(); ++dot) {
            const double share = std::fmod(phase + static_cast<double>(dot) / count, 1.0);
            const double reached = share * way_of(kinds[dot]);
            const auto at = static_cast<std::size_t>(reached * static_cast<double>(way.size() - 1));
            dots.push_back({way[at], kinds[dot]});
        }
    }
    return dots;
}

void paint_dots(QPainter& painter, const std::vector<Dot>& dots, const Palette& palette) {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Dot& dot : dots) {
        const QPointF& at = dot.place;
        if (dot.kind == Dot::Kind::rejected || dot.kind == Dot::Kind::unanswered) {
            paint_lost_dot(painter, dot, palette);
        } else if (dot.kind == Dot::Kind::error) {
            painter.setPen(QPen{palette.of(Health::failing), 2.2});
            painter.drawLine(at + QPointF{-4, -4}, at + QPointF{4, 4});
            painter.drawLine(at + QPointF{-4, 4}, at + QPointF{4, -4});
        } else if (dot.kind == Dot::Kind::retry) {
            painter.setPen(QPen{palette.of(Health::degraded), 2});
            painter.setBrush(palette.surface);
            painter.drawEllipse(at, 3.5, 3.5);
        } else {
            painter.setPen(QPen{palette.surface, 1});
            painter.setBrush(palette.of(Health::healthy));
            painter.drawEllipse(at, 3.2, 3.2);
        }
    }
}

}  // namespace weft::gui
