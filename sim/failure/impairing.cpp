#include "sim/failure/impairing.hpp"

namespace weft::sim {
namespace {

class Impairing final : public Fault {
public:
    explicit Impairing(const LinkFault& what) : what_(what) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return environment.heal(id);
        environment.impair(id, scope.link, scaled(what_, strength));
    }

private:
    LinkFault what_;
};

class Striking final : public Fault {
public:
    explicit Striking(const RequestFault& what) : what_(what) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        RequestFault what = what_;
        what.share = scaled(what.share, strength);
        for (const PodId pod : scope.pods)
            environment.strike(id, pod, what);
    }

private:
    RequestFault what_;
};

class Marking final : public Fault {
public:
    explicit Marking(PodMark what) : what_(what) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const PodId pod : scope.pods)
            environment.mark(id, pod, what_);
    }

private:
    PodMark what_;
};

}  // namespace

std::unique_ptr<Fault> impairing(const LinkFault& what) {
    return std::make_unique<Impairing>(what);
}

std::unique_ptr<Fault> striking(const RequestFault& what) {
    return std::make_unique<Striking>(what);
}

std::unique_ptr<Fault> marking(PodMark what) {
    return std::make_unique<Marking>(what);
}

}  // namespace weft::sim
