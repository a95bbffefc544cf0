#include "reports/write/text_summary.hpp"

#include "mesh/base/quantity.hpp"
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
constexpr std::size_t least_name_width = 20;
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

/// The words of a sentence, on lines of at most this width if no word is longer; one at least.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines{""};
    std::istringstream words{text};
    for (std::string word; words >> word;) {
        std::string& last = lines.back();
        if (last.empty()) {
            last = word;
        } else if (last.size() + 1 + word.size() <= width) {
            last.append(" ").append(word);
        } else {
            lines.push_back(word);
        }
    }
    return lines;
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
    std::uint64_t open = 0;  ///< Requests that have no end.
};

void add_row(Page& page, const Row& row, std::size_t name_width) {
    const Tally& tally = *row.tally;
    const std::string share =
        fmt::format("{:>9}", short_share(tally.succeeded(), tally.requests()));
    page.line(fmt::format("{:<{}} {:>10} {:>9}{}{}", shortened(row.name, name_width), name_width,
                          grouped(tally.requests()), row.attempts,
                          tally.failed == 0 ? share : page.bad(share),
                          latency_columns(tally.latency)));
    std::vector<std::string> words = remarks(tally);
    if (row.open > 0) words.push_back("without an end: " + grouped(row.open));
    page.words(words, 4, "  ");
}

/// Wide enough for the names of all rows, within limits: the tables stand in the same columns.
std::size_t name_width_of(const std::vector<Row>& loads, const std::vector<Row>& edges) {
    std::size_t width = least_name_width;
    for (const auto* const rows : {&loads, &edges}) {
        for (const Row& row : *rows)
            width = std::max(width, std::min(row.name.size(), most_name_width));
    }
    return width;
}

void add_table(Page& page,
               std::string_view title,
               std::string_view attempts,
               const std::vector<Row>& rows,
               std::size_t name_width) {
    if (rows.empty()) return;
    page.heading(fmt::format("{:<{}} {:>10} {:>9}{:>9}{:>8}{:>8}{:>8}{:>8}{:>8}", title, name_width,
                             "requests", attempts, "success", "mean", "p50", "p90", "p99",
                             "p99.9"));
    for (const Row& row : rows)
        add_row(page, row, name_width);
}

std::vector<Row> load_rows(const RunSummary& run) {
    std::vector<Row> rows;
    const std::vector<std::string>& loads = run.names.all(NameKind::load);
    for (std::uint32_t load = 0; load < loads.size(); ++load) {
        rows.push_back({loads[load], &run.load(load), "", run.open_of(load)});
    }
    return rows;
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

std::vector<Row> edge_rows(const RunSummary& run, const std::vector<std::uint32_t>& shown) {
    std::vector<Row> rows;
    for (const std::uint32_t number : shown) {
        const Edge& edge = run.counted.edges()[number];
        const Tally& tally = run.counted.edge_tallies()[number];
        const std::string& version = run.names.of(NameKind::version, edge.version);
        const std::string name = run.names.of(NameKind::service, edge.source) + " -> " +
                                 run.names.of(NameKind::service, edge.destination) +
                                 (version.empty() ? "" : " " + version);
        rows.push_back({.name = name, .tally = &tally, .attempts = grouped(tally.attempts)});
    }
    return rows;
}

void add_tables(Page& page, const RunSummary& run) {
    const std::vector<std::uint32_t> shown = shown_edges(run);
    const std::vector<Row> loads = load_rows(run);
    const std::vector<Row> edges = edge_rows(run, shown);
    const std::size_t name_width = name_width_of(loads, edges);
    add_table(page, "Load", "", loads, name_width);
    add_table(page, "Edge", "attempts", edges, name_width);
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
        case Change::Kind::fault_missed:
            return "faults that missed";
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
        case Change::Kind::overload_entered:
            return "overloads entered";
        case Change::Kind::circuit_opened:
            return "circuits opened";
        case Change::Kind::host_unhealthy:
            return "hosts found unhealthy";
        case Change::Kind::host_degraded:
            return "hosts found degraded";
        case Change::Kind::config_rejected:
            return "configs rejected";
        case Change::Kind::scaled:
            return "autoscalings";
        case Change::Kind::out_of_memory:
            return "apps out of memory";
        case Change::Kind::node_lost:
            return "nodes lost";
        case Change::Kind::pod_pending:
            return "pods without node";
        case Change::Kind::rollout_stalled:
            return "rollouts stalled";
        case Change::Kind::job_failed:
            return "jobs failed";
        case Change::Kind::init_failed:
            return "init failures";
        case Change::Kind::sidecar_ended:
            return "sidecars ended";
        case Change::Kind::job_pod_held:
            return "Jobs' pods held";
        default:
            return "";
    }
}

