#include "scenarios/play/first_difference.hpp"

#include "reports/metrics/names.hpp"
#include "scenarios/play/replay.hpp"
#include "sim/observe/recorder.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using sim::observe::Decision;
using sim::observe::IntervalEnd;
using sim::observe::NameKind;
using sim::observe::PlayedEvent;

/// Keeps what sidecars decided, in the order in which it came.
class DecisionKeeper final : public sim::observe::Recorder {
public:
    struct Kept {
        mesh::Instant at;
        std::string text;
    };

    void named(NameKind kind, std::uint32_t number, std::string_view name) override {
        names_.add(kind, number, name);
    }
    void requests(std::span<const sim::observe::RequestEnd>) override {}
    void calls(std::span<const sim::observe::CallEnd>) override {}
    void spans(std::span<const sim::observe::Span>) override {}
    void decisions(std::span<const Decision> decisions) override {
        for (const Decision& decision : decisions)
            kept_.push_back({decision.at, text_of(decision)});
    }
    void changes(std::span<const sim::observe::Change> changes) override {
        for (const auto& change : changes)
            kept_.push_back({change.at, text_of(change)});
    }
    void interval(const sim::observe::IntervalEnd&) override {}

    /// All that came since the last call, by time.
    std::vector<Kept> take() {
        std::ranges::stable_sort(kept_, {}, &Kept::at);
        return std::exchange(kept_, {});
    }

private:
    std::string text_of(const Decision& decision) const {
        static constexpr std::array<std::string_view, 3> kinds{"considered", "chose", "retried"};
        std::string text = fmt::format("{} {} for request {} of {}",
                                       kinds[static_cast<std::size_t>(decision.kind)],
                                       names_.of(NameKind::pod, decision.pod), decision.request,
                                       names_.of(NameKind::load, decision.load));
        if (decision.kind != Decision::Kind::chosen) text += fmt::format(" ({})", decision.value);
        return text;
    }

    std::string text_of(const sim::observe::Change& change) const {
        std::string text = name_of(change.kind);
        for (const auto& [kind, number] :
             {std::pair{NameKind::step, change.step}, std::pair{NameKind::pod, change.source},
              std::pair{NameKind::cluster, change.cluster}, std::pair{NameKind::pod, change.pod}}) {
            const std::string& known = names_.of(kind, number);
            if (!known.empty()) text.append(" ").append(known);
        }
        return text;
    }

    reports::Names names_;
    std::vector<Kept> kept_;
};

/// One of the two, played up to an interval.
struct Player {
    Player(const reports::RecordedRun& run, const Scenario& scenario, const Kinds& kinds)
        : replay(run, scenario, kinds, 1, &keeper) {}

    /// The next event that is counted, or nothing once there is none before `end`.
    std::optional<PlayedEvent> next(mesh::Instant end) {
        while (auto event = replay.world().step(end)) {
            if (event->fingerprint != 0) return event;
        }
        return std::nullopt;
    }

    DecisionKeeper keeper;
    Replay replay;
};

/// What came at the time of the parting or since the last common event, and the other has not.
std::vector<std::string> only_in(const std::vector<DecisionKeeper::Kept>& one,
                                 const std::vector<DecisionKeeper::Kept>& other,
                                 mesh::Instant until) {
    const auto [from, other_from] = std::ranges::mismatch(
        one, other, [](const auto& a, const auto& b) { return a.at == b.at && a.text == b.text; });
    std::vector<std::string> texts;
    constexpr std::size_t most = 5;
    for (auto kept = from; kept != one.end() && kept->at <= until && texts.size() < most; ++kept)
        texts.push_back(kept->text);
    return texts;
}

void note_decisions(FirstDifference& found, Player& a, Player& b, mesh::Instant end) {
    mesh::Instant until = mesh::never;
    for (const Parting* const side : {&found.a, &found.b}) {
        if (side->event) until = std::min(until, side->event->at);
    }
    // What is buffered reaches the keepers at the end of the interval.
    for (Player* const player : {&a, &b}) {
        player->replay.world().run_until(end);
        player->replay.world().close_interval();
    }
    const auto of_a = a.keeper.take();
    const auto of_b = b.keeper.take();
    found.a.decisions = only_in(of_a, of_b, until);
    found.b.decisions = only_in(of_b, of_a, until);
}

