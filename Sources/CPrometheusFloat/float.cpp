#include "CPrometheusFloat.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>

static size_t parse(const uint8_t *bytes, size_t count, double *value, int32_t *out_of_range, std::chars_format format) {
    const char *first = reinterpret_cast<const char *>(bytes);
    auto result = std::from_chars(first, first + count, *value, format);
    *out_of_range = 0;
    if (result.ec == std::errc::invalid_argument) {
        return 0;
    }
    if (result.ec == std::errc::result_out_of_range) {
        *out_of_range = 1;
        // from_chars leaves the value alone. Which side was left is decided by the exponent's effect: strtod knows.
        char text[512];
        size_t used = static_cast<size_t>(result.ptr - first);
        if (used >= sizeof text) {
            *value = std::numeric_limits<double>::quiet_NaN();
            return used;
        }
        size_t at = 0;
        if (format == std::chars_format::hex) {
            bool negative = used > 0 && first[0] == '-';
            if (negative) text[at++] = '-';
            text[at++] = '0';
            text[at++] = 'x';
            for (size_t i = negative ? 1 : 0; i < used && at < sizeof text - 1; i++) text[at++] = first[i];
        } else {
            for (size_t i = 0; i < used; i++) text[at++] = first[i];
        }
        text[at] = 0;
        *value = strtod(text, nullptr);
        if (std::isfinite(*value) && *value != 0) *out_of_range = 0;  // a subnormal, which Go accepts
    }
    return static_cast<size_t>(result.ptr - first);
}

size_t prometheus_float_parse(const uint8_t *bytes, size_t count, double *value, int32_t *out_of_range) {
    return parse(bytes, count, value, out_of_range, std::chars_format::general);
}

size_t prometheus_float_parse_hexadecimal(const uint8_t *bytes, size_t count, double *value, int32_t *out_of_range) {
    return parse(bytes, count, value, out_of_range, std::chars_format::hex);
}

size_t prometheus_float_print_scientific(double value, uint8_t *bytes, size_t capacity) {
    char *first = reinterpret_cast<char *>(bytes);
    auto result = std::to_chars(first, first + capacity, value, std::chars_format::scientific);
    return result.ec == std::errc() ? static_cast<size_t>(result.ptr - first) : 0;
}

size_t prometheus_float_print_fixed(double value, uint8_t *bytes, size_t capacity) {
    char *first = reinterpret_cast<char *>(bytes);
    auto result = std::to_chars(first, first + capacity, value, std::chars_format::fixed);
    return result.ec == std::errc() ? static_cast<size_t>(result.ptr - first) : 0;
}