/// "outbound|80|v1|cart.default.svc.cluster.local" as people say it: "cart:80 v1".
std::string short_cluster(std::string_view name) {
    std::vector<std::string_view> parts;
    std::string_view rest = name;
    for (std::size_t bar = rest.find('|'); bar != std::string_view::npos; bar = rest.find('|')) {
        parts.push_back(rest.substr(0, bar));
        rest.remove_prefix(bar + 1);
    }
    if (parts.size() != 3) return std::string{name};
    for (const std::string_view suffix : {".svc.cluster.local", ".default"}) {
        if (rest.ends_with(suffix)) rest.remove_suffix(suffix.size());
    }
    std::string text{rest};
    text.append(":").append(parts[1]);
    if (!parts[2].empty()) text.append(" ").append(parts[2]);
    return text;
}

/// Whom a group of changes is about: "sick", "reviews:9080 v2"; "" if it is about nobody.
std::string subject_of(const RunSummary& run, const ChangeGroup& group) {
    const std::string& step = run.names.of(NameKind::step, group.step);
    if (!step.empty()) return step;
    return short_cluster(run.names.of(NameKind::cluster, group.cluster));
}

using Subjects = std::vector<std::pair<std::uint64_t, std::string>>;

/// As many as fit behind the count, the most frequent first; a count of its own says how often, but
/// for the only one.
std::string subjects_in(std::uint64_t total, const Subjects& subjects) {
    constexpr std::size_t most_length = 68;
    std::string text;
    for (const auto& [count, subject] : subjects) {
        std::string word = shortened(subject, most_length - 12);
        if (count != total) word.append(" (").append(grouped(count)).append(")");
        if (text.size() + word.size() > most_length) return text.append(", ...");
        text.append(text.empty() ? "  " : ", ").append(word);
    }
    return text;
}

void add_changes(Page& page, const RunSummary& run) {
    struct Told {
        std::uint64_t count = 0;
        Subjects subjects;
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
        std::sort(told.subjects.begin(), told.subjects.end(), std::greater<>{});
        page.line(fmt::format("  {:<18}{:>9}{}", told_as(kind), grouped(told.count),
                              subjects_in(told.count, told.subjects)));
    }
}

void add_expectations(Page& page, const RunSummary& run) {
    if (run.expectations.empty()) return;
    page.heading("Expectations");
    constexpr std::size_t most_text_width = 70;
    std::size_t text_width = 0;
    for (const Judgement& judged : run.expectations)
        text_width = std::max(text_width, std::min(judged.text.size(), most_text_width));
    for (const Judgement& judged : run.expectations) {
        std::string begin = judged.held ? page.good("held  ") : page.bad("FAILED");
        const std::vector<std::string> lines = wrapped(judged.text, text_width);
        for (const std::string& line : lines) {
            const bool is_last = &line == &lines.back();
            const std::string measured = is_last ? fmt::format("  {}", measured_text(judged)) : "";
            const std::size_t width = is_last ? text_width : 0;
            page.line(fmt::format("  {}  {:<{}}{}", std::exchange(begin, "      "), line, width,
                                  measured));
        }
        for (const std::string& line : wrapped(judged.why, most_text_width))
            if (!line.empty()) page.line(fmt::format("          {}", line));
    }
}

/// Their texts were told when they were found.
void add_warnings(Page& page, const RunSummary& run) {
    if (run.warnings.empty()) return;
    const std::size_t number = run.warnings.size();
    page.line({});
    page.line(fmt::format("{} warning{} about the input", grouped(number), number == 1 ? "" : "s"));
}

}  // namespace

std::string measured_text(const Judgement& judged) {
    std::string text = fmt::format("measured {}", short_value(judged.value, judged.unit));
    if (judged.first_broken) {
        text +=
            fmt::format(", broken from {}", mesh::to_text(judged.first_broken->time_since_epoch()));
    }
    return text;
}

std::string text_summary(const RunSummary& run, bool colour) {
    Page page{colour};
    page.line(fmt::format("{}, seed {}: {}", run.scenario, run.seed, name_of(run.status)));
    if (!run.why.empty()) page.line(page.bad(run.why));
    page.line(fmt::format("{} requests and {} events in {} simulated ({} of wall time)",
                          grouped(run.requests()), grouped(run.events),
                          short_duration(run.simulated_s * 1e9), short_duration(run.wall_s * 1e9)));
    page.line("fingerprint " + fingerprint_text(run.fingerprint));
    add_tables(page, run);
    add_changes(page, run);
    add_expectations(page, run);
    add_warnings(page, run);
    return page.take();
}

}  // namespace weft::reports
