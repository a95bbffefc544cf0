#include "scenarios/read/yaml_line.hpp"

#include <algorithm>
#include <sstream>

namespace weft::scenarios {

std::string in_one_line(const YAML::Node& node) {
    YAML::Emitter text;
    text.SetMapFormat(YAML::Flow);
    text.SetSeqFormat(YAML::Flow);
    text << node;
    std::istringstream lines{text.c_str()};
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
        all += (all.empty() ? "" : " ") + line;
    }
    return all;
}

}  // namespace weft::scenarios
