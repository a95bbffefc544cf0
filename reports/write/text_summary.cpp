#include "reports/write/text_summary.hpp"

#include "reports/write/numbers.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <sstream>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

constexpr std::size_t page_width = 100;
constexpr std::size_t least_name_width = 30;
constexpr std::size_t most_name_width = 60;
constexpr std::size_t most_edges = 40;

/// Collects lines. Colours go around words that have their final width, so columns stay aligned.
class Page {
public:
    explicit Page(bool colour) : colour_(colour) {}

    void line(std::string_view text) { text_.append(text) += '\n'; }

    void heading(std::string_view text) {
        text_ += '\n';
        line(painted(text, "1"));
    }

    /// The words one after the other behind an indent, on as many lines as they need.
    void words(const std::vector<std::string>& words, std::size_t indent, std::string_view gap) {
        std::string text;
        for (const std::string& word : words) {
            if (!text.empty() && text.size() + gap.size() + word.size() > page_width) {
                line(std::exchange(text, {}));
            }
            text += text.empty() ? std::string(indent, ' ') : std::string{gap};
            text += word;
        }
        if (!text.empty()) line(text);
    }

    /// A sentence of any length.
    void paragraph(const std::string& text, std::size_t indent) {
        std::vector<std::string> parts;
        std::istringstream words_of_text{text};
        for (std::string word; words_of_text >> word;) {
            parts.push_back(word);
        }
        words(parts, indent, " ");
    }

    std::string good(std::string_view text) const { return painted(text, "32"); }
    std::string bad(std::string_view text) const { return painted(text, "31"); }

    std::string take() { return std::move(text_); }

private:
    std::string painted(std::string_view text, std::string_view code) const {
        return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string{text};
    }

    bool colour_;
    std::string text_;
};

/// A name that is too long loses its middle, since names differ at their ends.
std::string shortened(const std::string& name, std::size_t width) {
    if (name.size() <= width) return name;
    const std::size_t tail = (width - 3) / 2;
    return name.substr(0, width - 3 - tail) + "..." + name.substr(name.size() - tail);
}

std::string latency_columns(const Histogram& latency) {
    std::string columns;
    const auto add = [&columns](const std::string& text) {
        fmt::format_to(std::back_inserter(columns), "{:>8}", text);
    };
    if (latency.count() == 0) return columns;
    add(short_duration(latency.mean()));
    for (const double share : {0.5, 0.9, 0.99, 0.999}) {
        add(short_duration(latency.quantile(share)));
    }
    return columns;
}

/// Statuses and flags that say more than that all is well.
std::vector<std::string> remarks(const Tally& tally) {
    std::vector<std::string> words;
    for (const StatusCount& status : tally.statuses()) {
        if (status.status >= 200 && status.status < 300) continue;
        const std::string name = status.status == 0 ? "no answer" : std::to_string(status.status);
        words.push_back(name + ": " + grouped(status.count));
    }
    for (std::size_t bit = 0; bit < tally.flags.size(); ++bit) {
        if (tally.flags[bit] == 0) continue;
        words.push_back(fmt::format("{}: {}", mesh::flag_name(bit), grouped(tally.flags[bit])));
    }
    return words;
}

/// One line of a table, and below it the remarks on it.
struct Row {
    std::string name;
    const Tally* tally = nullptr;
    std::string attempts;
};

void add_row(Page& page, const Row& row, std::size_t name_width) {
    const Tally& tally = *row.tally;
    const std::string share =
        fmt::format("{:>9}", short_share(tally.succeeded(), tally.requests()));
    page.line(fmt::format("{:<{}} {:>10} {:>9}{}{}", shortened(row.name, name_width), name_width,
                          grouped(tally.requests()), row.attempts,
                          tally.failed == 0 ? share : page.bad(share),
                          latency_columns(tally.latency)));
    page.words(remarks(tally), 4, "  ");
}

/// A table whose first column is as wide as its names are, within limits.
void add_table(Page& page,
               std::string_view title,
               std::string_view attempts,
               const std::vector<Row>& rows) {
    std::size_t name_width = least_name_width;
    for (const Row& row : rows)
        name_width = std::max(name_width, std::min(row.name.size(), most_name_width));
    page.heading(fmt::format("{:<{}} {:>10} {:>9}{:>9}{:>8}{:>8}{:>8}{:>8}{:>8}", title, name_width,
                             "requests", attempts, "success", "mean", "p50", "p90", "p99",
                             "p99.9"));
    for (const Row& row : rows)
        add_row(page, row, name_width);
}

void add_loads(Page& page, const RunSummary& run) {
    const std::vector<std::string>& loads = run.names.all(NameKind::load);
    if (loads.empty()) return;
    std::vector<Row> rows;
    for (std::uint32_t load = 0; load < loads.size(); ++load) {
        rows.push_back({loads[load], &run.load(load), ""});
    }
    add_table(page, "Load", "", rows);
}

