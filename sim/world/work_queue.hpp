#pragma once

#include "sim/world/records.hpp"

#include <cassert>
#include <cstdint>

namespace weft::sim {

/// Works that wait for a worker of one pod, first in, first out. Linked through the records, so
/// that a long queue costs no memory of its own.
class WorkQueue {
public:
    void push(Work& work) {
        work.next = nullptr;
        (last_ == nullptr ? first_ : last_->next) = &work;
        last_ = &work;
        ++size_;
    }

    /// Requires !empty().
    Work& pop() {
        assert(!empty());
        Work& work = *first_;
        first_ = work.next;
        if (first_ == nullptr) last_ = nullptr;
        --size_;
        return work;
    }

    /// Requires that the work waits here.
    void remove(Work& work) {
        Work* before = nullptr;
        for (Work* at = first_; at != &work; at = at->next) {
            assert(at != nullptr);
            before = at;
        }
        (before == nullptr ? first_ : before->next) = work.next;
        if (last_ == &work) last_ = before;
        --size_;
    }

    void clear() { *this = {}; }

    bool empty() const { return first_ == nullptr; }
    std::uint32_t size() const { return size_; }

private:
    Work* first_ = nullptr;
    Work* last_ = nullptr;
    std::uint32_t size_ = 0;
};

}  // namespace weft::sim
