#ifndef C_CRC32C_H
#define C_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/// Continues the CRC-32C (Castagnoli) `crc` over `count` bytes; start with 0.
/// Uses the processor's instruction where it has one, a table of eight otherwise.
uint32_t prometheus_crc32c(uint32_t crc, const void *bytes, size_t count);

#endif
