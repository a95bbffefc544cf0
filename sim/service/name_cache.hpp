#pragma once

#include "mesh/base/time.hpp"
#include "sim/failure/target.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::sim {

/// What a name leads to, as DNS says.
struct Addresses {
    std::vector<PodId> pods = {};
    bool is_virtual = false;  ///< One address stands for whoever answers.
};

/// What an app keeps of the answers of DNS, until it has to ask again. Pods in them may be long
/// gone.
class NameCache {
public:
    /// Null if the app has to ask.
    const Addresses* find(std::string_view name, mesh::Instant now) const {
        const auto known = answers_.find(name);
        if (known == answers_.end() || known->second.until <= now) return nullptr;
        return &known->second.addresses;
    }

    void keep(const std::string& name, Addresses addresses, mesh::Instant until) {
        answers_.insert_or_assign(name, Answer{until, std::move(addresses)});
    }

private:
    struct Answer {
        mesh::Instant until;
        Addresses addresses;
    };

    std::map<std::string, Answer, std::less<>> answers_;
};

}  // namespace weft::sim
