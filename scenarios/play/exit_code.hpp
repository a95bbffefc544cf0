#pragma once

/// How the program ends; scripts and CI rely on these numbers.
namespace weft::scenarios::exit_code {

inline constexpr int done = 0;                ///< And all expectations hold.
inline constexpr int expectation_failed = 1;  ///< Or a comparison.
inline constexpr int bad_input = 2;  ///< Usage, scenarios, manifests, a run file that is none.
/// Disk full, folder not writable, out of memory; or it was interrupted.
inline constexpr int environment_failed = 3;
inline constexpr int bug = 70;  ///< Weft itself is wrong: EX_SOFTWARE of sysexits.h.

}  // namespace weft::scenarios::exit_code
