#ifndef C_PROMETHEUS_FLOAT_H
#define C_PROMETHEUS_FLOAT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Parses the longest decimal or scientific prefix of `bytes` as a double, correctly rounded.
/// Returns the number of bytes consumed, 0 if there is no number. Overflow stores an infinity and underflow a zero of
/// the number's sign, and `*out_of_range` is set to 1.
size_t prometheus_float_parse(const uint8_t *bytes, size_t count, double *value, int32_t *out_of_range);

/// The same for a hexadecimal mantissa with an optional `p` exponent, without the `0x`.
size_t prometheus_float_parse_hexadecimal(const uint8_t *bytes, size_t count, double *value, int32_t *out_of_range);

/// Writes the shortest decimal digits that read back as `value` in scientific form ("1.25e-07"). `capacity` ≥ 32.
/// Returns the number of bytes written. `value` must be finite.
size_t prometheus_float_print_scientific(double value, uint8_t *bytes, size_t capacity);

/// Writes the shortest digits that read back as `value` in positional form ("0.000000125"). `capacity` ≥ 352.
/// Returns the number of bytes written. `value` must be finite.
size_t prometheus_float_print_fixed(double value, uint8_t *bytes, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
