#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/facts.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>

namespace weft::reports {

/// A prepared INSERT. Values are bound in the order in which they are given; nobody becomes NULL.
class Insert {
public:
    Insert(SQLite::Database& file, const char* sql) : statement_(file, sql) {}

    template <class... Values>
    void row(const Values&... values) {
        int place = 0;
        (bind(++place, values), ...);
        statement_.exec();
        statement_.reset();
    }

private:
    void bind(int place, std::int64_t value) { statement_.bind(place, value); }
    void bind(int place, std::uint64_t value) { bind(place, static_cast<std::int64_t>(value)); }
    void bind(int place, std::uint16_t value) { bind(place, std::int64_t{value}); }
    void bind(int place, bool value) { bind(place, std::int64_t{value}); }
    void bind(int place, double value) { statement_.bind(place, value); }
    void bind(int place, const std::string& text) { statement_.bind(place, text); }
    void bind(int place, const char* text) { statement_.bind(place, text); }
    void bind(int place, mesh::Duration duration) { bind(place, std::int64_t{duration.count()}); }
    void bind(int place, mesh::Instant at) { bind(place, at.time_since_epoch()); }

    void bind(int place, std::uint32_t number) {
        if (number == sim::observe::nobody) {
            statement_.bind(place);
        } else {
            bind(place, std::int64_t{number});
        }
    }

    void bind(int place, const std::optional<double>& value) {
        if (value) {
            bind(place, *value);
        } else {
            statement_.bind(place);
        }
    }

    void bind(int place, const std::optional<mesh::Instant>& at) {
        if (at) {
            bind(place, *at);
        } else {
            statement_.bind(place);
        }
    }

    SQLite::Statement statement_;
};

}  // namespace weft::reports
