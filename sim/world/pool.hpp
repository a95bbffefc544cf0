#pragma once

#include "sim/engine/event.hpp"

#include <cassert>
#include <cstddef>
#include <memory>
#include <vector>

namespace weft::sim {

/// Records named by 32-bit handles, which each keeps in its member `self`. A record stays where it
/// is while it lives, so that references hold; freed ones are used again, last freed first.
template <class Record>
class Pool {
public:
    /// A record as it was made, or as it was left by the last owner: the caller resets what it
    /// needs.
    Record& take() { return free_count_ > 0 ? *free_[--free_count_] : make(); }

    void give_back(Record& record) {
        assert(free_count_ < made_);
        free_[free_count_++] = &record;
    }

    [[gnu::always_inline]] Record& operator[](Handle handle) {
        assert(handle < made_);
        return chunks_[handle / chunk_size][handle % chunk_size];
    }

    [[gnu::always_inline]] const Record& operator[](Handle handle) const {
        assert(handle < made_);
        return chunks_[handle / chunk_size][handle % chunk_size];
    }

    /// Handles below this have been in use at some time.
    std::size_t made() const { return made_; }
    std::size_t in_use() const { return made_ - free_count_; }

private:
    static constexpr std::size_t chunk_size = 512;

    [[gnu::noinline]] Record& make() {
        if (made_ == chunks_.size() * chunk_size) {
            chunks_.push_back(std::make_unique<Record[]>(chunk_size));
            free_.resize(chunks_.size() * chunk_size);
        }
        const Handle handle = made_++;
        Record& record = (*this)[handle];
        record.self = handle;
        return record;
    }

    std::vector<std::unique_ptr<Record[]>> chunks_;
    std::vector<Record*> free_;  ///< Has room for all, so that giving back is a mere write.
    Handle made_ = 0;
    Handle free_count_ = 0;
};

}  // namespace weft::sim
