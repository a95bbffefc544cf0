#pragma once

#include "mesh/base/ratio.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/service/distribution.hpp"
#include "sim/world/pool.hpp"
#include "sim/world/world.hpp"

#include <string>
#include <vector>

namespace weft::sim {

/// Those outside whom proxies ask about requests to their apps. What they say of a request does not
/// depend on when it is asked, so that retries meet the same answer.
class Authorizers {
public:
    Authorizers(World& world, const std::vector<AuthorizerPlan>& plans);

    /// Requires that the action's authorizer is one of the plans.
    void ask(const mesh::Action& action);
    void on_answer(const Event& event);

private:
    struct Known {
        std::string name;
        Sampler latency;
        mesh::Ratio denied;
    };

    /// What the proxy of a pod asked about a request that has come to it.
    struct Question {
        Handle self = 0;
        Work* work = nullptr;
        bool answered = false;  ///< Before the proxy's time-out.
        bool allowed = false;
    };

    World& world_;
    std::vector<Known> known_;
    Pool<Question> questions_;
};

}  // namespace weft::sim
