#include "scenarios/read/yaml_depth.hpp"

#include <vector>

namespace weft::scenarios {
namespace {

/// Follows the nesting of a text line by line.
class DepthScanner {
public:
    DepthScanner(std::string_view text, std::size_t limit) : text_(text), limit_(limit) {}

    std::optional<TextPosition> first_too_deep() {
        for (std::size_t begin = 0; begin < text_.size() && !too_deep_;) {
            const std::size_t found = text_.find('\n', begin);
            const std::size_t end = found == std::string_view::npos ? text_.size() : found;
            scan_line(text_.substr(begin, end - begin));
            begin = end + 1;
            ++line_;
        }
        return too_deep_;
    }

private:
    void scan_line(std::string_view line) {
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first == std::string_view::npos) return;
        if (block_scalar_of_) {
            if (static_cast<std::ptrdiff_t>(first) > *block_scalar_of_) return;
            block_scalar_of_.reset();
        }
        if (quote_ != 0 || brackets_ > 0) return scan_content(line, 0);
        if (line.starts_with("---") || line.starts_with("...")) {
            indents_.clear();
            parent_ = -1;
            return scan_content(line, 3);
        }
        scan_content(line, enter_indents(line, first));
    }

    /// Each "- " or "? " at the start of a line is a level of its own. Yields where the rest
    /// begins.
    std::size_t enter_indents(std::string_view line, std::size_t at) {
        while (!indents_.empty() && indents_.back() > at)
            indents_.pop_back();
        while (at < line.size() && line[at] != '#' && !too_deep_) {
            parent_ = static_cast<std::ptrdiff_t>(at);
            if (indents_.empty() || indents_.back() < at) enter(at);
            const bool nests = (line[at] == '-' || line[at] == '?') && at + 1 < line.size() &&
                               (line[at + 1] == ' ' || line[at + 1] == '\t');
            if (!nests) break;
            const std::size_t next = line.find_first_not_of(" \t\r", at + 1);
            if (next == std::string_view::npos || line[next] == '|' || line[next] == '>') return at;
            at = next;
        }
        return at;
    }

    void enter(std::size_t indent) {
        indents_.push_back(indent);
        if (indents_.size() > limit_ + 1) found(indent);  // The innermost may be text: no level.
    }

    void scan_content(std::string_view line, std::size_t begin) {
        bool at_value =
            true;  // Whether a value may begin here: elsewhere a quote or bracket is text.
        for (std::size_t at = begin; at < line.size() && !too_deep_; ++at) {
            const char c = line[at];
            if (quote_ != 0) {
                at = leave_quote(line, at);
                at_value = false;
                continue;
            }
            if (c == '#' && (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t')) return;
            if (c == ' ' || c == '\t' || c == '\r') continue;
            if (begins_block_scalar(line, at)) return;
            if (at_value && (c == '!' || c == '&')) {
                at = end_of_property(line, at);
                continue;
            }
            scan_character(c, at_value, at);
            const bool is_last = at + 1 == line.size();
            at_value = brackets_ > 0 ? std::string_view{":,[{?"}.find(c) != std::string_view::npos
                                     : c == ':' && (is_last || line[at + 1] == ' ');
        }
    }

    void scan_character(char c, bool at_value, std::size_t at) {
        if ((c == '"' || c == '\'') && at_value) {
            quote_ = c;
        } else if ((c == '[' || c == '{') && (brackets_ > 0 || at_value)) {
            if (++brackets_ > limit_) found(at);
        } else if ((c == ']' || c == '}') && brackets_ > 0) {
            --brackets_;
        }
    }

    /// Of a tag or anchor, which may stand before a value.
    static std::size_t end_of_property(std::string_view line, std::size_t at) {
        while (at + 1 < line.size() && line[at + 1] != ' ' && line[at + 1] != ',')
            ++at;
        return at;
    }

    /// `at` is inside quotes. Moves over an escaped character; leaves at the closing quote.
    std::size_t leave_quote(std::string_view line, std::size_t at) {
        if (quote_ == '"' && line[at] == '\\') return at + 1;
        if (line[at] != quote_) return at;
        if (quote_ == '\'' && at + 1 < line.size() && line[at + 1] == '\'') return at + 1;
        quote_ = 0;
        return at;
    }

    /// "|" or ">" with its indicators as the last thing of a line: what is indented below is text.
    bool begins_block_scalar(std::string_view line, std::size_t at) {
        if (brackets_ > 0 || (line[at] != '|' && line[at] != '>')) return false;
        if (at > 0 && line[at - 1] != ' ' && line[at - 1] != '\t') return false;
        const std::size_t rest = line.find_first_not_of("+-0123456789", at + 1);
        if (rest != std::string_view::npos) {
            const std::size_t next = line.find_first_not_of(" \t\r", rest);
            if (next == rest || (next != std::string_view::npos && line[next] != '#')) return false;
        }
        block_scalar_of_ = parent_;
        return true;
    }

    void found(std::size_t at) { too_deep_ = {line_, at + 1}; }

    std::string_view text_;
    std::size_t limit_;
    std::size_t line_ = 1;
    std::size_t brackets_ = 0;
    char quote_ = 0;
    std::vector<std::size_t> indents_;
    std::ptrdiff_t parent_ = -1;  ///< Column of the value's key or dash; -1 at the top.
    std::optional<std::ptrdiff_t> block_scalar_of_;
    std::optional<TextPosition> too_deep_;
};

/// Bytes that a UTF-8 character has, by its first one; 0 if none begins so.
std::size_t utf8_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return 2;
    if (first >= 0xE0 && first <= 0xEF) return 3;
    if (first >= 0xF0 && first <= 0xF4) return 4;
    return 0;
}

/// Bytes of the character that begins here; 0 if there is none.
std::size_t character_at(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = utf8_length(first);
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return 0;
    }
    if (length == 1) return 1;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool past_last = first == 0xF4 && second >= 0x90;
    return overlong || surrogate || past_last ? 0 : length;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

}  // namespace

std::optional<TextPosition> first_too_deep(std::string_view yaml, std::size_t limit) {
    return DepthScanner{yaml, limit}.first_too_deep();
}

std::optional<TextPosition> first_binary_byte(std::string_view text) {
    TextPosition place;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_at(text, at);
        if (length == 0 || is_control(text[at])) return place;
        if (text[at] == '\n') {
            place = {place.line + 1, 1};
        } else {
            ++place.column;
        }
        at += length;
    }
    return std::nullopt;
}

}  // namespace weft::scenarios
