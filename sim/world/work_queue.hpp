#pragma once

#include "sim/world/records.hpp"

#include <cassert>
#include <cstdint>

namespace weft::sim {

/// Works that wait for a worker of one pod, in the order in which they came. Linked through the
/// records, so that a long queue costs no memory of its own.
class WorkQueue {
public:
    void push(Work& work) {
        work.next = nullptr;
        work.previous = last_;
        (last_ == nullptr ? first_ : last_->next) = &work;
        last_ = &work;
        ++size_;
    }

    /// Who came first. Requires !empty().
    Work& pop() {
        assert(!empty());
        Work& work = *first_;
        first_ = work.next;  // Its `previous` counts for nothing while it is the first.
        if (first_ == nullptr) last_ = nullptr;
        --size_;
        return work;
    }

    /// Who came last. Requires !empty().
    Work& pop_newest() {
        assert(!empty());
        Work& work = *last_;
        remove(work);
        return work;
    }

    /// Requires that the work waits here.
    void remove(Work& work) {
        assert(!empty());
        Work* const before = &work == first_ ? nullptr : work.previous;
        (before == nullptr ? first_ : before->next) = work.next;
        (work.next == nullptr ? last_ : work.next->previous) = before;
        --size_;
    }

    /// Who came first. Requires !empty().
    const Work& oldest() const {
        assert(!empty());
        return *first_;
    }

    bool empty() const { return first_ == nullptr; }
    std::uint32_t size() const { return size_; }

private:
    Work* first_ = nullptr;
    Work* last_ = nullptr;
    std::uint32_t size_ = 0;
};

}  // namespace weft::sim
