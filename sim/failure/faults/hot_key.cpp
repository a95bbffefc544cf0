// One key is asked for by many: where hosts are chosen by a header, its host gets them all.
#include "sim/failure/fault.hpp"

#include <string>
#include <utility>

namespace weft::sim::faults {
namespace {

class HotKey final : public Fault {
public:
    explicit HotKey(LoadFault what) : what_(std::move(what)) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        LoadFault what = what_;
        what.share = scaled(what.share, strength);
        for (const LoadId load : scope.loads)
            environment.change_load(id, load, what);
    }

private:
    LoadFault what_;
};

}  // namespace

FaultKind hot_key() {
    return {
        .name = "hot_key",
        .summary = "the share `rate` of the loads' requests carries `header` with this `value`",
        .acts = FaultKind::Acts::on_loads,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            LoadFault what{.kind = LoadFault::Kind::key};
            what.share = settings.ratio("rate", {.fallback = {500'000}, .min = {0}, .max = all});
            what.header = settings.text("header", "x-key");
            settings.require(!what.header.empty(), "header",
                             "must not be empty: it is the header whose value chooses the host, "
                             "such as 'x-key'");
            for (char& letter : what.header) {
                if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
            }
            what.value = settings.text("value", "hot");
            return std::make_unique<HotKey>(std::move(what));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
