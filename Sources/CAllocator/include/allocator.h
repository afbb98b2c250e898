#ifndef C_ALLOCATOR_H
#define C_ALLOCATOR_H

/// Limits the number of pools that threads allocate from, and the freed bytes at a pool's end that are kept from the
/// system. Does nothing with a C library that has no such settings.
void vencejo_limit_allocator(int arena_count, int kept_bytes);

/// Gives freed memory back to the system as far as the allocator can.
void vencejo_trim_allocator(void);

#endif
