#include "mesh/route/name_index.hpp"

#include "mesh/base/hash.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace weft::mesh {

NameIndex::NameIndex(std::vector<Entry> entries) : entries_(std::move(entries)) {
    slots_.assign(std::bit_ceil(2 * entries_.size() + 1), Slot{});
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t entry = 0; entry < entries_.size(); ++entry) {
        const std::uint64_t hash = xx_hash64(entries_[entry].first);
        std::size_t at = hash & mask;
        while (slots_[at].entry != 0)
            at = (at + 1) & mask;
        slots_[at] = {hash, entry + 1};
    }
}

std::optional<std::size_t> NameIndex::find(std::string_view name) const {
    const std::size_t mask = slots_.size() - 1;
    const std::uint64_t hash = xx_hash64(name);
    for (std::size_t at = hash & mask; slots_[at].entry != 0; at = (at + 1) & mask) {
        if (slots_[at].hash != hash) continue;
        const auto& [known, position] = entries_[slots_[at].entry - 1];
        if (known == name) return position;
    }
    return std::nullopt;
}

StemIndex::StemIndex(std::vector<NameIndex::Entry> stems, End end) : end_(end) {
    for (const auto& [stem, position] : stems)
        lengths_.push_back(stem.size());
    std::sort(lengths_.begin(), lengths_.end(), std::greater<>{});
    lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
    stems_ = NameIndex{std::move(stems)};
}

std::optional<std::size_t> StemIndex::find(std::string_view name) const {
    for (const std::size_t length : lengths_) {
        if (length >= name.size()) continue;
        const std::size_t begin = end_ == End::suffix ? name.size() - length : 0;
        if (const auto position = stems_.find(name.substr(begin, length))) return position;
    }
    return std::nullopt;
}

}  // namespace weft::mesh
