#include "gui/program/options.hpp"

#include "gui/source/filter.hpp"
#include "gui/window/main_window.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <QCommandLineParser>

#include <fmt/format.h>
#include <vector>

namespace weft::gui {
namespace {

/// A picture of a window with such sides takes 400 MB.
constexpr int longest_side = 10'000;

constexpr const char* no_caption = "no-caption";

/// An option that has a value, and where that is kept.
struct OptionWithValue {
    const char* name;
    const char* help;
    const char* value;
    QString Wanted::* kept;
};

const OptionWithValue options_with_value[] = {
    {"run", "Open a run file.", "FILE", &Wanted::run},
    {"live", "Play a scenario and show it as it goes on.", "SCENARIO", &Wanted::live},
    {"example", "Show a scenario of the library.", "NAME", &Wanted::example},
    {"compare", "Show the run against this one.", "FILE", &Wanted::compare},
    {"at", "The moment to show, such as 31.8 or 90s.", "TIME", &Wanted::at},
    {"select", "Select a service, or a request such as web/1234.", "NAME", &Wanted::select},
    {"tab", "Open a tab, such as Events.", "NAME", &Wanted::tab},
    {"filter", "Show what the filter accepts.", "FILTER", &Wanted::filter},
    {"level", "What a box is: namespaces, services, versions, pods or sidecars.", "LEVEL",
     &Wanted::level},
    {"focus", "Show a service and its neighbours alone.", "NAME", &Wanted::focus},
    {"expand", "Open a namespace, or show all neighbours of a service.", "NAME", &Wanted::expand},
    {"screenshot", "Write a picture of the window (.png) and end.", "FILE", &Wanted::screenshot},
    {"export", "Write the mesh (.svg, .pdf, .png, .dot, .graphml) or its chart (.csv) and end.",
     "FILE", &Wanted::exported},
    {"size", "Of the window; 1440x900 if it is not said.", "WxH", &Wanted::size},
    {"theme", "light, dark or contrast.", "THEME", &Wanted::theme},
    {"colour", "What boxes are coloured by: health, load, latency or errors.", "WHAT",
     &Wanted::colour},
};

std::string name_of_option(const QString& name) {
    return fmt::format("{}{}", name.size() == 1 ? "-" : "--", name.toStdString());
}

/// What Qt could not read, with the option that was meant.
std::string unread(const QCommandLineParser& parser) {
    const QStringList unknown = parser.unknownOptionNames();
    if (unknown.isEmpty()) return parser.errorText().toStdString();
    std::vector<std::string> known{name_of_option(no_caption)};
    for (const OptionWithValue& option : options_with_value)
        known.push_back(name_of_option(option.name));
    const std::string written = name_of_option(unknown.first());
    return fmt::format("there is no option '{}'{}", written,
                       scenarios::did_you_mean(written, known));
}

/// Nothing has two values, and what has one has a value that says something.
std::string wrong_number(const QCommandLineParser& parser) {
    for (const OptionWithValue& option : options_with_value) {
        const QStringList values = parser.values(option.name);
        if (values.size() > 1) return name_of_option(option.name) + ": is given more than once";
        // An empty filter accepts all.
        const bool may_be_empty = option.kept == &Wanted::filter;
        if (!values.isEmpty() && values.first().isEmpty() && !may_be_empty)
            return name_of_option(option.name) + ": a value is wanted";
    }
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1)
        return fmt::format("one file is shown, and not '{}', too; see --compare",
                           files[1].toStdString());
    if (!files.isEmpty() && files.first().isEmpty()) return "the name of the file is empty";
    return {};
}

/// One run is shown, and one file written.
std::string contradiction(const QCommandLineParser& parser) {
    std::vector<std::string> runs;
    if (!parser.positionalArguments().isEmpty())
        runs.push_back(fmt::format("'{}'", parser.positionalArguments().first().toStdString()));
    for (const char* name : {"run", "live", "example"})
        if (parser.isSet(name)) runs.push_back(name_of_option(name));
    if (runs.size() > 1)
        return fmt::format("{} and {}: one run is shown; see --compare", runs[0], runs[1]);
    if (parser.isSet("screenshot") && parser.isSet("export"))
        return "--screenshot and --export: one file is written";
    return {};
}

/// "" if the value is one of these.
std::string not_one_of(const char* option,
                       const QString& value,
                       const std::vector<std::string>& choices) {
    const std::string written = value.toStdString();
    std::string all;
    for (const std::string& choice : choices) {
        if (choice == written) return {};
        const bool is_last = &choice == &choices.back();
        all.append(all.empty() ? "" : is_last ? " or " : ", ").append(choice);
    }
    return fmt::format("{}: '{}' is none of {}{}", name_of_option(option), written, all,
                       scenarios::did_you_mean(written, choices));
}

std::string wrong_ending(const char* option, const QString& file, const QStringList& endings) {
    for (const QString& ending : endings)
        if (file.endsWith("." + ending, Qt::CaseInsensitive)) return {};
    return fmt::format("{}: '{}' does not end in .{}", name_of_option(option), file.toStdString(),
                       endings.join(", .").toStdString());
}

/// Reads "1440x900"; empty if that is none, or too large.
QSize read_size(const QString& written) {
    const QStringList sides = written.split('x');
    if (sides.size() != 2) return {};
    const QSize size{sides[0].toInt(), sides[1].toInt()};
    const bool is_size = size.width() > 0 && size.height() > 0 && size.width() <= longest_side &&
                         size.height() <= longest_side;
    return is_size ? size : QSize{};
}

/// What is wrong with the values alone; "" if nothing.
std::string wrong_value(const Wanted& wanted) {
    if (const auto filter = read_filter(wanted.filter.toStdString()); !filter)
        return fmt::format("--filter: {}", filter.error());
    if (!wanted.at.isEmpty() && !read_moment(wanted.at.toStdString(), {}))
        return fmt::format("--at: '{}' is no moment, such as 31.8, 90s or 1m30s",
                           wanted.at.toStdString());
    if (wanted.window.isEmpty())
        return fmt::format("--size: two lengths of at most {} are wanted, such as 1440x900",
                           longest_side);
    std::string wrong;
    if (!wanted.theme.isEmpty())
        wrong = not_one_of("theme", wanted.theme, {"light", "dark", "contrast"});
    if (wrong.empty() && !wanted.level.isEmpty())
        wrong = not_one_of("level", wanted.level,
                           {"namespaces", "services", "versions", "pods", "sidecars"});
    if (wrong.empty() && !wanted.colour.isEmpty())
        wrong = not_one_of("colour", wanted.colour, {"health", "load", "latency", "errors"});
    if (wrong.empty() && !wanted.screenshot.isEmpty())
        wrong = wrong_ending("screenshot", wanted.screenshot, {"png"});
    if (wrong.empty() && !wanted.exported.isEmpty())
        wrong =
            wrong_ending("export", wanted.exported, {"svg", "pdf", "png", "dot", "graphml", "csv"});
    return wrong;
}

}  // namespace