/// The edges worth a line, by name.
std::vector<std::uint32_t> shown_edges(const RunSummary& run) {
    std::vector<std::uint32_t> edges = run.edges_by_name();
    if (edges.size() <= most_edges) return edges;
    std::vector<std::uint32_t> by_weight = edges;
    const auto weight = [&run](std::uint32_t edge) {
        const Tally& tally = run.counted.edge_tallies()[edge];
        return std::tuple{tally.failed, tally.requests(), edge};
    };
    std::sort(by_weight.begin(), by_weight.end(),
              [&](std::uint32_t a, std::uint32_t b) { return weight(a) > weight(b); });
    by_weight.resize(most_edges);
    std::sort(by_weight.begin(), by_weight.end());
    std::erase_if(edges, [&by_weight](std::uint32_t edge) {
        return !std::binary_search(by_weight.begin(), by_weight.end(), edge);
    });
    return edges;
}

void add_edges(Page& page, const RunSummary& run) {
    const std::vector<std::uint32_t> shown = shown_edges(run);
    if (shown.empty()) return;
    std::vector<Row> rows;
    for (const std::uint32_t number : shown) {
        const Edge& edge = run.counted.edges()[number];
        const Tally& tally = run.counted.edge_tallies()[number];
        const std::string& version = run.names.of(NameKind::version, edge.version);
        const std::string name = run.names.of(NameKind::service, edge.source) + " -> " +
                                 run.names.of(NameKind::service, edge.destination) +
                                 (version.empty() ? "" : " " + version);
        rows.push_back({name, &tally, grouped(tally.attempts)});
    }
    add_table(page, "Edge", "attempts", rows);
    const std::size_t left_out = run.counted.edges().size() - shown.size();
    if (left_out == 0) return;
    page.line(fmt::format("and {} more edges with fewer failures and requests", grouped(left_out)));
}

/// What people call the changes that are worth telling; "" for those that are not.
std::string_view told_as(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::fault_started:
            return "faults started";
        case Change::Kind::fault_stopped:
            return "faults stopped";
        case Change::Kind::manifest_applied:
            return "manifests applied";
        case Change::Kind::pod_crashed:
            return "pods crashed";
        case Change::Kind::host_ejected:
            return "hosts ejected";
        case Change::Kind::host_returned:
            return "hosts returned";
        case Change::Kind::ejection_refused:
            return "ejections refused";
        case Change::Kind::limit_reached:
            return "limits reached";
        case Change::Kind::panic_entered:
            return "panics entered";
        default:
            return "";
    }
}

/// Whom a group of changes is about: "sick", "reviews.default.svc.cluster.local v2".
std::string subject_of(const RunSummary& run, const ChangeGroup& group) {
    const std::string& step = run.names.of(NameKind::step, group.step);
    if (!step.empty()) return step;
    return run.names.of(NameKind::cluster, group.cluster);
}

void add_changes(Page& page, const RunSummary& run) {
    struct Told {
        std::uint64_t count = 0;
        std::vector<std::pair<std::uint64_t, std::string>> subjects;
    };
    std::map<Change::Kind, Told> all;
    for (const auto& [group, count] : run.counted.changes()) {
        if (told_as(group.kind).empty()) continue;
        Told& told = all[group.kind];
        told.count += count;
        const std::string subject = subject_of(run, group);
        if (!subject.empty()) told.subjects.emplace_back(count, subject);
    }
    if (all.empty()) return;
    page.heading("Changes");
    for (auto& [kind, told] : all) {
        page.line(fmt::format("  {:<20}{:>9}", told_as(kind), grouped(told.count)));
        std::sort(told.subjects.begin(), told.subjects.end(), std::greater<>{});
        constexpr std::size_t most_subjects = 3;
        std::vector<std::string> words;
        for (const auto& [count, subject] : told.subjects) {
            if (words.size() == most_subjects) break;
            words.push_back(fmt::format("{} ({})", shortened(subject, 80), grouped(count)));
        }
        page.words(words, 6, ", ");
    }
}

void add_expectations(Page& page, const RunSummary& run) {
    if (run.expectations.empty()) return;
    page.heading("Expectations");
    constexpr std::size_t text_width = 62;
    for (const Judgement& judged : run.expectations) {
        const std::string verdict = judged.held ? page.good("held  ") : page.bad("FAILED");
        const std::string measured = "measured " + short_value(judged.value, judged.unit);
        if (judged.text.size() <= text_width) {
            page.line(fmt::format("  {}  {:<{}}  {}", verdict, judged.text, text_width, measured));
            continue;
        }
        page.paragraph(verdict + "  " + judged.text, 2);
        page.line(fmt::format("{:{}}{}", "", text_width + 12, measured));
    }
}

/// Their texts were told before the run began.
void add_warnings(Page& page, const RunSummary& run) {
    if (run.warnings.empty()) return;
    const std::size_t number = run.warnings.size();
    page.line({});
    page.line(fmt::format("{} warning{} about the input", grouped(number), number == 1 ? "" : "s"));
}

}  // namespace

std::string text_summary(const RunSummary& run, bool colour) {
    Page page{colour};
    page.line(fmt::format("{}, seed {}: {}", run.scenario, run.seed, name_of(run.status)));
    if (!run.why.empty()) page.line(page.bad(run.why));
    page.line(fmt::format("{} requests and {} events in {} simulated ({} of wall time)",
                          grouped(run.requests()), grouped(run.events),
                          short_duration(run.simulated_s * 1e9), short_duration(run.wall_s * 1e9)));
    page.line("fingerprint " + fingerprint_text(run.fingerprint));
    add_loads(page, run);
    add_edges(page, run);
    add_changes(page, run);
    add_expectations(page, run);
    add_warnings(page, run);
    return page.take();
}

}  // namespace weft::reports