std::string first_other_line(std::string_view a, std::string_view b) {
    std::size_t line = 1;
    while (true) {
        const std::size_t end_a = a.find('\n');
        const std::size_t end_b = b.find('\n');
        const std::string_view line_a = a.substr(0, end_a);
        const std::string_view line_b = b.substr(0, end_b);
        if (line_a != line_b || end_a == a.npos || end_b == b.npos) {
            return fmt::format("line {}: '{}' | '{}'", line, line_a, line_b);
        }
        a.remove_prefix(end_a + 1);
        b.remove_prefix(end_b + 1);
        ++line;
    }
}

/// "--set x=1": as it was given.
std::string given_text(const std::vector<std::pair<std::string, std::string>>& given) {
    std::string text;
    for (const auto& [option, value] : given) {
        if (!text.empty()) text += ' ';
        if (option != "scenario") text.append("--").append(option).append(" ");
        text += value;
    }
    return text;
}

}  // namespace

std::size_t common_intervals(std::span<const IntervalEnd> a, std::span<const IntervalEnd> b) {
    const auto [end, other_end] =
        std::ranges::mismatch(a, b, {}, &IntervalEnd::end, &IntervalEnd::end);
    return static_cast<std::size_t>(end - a.begin());
}

std::optional<std::size_t> first_other_interval(std::span<const IntervalEnd> a,
                                                std::span<const IntervalEnd> b) {
    const std::size_t common = common_intervals(a, b);
    for (std::size_t number = 0; number < common; ++number) {
        if (a[number].fingerprint != b[number].fingerprint) return number;
    }
    if (common == std::min(a.size(), b.size())) return std::nullopt;
    // One that ends sooner is not another only because its run was stopped there.
    const auto& shorter = a[common].end < b[common].end ? a : b;
    return common + 1 == shorter.size() ? std::nullopt : std::optional{common};
}

tl::expected<FirstDifference, std::string> find_first_difference(const reports::RecordedRun& a,
                                                                 const reports::RecordedRun& b,
                                                                 std::size_t interval,
                                                                 const Kinds& kinds) {
    if (a.intervals[interval].end != b.intervals[interval].end)
        return tl::make_unexpected(std::string{"their intervals are not of one length"});
    const auto scenario_a = read_again(a.head, kinds);
    if (!scenario_a) return tl::make_unexpected("A: " + scenario_a.error());
    const auto scenario_b = read_again(b.head, kinds);
    if (!scenario_b) return tl::make_unexpected("B: " + scenario_b.error());
    Player one{a, *scenario_a, kinds};
    Player other{b, *scenario_b, kinds};
    FirstDifference found;
    found.interval = a.intervals[interval];
    if (const auto failed = one.replay.run_until(found.interval.start)) {
        return tl::make_unexpected("A: " + not_as_recorded(a, *failed));
    }
    if (const auto failed = other.replay.run_until(found.interval.start)) {
        return tl::make_unexpected("B: " + not_as_recorded(b, *failed));
    }
    one.keeper.take();
    other.keeper.take();
    const mesh::Instant end = found.interval.end;
    while (true) {
        found.a.event = one.next(end);
        found.b.event = other.next(end);
        if (found.a.event != found.b.event) break;
        if (!found.a.event) {
            return tl::make_unexpected(
                "played again, both do the same: one of them was recorded by another build");
        }
        found.last_common = found.a.event;
        ++found.events_before;
    }
    note_decisions(found, one, other, end);
    return found;
}

std::vector<std::string> differences_of_input(const reports::RunHead& a,
                                              const reports::RunHead& b) {
    std::vector<std::string> lines;
    const auto compare = [&](const char* what, const std::string& one, const std::string& other) {
        if (one != other) lines.push_back(fmt::format("{}: {} | {}", what, one, other));
    };
    compare("scenario", a.scenario, b.scenario);
    compare("seed", std::to_string(a.seed), std::to_string(b.seed));
    compare("given", given_text(a.given), given_text(b.given));
    compare("weft", a.version, b.version);
    compare("build", a.build, b.build);
    for (const auto& [path, text] : a.sources) {
        const auto other = b.sources.find(path);
        if (other == b.sources.end()) {
            lines.push_back(fmt::format("{}: only in A", path));
        } else if (text != other->second) {
            lines.push_back(fmt::format("{}: {}", path, first_other_line(text, other->second)));
        }
    }
    for (const auto& [path, text] : b.sources) {
        if (!a.sources.contains(path)) lines.push_back(fmt::format("{}: only in B", path));
    }
    return lines;
}

}  // namespace weft::scenarios