tl::expected<Wanted, std::string> read_options(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        "Shows runs of weft: the mesh, when it fails, and why.\n\n"
        "Ends with 2 if the input is wrong, with 3 if a file cannot be written or a signal ended "
        "it.");
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addPositionalArgument("file", "A run file, or a scenario to play.", "[file]");
    for (const OptionWithValue& option : options_with_value)
        parser.addOption({option.name, option.help, option.value});
    parser.addOption({no_caption, "Export a picture without the line below it."});
    if (!parser.parse(arguments)) return tl::make_unexpected(unread(parser));
    if (parser.isSet(version)) parser.showVersion();
    if (parser.isSet(help) || parser.isSet("help-all")) parser.showHelp();
    for (const auto& check : {wrong_number, contradiction})
        if (std::string wrong = check(parser); !wrong.empty()) return tl::make_unexpected(wrong);

    Wanted wanted;
    for (const OptionWithValue& option : options_with_value)
        if (parser.isSet(option.name)) wanted.*option.kept = parser.value(option.name);
    if (wanted.run.isEmpty()) wanted.run = parser.positionalArguments().value(0);
    wanted.has_caption = !parser.isSet(no_caption);
    wanted.window = read_size(wanted.size);
    if (std::string wrong = wrong_value(wanted); !wrong.empty()) return tl::make_unexpected(wrong);
    return wanted;
}

}  // namespace weft::gui
