#include "sim/world/action_stack.hpp"

#include <doctest/doctest.h>

namespace action_stack_test {

using weft::mesh::Action;
using weft::mesh::Actions;
using weft::mesh::StreamId;
using weft::sim::ActionStack;

TEST_CASE("the actions of an input stay where they are while another one is carried out") {
    ActionStack stack;
    Actions& outer = stack.push();
    outer.push_back(Action::about(Action::Kind::reply, StreamId{1}));
    const Action* const before = outer.begin();
    for (std::uint32_t round = 0; round < 3; ++round) {
        Actions& inner = stack.push();
        CHECK(&inner != &outer);
        CHECK(inner.empty());
        for (std::uint32_t number = 0; number < 100; ++number)
            inner.push_back(Action::about(Action::Kind::reply, StreamId{number}));
        stack.pop();
    }
    CHECK(outer.begin() == before);
    CHECK(outer.size() == 1);
    CHECK(outer.front().stream == StreamId{1});
}

TEST_CASE("a buffer that was taken away is empty when it is used again, and has its memory") {
    ActionStack stack;
    Actions& first = stack.push();
    first.push_back(Action::about(Action::Kind::reply, StreamId{1}));
    const Action* const memory = first.begin();
    stack.pop();
    Actions& again = stack.push();
    CHECK(&again == &first);
    CHECK(again.empty());
    CHECK(again.begin() == memory);
}

}  // namespace action_stack_test
