#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::mesh {

/// Positions by name, built once and then only asked: a lookup hashes the name and allocates
/// nothing. Nothing is ever listed in the order of the hashes.
class NameIndex {
public:
    using Entry = std::pair<std::string, std::size_t>;

    NameIndex() = default;

    /// Requires that no name comes twice.
    explicit NameIndex(std::vector<Entry> entries);

    /// Nothing if there is no such name.
    std::optional<std::size_t> find(std::string_view name) const;

private:
    struct Slot {
        std::uint64_t hash = 0;
        std::size_t entry = 0;  ///< Its position among the entries and one; 0 is free.
    };

    std::vector<Entry> entries_;
    std::vector<Slot> slots_ = std::vector<Slot>(1);  ///< As many as a power of two.
};

/// The same for stems of wildcards, "*.shop.com" or "shop.*" without the star.
class StemIndex {
public:
    enum class End { suffix, prefix };

    StemIndex() = default;

    /// Requires that no stem comes twice.
    StemIndex(std::vector<NameIndex::Entry> stems, End end);

    /// Of the longest stem at this end of the name that leaves at least one character over.
    std::optional<std::size_t> find(std::string_view name) const;

private:
    NameIndex stems_;
    std::vector<std::size_t> lengths_;  ///< That occur, longest first.
    End end_ = End::suffix;
};

}  // namespace weft::mesh
