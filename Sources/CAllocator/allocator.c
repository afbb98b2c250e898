#include "allocator.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <features.h>
#endif

#ifdef __GLIBC__
#include <malloc.h>

void vencejo_limit_allocator(int arena_count, int kept_bytes) {
    mallopt(M_ARENA_MAX, arena_count);
    mallopt(M_TRIM_THRESHOLD, kept_bytes);
}

void vencejo_trim_allocator(void) { malloc_trim(0); }
#else
void vencejo_limit_allocator(int arena_count, int kept_bytes) {
    (void)arena_count;
    (void)kept_bytes;
}

void vencejo_trim_allocator(void) {}
#endif
