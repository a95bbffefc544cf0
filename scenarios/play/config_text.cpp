#include "scenarios/play/config_text.hpp"

#include "mesh/base/quantity.hpp"
#include "mesh/route/route_explain.hpp"
#include "scenarios/play/policy_words.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string_view>
#include <vector>

namespace weft::scenarios {
namespace {

using mesh::to_text;

class ConfigWriter {
public:
    explicit ConfigWriter(const mesh::ProxyConfig& config) : config_(config) {}

    std::string written() {
        if (config_.mistake) line(0, "refused: " + *config_.mistake);
        if (config_.routes) write(*config_.routes, 0);
        for (const auto& [port, table] : config_.listeners) {
            line(0, fmt::format("port {}", port));
            write(*table, 1);
        }
        for (const auto& [id, entry] : config_.clusters)
            write(entry);
        if (config_.inbound) write(*config_.inbound);
        if (config_.security) line(0, "callers: asked who they are");
        return std::move(text_);
    }

private:
    void line(std::size_t depth, const std::string& words) {
        text_.append(2 * depth, ' ').append(words).append("\n");
    }

    std::string cluster_name(mesh::ClusterId cluster) const {
        const mesh::ClusterEntry* const entry = config_.find(cluster);
        return entry == nullptr ? "a cluster that is not defined" : entry->config->name;
    }

    void write(const mesh::RouteTable& table, std::size_t depth) {
        for (const mesh::VirtualHost& host : table.hosts()) {
            line(depth, fmt::format("virtual host {}", host.name));
            std::string names = "names";
            for (const std::string& name : host.domains)
                names.append(names == "names" ? " " : ", ").append(name);
            line(depth + 1, names);
            for (const mesh::Route& route : host.routes)
                write(route, depth + 1);
        }
    }

    void write(const mesh::Route& route, std::size_t depth) {
        line(depth, "route " + route.name);
        ++depth;
        for (const mesh::RouteMatch& match : route.matches)
            line(depth, "match " + to_text(match));
        const std::uint64_t total = mesh::total_weight(route.clusters);
        for (const mesh::WeightedCluster& to : route.clusters) {
            line(depth, fmt::format("to {:.4g}% {}",
                                    100.0 * static_cast<double>(to.weight) /
                                        static_cast<double>(std::max<std::uint64_t>(total, 1)),
                                    cluster_name(to.cluster)));
        }
        for (const mesh::MirrorPolicy& mirror : route.mirrors) {
            line(depth, fmt::format("mirror {} to {}", to_text(mirror.share),
                                    cluster_name(mirror.cluster)));
        }
        if (const auto status = route.own_answer()) line(depth, fmt::format("answer {}", *status));
        if (route.timeout > mesh::Duration::zero())
            line(depth, "timeout " + to_text(route.timeout));
        line(depth, "retries " + retries_words(route.retry));
        if (route.rewrite) line(depth, "rewritten");
        if (route.delay) {
            line(depth, fmt::format("delay {} for {}", to_text(route.delay->delay),
                                    to_text(route.delay->share)));
        }
        if (route.abort) {
            line(depth,
                 fmt::format("abort {} for {}", route.abort->status, to_text(route.abort->share)));
        }
    }

    void write(const mesh::ClusterEntry& entry) {
        const mesh::ClusterConfig& config = *entry.config;
        line(0, "cluster " + config.name);
        line(1, "balancer " + balancer_words(config.balancer));
        line(1, "limits " + limits_words(config));
        line(1, "panic " + panic_words(config));
        if (config.outlier) line(1, "outliers " + outlier_words(*config.outlier));
        if (const auto& circuits = config.failure_accrual) {
            line(1, fmt::format("circuits {} failures in a row, open for {} to {}",
                                circuits->failures_to_open, to_text(circuits->min_penalty),
                                to_text(circuits->max_penalty)));
        }
        if (const auto& checks = config.health_check) {
            line(1, fmt::format("checks each {} within {}", to_text(checks->interval),
                                to_text(checks->timeout)));
        }
        if (config.connects) line(1, "connections " + connections_words(config));
        if (config.tls != mesh::ClientTls::disable)
            line(1, config.tls == mesh::ClientTls::simple ? "TLS" : "mutual TLS");
        for (const mesh::Endpoint& endpoint : *entry.endpoints)
            write(endpoint);
    }

