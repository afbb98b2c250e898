#ifndef C_RE2_H
#define C_RE2_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern. Immutable after creation; every function below may be called from several threads at once.
typedef struct vencejo_re2 vencejo_re2;

/// Compiles `pattern` (UTF-8) with RE2's default syntax, which is Go's, memory limited to `max_memory` bytes.
/// Never NULL: ask `vencejo_re2_error_code`. The caller owns the result and ends it with `vencejo_re2_free`.
vencejo_re2 *vencejo_re2_compile(const uint8_t *pattern, size_t count, int64_t max_memory);
void vencejo_re2_free(vencejo_re2 *expression);

/// RE2's error code of a failed compilation (see re2.h, `ErrorCode`), 0 if it succeeded.
int32_t vencejo_re2_error_code(const vencejo_re2 *expression);
/// Copies RE2's message, and the offending part of the pattern, up to `capacity` bytes; returns the length written.
size_t vencejo_re2_error(const vencejo_re2 *expression, uint8_t *text, size_t capacity);
size_t vencejo_re2_error_argument(const vencejo_re2 *expression, uint8_t *text, size_t capacity);

/// How many instructions the expression was compiled to; each takes 16 bytes.
int32_t vencejo_re2_program_size(const vencejo_re2 *expression);

/// The number of capturing groups, and the name of group `index` (from 1; length 0: unnamed).
int32_t vencejo_re2_group_count(const vencejo_re2 *expression);
size_t vencejo_re2_group_name(const vencejo_re2 *expression, int32_t index, uint8_t *text, size_t capacity);

/// Whether the pattern matches all of `text`.
int32_t vencejo_re2_matches_whole(const vencejo_re2 *expression, const uint8_t *text, size_t count);
/// Finds the leftmost match at or after `start`. Fills `2 * slot_count` byte offsets (group 0 first, -1: unset);
/// returns 1 if found. `whole` asks for a match of the whole text.
int32_t vencejo_re2_find(
    const vencejo_re2 *expression, const uint8_t *text, size_t count, size_t start, int32_t whole, int64_t *offsets,
    int32_t slot_count);

#ifdef __cplusplus
}
#endif

#endif
