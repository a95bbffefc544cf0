#include "mesh/base/quantity.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace quantity_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("quantities") {
    TEST_CASE("durations are read to the nanosecond") {
        CHECK(parse_duration("0s") == Duration{0});
        CHECK(parse_duration("10ns") == Duration{10});
        CHECK(parse_duration("250us") == Duration{250us});
        CHECK(parse_duration("25ms") == Duration{25ms});
        CHECK(parse_duration("1.5s") == Duration{1500ms});
        CHECK(parse_duration("2m") == Duration{2min});
        CHECK(parse_duration("1h") == Duration{1h});
        CHECK(parse_duration("1m30s") == Duration{90s});
        CHECK(parse_duration("1h1ms") == Duration{1h + 1ms});
        CHECK(parse_duration("0.1s") == Duration{100ms});
        CHECK(parse_duration("1.000000001s") == Duration{1s + 1ns});
        CHECK(parse_duration("0.00000000005m") == Duration{3ns});
        CHECK(parse_duration("1.50000000000000000000000s") == Duration{1500ms});
    }

    TEST_CASE("a duration needs its unit and nothing else") {
        for (const char* const text :
             {"",      "5",    "s",    "ms",  "-5s",   "+5s",    " 5s",  "5 s",
              "5s ",   "5S",   "5sec", ".5s", "5.s",   "1.2.3s", "1e3s", "5s5",
              "30s1m", "1s1s", "0x5s", "inf", "nan s", "5d",     "5s,"}) {
            CAPTURE(text);
            CHECK(!parse_duration(text));
        }
    }

    TEST_CASE("parts of a nanosecond are refused") {
        CHECK(!parse_duration("0.5ns"));
        CHECK(!parse_duration("1.0000000001s"));
        CHECK(!parse_duration("0.00000000001m"));
    }

    TEST_CASE("a duration beyond 63 bits is refused") {
        CHECK(parse_duration("9223372036854775807ns") == Duration::max());
        CHECK(!parse_duration("9223372036854775808ns"));
        CHECK(parse_duration("9223372036s854775807ns") == Duration::max());
        CHECK(!parse_duration("9223372036s854775808ns"));
        CHECK(!parse_duration("18446744073709551616ns"));
        CHECK(!parse_duration("18446744073709552s"));
        CHECK(!parse_duration("99999999999999999999999999h"));
    }

    TEST_CASE("ratios are read to the millionth") {
        CHECK(parse_ratio("0%") == Ratio{0});
        CHECK(parse_ratio("5%") == Ratio{50'000});
        CHECK(parse_ratio("0.001%") == Ratio{10});
        CHECK(parse_ratio("0.0001%") == Ratio{1});
        CHECK(parse_ratio("99.9999%") == Ratio{999'999});
        CHECK(parse_ratio("100%") == Ratio{Ratio::whole});
        CHECK(parse_ratio("100.0000000%") == Ratio{Ratio::whole});
        for (const char* const text : {"", "%", "5", "-1%", "100.0001%", "101%", "0.00001%", "5 %",
                                       "5%%", "0.05", "18446744073709551617%"}) {
            CAPTURE(text);
            CHECK(!parse_ratio(text));
        }
    }

    TEST_CASE("rates are events per second") {
        CHECK(parse_rate("400/s") == 400.0);
        CHECK(parse_rate("12.5/s") == 12.5);
        CHECK(parse_rate("30/m") == 0.5);
        CHECK(parse_rate("7200/h") == 2.0);
        CHECK(parse_rate("0/s") == 0.0);
        for (const char* const text : {"", "400", "/s", "-1/s", "-0/s", "400/", "400/x", "400/ms",
                                       "400 /s", "1e3/s", "inf/s"}) {
            CAPTURE(text);
            CHECK(!parse_rate(text));
        }
    }

    TEST_CASE("sizes know powers of 1000 and of 1024") {
        CHECK(parse_size("512B") == 512U);
        CHECK(parse_size("1 KB") == 1000U);
        CHECK(parse_size("1K") == 1000U);
        CHECK(parse_size("1kB") == 1000U);
        CHECK(parse_size("128 KiB") == 131'072U);
        CHECK(parse_size("2MiB") == 2'097'152U);
        CHECK(parse_size("1.5MB") == 1'500'000U);
        CHECK(parse_size("1.5Ki") == 1536U);
        CHECK(parse_size("3G") == 3'000'000'000U);
        CHECK(parse_size("1GiB") == 1'073'741'824U);
        CHECK(parse_size("18446744073709551615B") == std::numeric_limits<std::uint64_t>::max());
        for (const char* const text : {"", "512", "KB", "-1B", "1  KB", "1 KB ", "1KBB", "0.5B",
                                       "0.1KiB", "1b", "18446744073709551616B", "18446744074G"}) {
            CAPTURE(text);
            CHECK(!parse_size(text));
        }
    }

    TEST_CASE("numbers are whole or decimal") {
        CHECK(parse_number("0") == 0.0);
        CHECK(parse_number("-1.25") == -1.25);
        CHECK(parse_number("0.1") == 0.1);
        CHECK(parse_number("123456789012345678901234567890") == 123456789012345678901234567890.0);
        for (const char* const text :
             {"", "-", ".5", "5.", "1e3", "inf", "nan", "1 ", " 1", "+1", "1,5", "0x10", "--1"}) {
            CAPTURE(text);
            CHECK(!parse_number(text));
        }
        CHECK(!parse_number(std::string(400, '9')));
    }

    TEST_CASE("counts are whole numbers of 32 bits") {
        CHECK(parse_count("0") == 0U);
        CHECK(parse_count("007") == 7U);
        CHECK(parse_count("4294967295") == 4'294'967'295U);
        for (const char* const text : {"", "-1", "+1", "4294967296", "1.0", "1 ", " 1", "1k"}) {
            CAPTURE(text);
            CHECK(!parse_count(text));
        }
    }

    TEST_CASE("durations are written as people do") {
        CHECK(to_text(Duration{0}) == "0s");
        CHECK(to_text(Duration{10ns}) == "10ns");
        CHECK(to_text(Duration{1500ns}) == "1.5us");
        CHECK(to_text(Duration{25ms}) == "25ms");
        CHECK(to_text(Duration{999'999'999ns}) == "999.999999ms");
        CHECK(to_text(Duration{1500ms}) == "1.5s");
        CHECK(to_text(Duration{59s}) == "59s");
        CHECK(to_text(Duration{60s}) == "1m");
        CHECK(to_text(Duration{90s}) == "1m30s");
        CHECK(to_text(Duration{90min}) == "1h30m");
        CHECK(to_text(Duration{1h + 5ms}) == "1h5ms");
        CHECK(to_text(Duration{-25ms}) == "-25ms");
        CHECK(to_text(Duration::min()) == "-2562047h47m16.854775808s");
    }

    TEST_CASE("ratios are written in percent") {
        CHECK(to_text(Ratio{0}) == "0%");
        CHECK(to_text(Ratio{1}) == "0.0001%");
        CHECK(to_text(Ratio{50'000}) == "5%");
        CHECK(to_text(Ratio{125'000}) == "12.5%");
        CHECK(to_text(Ratio{Ratio::whole}) == "100%");
    }

    TEST_CASE("what is written reads back as the same") {
        Draws draws{1, "quantities"};
        for (int i = 0; i < 20'000; ++i) {
            const Duration duration{
                static_cast<Duration::rep>(draws.next() >> (1 + draws.below(63)))};
            CAPTURE(to_text(duration));
            CHECK(parse_duration(to_text(duration)) == duration);
            const Ratio ratio{static_cast<std::uint32_t>(draws.below(Ratio::whole + 1))};
            CHECK(parse_ratio(to_text(ratio)) == ratio);
        }
    }
}

}  // namespace quantity_test
