#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace weft::mesh {

/// The value taken when the user wrote none, and the range of those accepted, both ends included.
template <class T>
struct Rule {
    T fallback;
    T min;
    T max;
};

/// The parameters that a user wrote for one policy, fault or arrival process.
///
/// A wrong value is reported at the place where it was written and the fallback is returned, so
/// that one load shows every mistake.
class Settings {
public:
    virtual ~Settings() = default;

    virtual std::uint32_t count(std::string_view key, Rule<std::uint32_t> rule) = 0;
    virtual double number(std::string_view key, Rule<double> rule) = 0;
    virtual Duration duration(std::string_view key, Rule<Duration> rule) = 0;
    virtual Ratio ratio(std::string_view key, Rule<Ratio> rule) = 0;

    /// Bytes.
    virtual std::uint64_t size(std::string_view key, std::uint64_t fallback) = 0;

    /// Whatever was written.
    virtual std::string text(std::string_view key, std::string_view fallback) = 0;

    /// One of a few words.
    virtual std::string choice(std::string_view key,
                               std::string_view fallback,
                               std::span<const std::string_view> words) = 0;

    /// Reports that what was written of the key breaks a rule ("must begin with /") unless `holds`.
    virtual void require(bool holds, std::string_view key, std::string_view rule) = 0;
};

/// Settings that a program wrote: a value of each key as text, in the form a scenario uses ("25ms",
/// "5%", "1024"). A wrong value is the program's error: std::invalid_argument names key and value.
class TextSettings final : public Settings {
public:
    using Values = std::map<std::string, std::string, std::less<>>;

    explicit TextSettings(Values values) : values_(std::move(values)) {}

    std::uint32_t count(std::string_view key, Rule<std::uint32_t> rule) override;
    double number(std::string_view key, Rule<double> rule) override;
    Duration duration(std::string_view key, Rule<Duration> rule) override;
    Ratio ratio(std::string_view key, Rule<Ratio> rule) override;
    std::uint64_t size(std::string_view key, std::uint64_t fallback) override;
    std::string text(std::string_view key, std::string_view fallback) override;
    std::string choice(std::string_view key,
                       std::string_view fallback,
                       std::span<const std::string_view> words) override;
    void require(bool holds, std::string_view key, std::string_view rule) override;

    /// Throws std::invalid_argument if there is a key that nobody asked for.
    void reject_unknown_keys() const;

private:
    const std::string* find(std::string_view key);

    Values values_;  // Its own: what it was made from may be gone.
    std::set<std::string, std::less<>> known_keys_;
};

}  // namespace weft::mesh