    void write(const mesh::Endpoint& endpoint) {
        std::string words = "host " + endpoint.address;
        if (!endpoint.zone.empty()) words += " in " + endpoint.zone;
        if (endpoint.priority > 0) words += fmt::format(", priority {}", endpoint.priority);
        if (endpoint.weight != 1) words += fmt::format(", weight {}", endpoint.weight);
        if (endpoint.locality_weight > 0)
            words += fmt::format(", locality weight {}", endpoint.locality_weight);
        if (!endpoint.ready) words += ", not ready";
        line(1, words);
    }

    void write(const mesh::InboundPolicy& inbound) {
        line(0, "to the app");
        if (const auto& bucket = inbound.rate_limit) {
            line(1, fmt::format("rate limit {} tokens, {} each {}", bucket->max_tokens,
                                bucket->tokens_per_fill, to_text(bucket->fill_interval)));
        }
        if (inbound.concurrency) {
            line(1,
                 fmt::format("adaptive concurrency {} to {}", inbound.concurrency->min_concurrency,
                             inbound.concurrency->max_limit));
        }
        if (inbound.global_rate_limit)
            line(1, "rate limit of all together for " + inbound.global_rate_limit->service);
    }

    const mesh::ProxyConfig& config_;
    std::string text_;
};

using Lines = std::vector<std::string_view>;

Lines split_lines(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::size_t indentation_of(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

/// Writes a difference line by line, with what each line stands below.
class DiffWriter {
public:
    void keep(std::string_view line) { above(line).push_back({line, false}); }

    void change(char sign, std::string_view line) {
        for (Above& heading : above(line)) {
            if (std::exchange(heading.written, true)) continue;
            text_.append("  ").append(heading.line).append("\n");
        }
        text_ += sign;
        text_.append(" ").append(line).append("\n");
        above_.push_back({line, true});  // What is new or gone with it needs no other heading.
    }

    std::string take() { return std::move(text_); }

private:
    struct Above {
        std::string_view line;
        bool written;
    };

    /// The lines that one stands below.
    std::vector<Above>& above(std::string_view line) {
        while (!above_.empty() && indentation_of(above_.back().line) >= indentation_of(line))
            above_.pop_back();
        return above_;
    }

    std::vector<Above> above_;
    std::string text_;
};

/// How many lines the rests of two lists have in common, for each pair of beginnings.
std::vector<std::vector<std::uint32_t>> common_rests(const Lines& a, const Lines& b) {
    std::vector rests(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1));
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            rests[i][j] =
                a[i] == b[j] ? rests[i + 1][j + 1] + 1 : std::max(rests[i + 1][j], rests[i][j + 1]);
        }
    }
    return rests;
}

}  // namespace

std::string config_text(const mesh::ProxyConfig& config) {
    return ConfigWriter{config}.written();
}

std::string line_diff(const std::string& before, const std::string& after) {
    Lines a = split_lines(before);
    Lines b = split_lines(after);
    DiffWriter writer;
    const auto [in_a, in_b] = std::ranges::mismatch(a, b);
    for (auto line = a.begin(); line != in_a; ++line)
        writer.keep(*line);
    b.erase(b.begin(), in_b);
    a.erase(a.begin(), in_a);
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.pop_back();
        b.pop_back();
    }
    const auto rests = common_rests(a, b);
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            writer.keep(a[i]);
            ++i;
            ++j;
        } else if (j == b.size() || (i < a.size() && rests[i + 1][j] >= rests[i][j + 1])) {
            writer.change('-', a[i++]);
        } else {
            writer.change('+', b[j++]);
        }
    }
    return writer.take();
}

}  // namespace weft::scenarios
