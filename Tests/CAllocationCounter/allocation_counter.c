#include "include/allocation_counter.h"

#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VENCEJO_SANITIZED 1
#endif
#endif

#ifdef VENCEJO_SANITIZED

uint64_t vencejo_allocation_count(void) { return 0; }

bool vencejo_counts_allocations(void) { return false; }

#else

// The C library's own versions, which glibc exports for exactly this purpose.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static _Thread_local uint64_t count;

uint64_t vencejo_allocation_count(void) { return count; }

bool vencejo_counts_allocations(void) { return true; }

void *malloc(size_t size) {
    count++;
    return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
    count++;
    return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size) {
    count++;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count++;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    count++;
    void *bytes = __libc_memalign(alignment, size);
    if (bytes == NULL) return ENOMEM;
    *result = bytes;
    return 0;
}

#endif
