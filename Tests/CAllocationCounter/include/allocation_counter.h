#ifndef VENCEJO_ALLOCATION_COUNTER_H
#define VENCEJO_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// The number of allocations that the calling thread has made. Linking this target puts counting versions of the
/// allocation functions in front of the C library's, so that tests can state "does not allocate".
uint64_t vencejo_allocation_count(void);

/// Whether allocations are counted: not where a sanitizer has its own allocation functions.
bool vencejo_counts_allocations(void);

#endif
