#include "gui/window/why_links.hpp"

#include "gui/source/filter.hpp"
#include "mesh/base/quantity.hpp"

#include <QHash>
#include <QStringList>

#include <algorithm>
#include <optional>

namespace weft::gui {
namespace {

bool is_of_name(QChar letter) {
    return letter.isLetterOrNumber() || letter == '-' || letter == '.' || letter == '_';
}

QString link_to(const QString& where, const QString& text) {
    return QStringLiteral("<a href=\"%1\">%2</a>").arg(where.toHtmlEscaped(), text.toHtmlEscaped());
}

QString link_to_moment(mesh::Duration since_begin, const QString& text) {
    return link_to(QStringLiteral("at:%1").arg(since_begin.count()), text);
}

/// Links what is written, one line after the other.
class LinkedText {
public:
    explicit LinkedText(const Topology& topology) : topology_(topology) {
        for (std::size_t service = 0; service < topology.services.size(); ++service)
            places_[QString::fromStdString(topology.services[service].name)] =
                QStringLiteral("service:%1").arg(service);
        for (std::size_t pod = 0; pod < topology.pods.size(); ++pod)
            places_[QString::fromStdString(topology.pods[pod].name)] =
                QStringLiteral("pod:%1").arg(pod);
    }

    QString of(const QString& text) {
        QStringList html;
        for (const QString& line : text.split('\n'))
            html += of_line(line);
        return html.join('\n');
    }

private:
    /// "     +500us    attempt 1 to orders-budget-1"
    QString of_line(const QString& line) {
        const qsizetype begin =
            std::find_if_not(line.begin(), line.end(), [](QChar letter) { return letter == ' '; }) -
            line.begin();
        if (sent_ && begin < line.size() && line[begin] == '+') {
            const QString after = line.mid(begin).section(' ', 0, 0);
            if (const auto time = mesh::parse_duration(after.mid(1).toStdString()))
                return line.left(begin) + link_to_moment(*sent_ + *time, after) +
                       of_words(line.mid(begin + after.size()));
        }
        return of_words(line);
    }

    QString of_words(const QString& text) {
        QString html;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype end = at;
            while (end < text.size() && is_of_name(text[end]))
                ++end;
            if (end == at) {
                html += QString{text[at++]}.toHtmlEscaped();
                continue;
            }
            at += add_word(text, at, end - at, html);
        }
        return html;
    }

    /// Returns how many letters it has taken.
    qsizetype add_word(const QString& text, qsizetype at, qsizetype length, QString& html) {
        QString word = text.mid(at, length);
        while (word.endsWith('.') && !places_.contains(word))
            word.chop(1);  // The end of a sentence.
        if (word.isEmpty()) word = text.mid(at, length);
        if (const QString request = request_at(text, at, word); !request.isEmpty()) {
            html += link_to("request:" + request, request);
            return request.size();
        }
        if (const auto moment = moment_at(text, at, word)) {
            if (text.left(at).endsWith("sent at ")) sent_ = moment;
            html += link_to_moment(*moment, word + " s");
            return word.size() + 2;
        }
        const auto place = places_.constFind(word);
        html += place == places_.constEnd() ? word.toHtmlEscaped() : link_to(*place, word);
        return word.size();
    }

    /// "web/41", if web is a load.
    QString request_at(const QString& text, qsizetype at, const QString& word) const {
        qsizetype end = at + word.size();
        if (end >= text.size() || text[end] != '/') return {};
        if (std::ranges::find(topology_.loads, word.toStdString()) == topology_.loads.end())
            return {};
        const qsizetype number = ++end;
        while (end < text.size() && text[end].isDigit())
            ++end;
        return end == number ? QString{} : text.mid(at, end - at);
    }

    /// "40.5 s": durations have no space.
    static std::optional<mesh::Duration> moment_at(const QString& text,
                                                   qsizetype at,
                                                   const QString& word) {
        const qsizetype end = at + word.size();
        const bool has_unit = text.mid(end, 2) == " s";
        if (!has_unit || (end + 2 < text.size() && text[end + 2].isLetterOrNumber()))
            return std::nullopt;
        return read_duration((word + "s").toStdString());
    }

    const Topology& topology_;
    QHash<QString, QString> places_;
    std::optional<mesh::Duration> sent_;  ///< Of the request that is told of.
};

}  // namespace

QString with_links(const QString& text, const Topology& topology) {
    return LinkedText{topology}.of(text);
}

}  // namespace weft::gui
