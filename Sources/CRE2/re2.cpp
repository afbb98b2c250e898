#include "CRE2.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

struct vencejo_re2 {
    re2::RE2 expression;
    std::vector<std::string> names;

    vencejo_re2(re2::StringPiece pattern, const re2::RE2::Options &options) : expression(pattern, options) {
        if (!expression.ok()) return;
        names.resize(static_cast<size_t>(expression.NumberOfCapturingGroups()) + 1);
        for (const auto &group : expression.CapturingGroupNames()) names[static_cast<size_t>(group.first)] = group.second;
    }
};

static re2::StringPiece piece(const uint8_t *text, size_t count) {
    return re2::StringPiece(reinterpret_cast<const char *>(text), count);
}

static size_t copy(const std::string &from, uint8_t *text, size_t capacity) {
    size_t count = std::min(from.size(), capacity);
    if (count > 0) std::memcpy(text, from.data(), count);
    return count;
}

vencejo_re2 *vencejo_re2_compile(const uint8_t *pattern, size_t count, int64_t max_memory) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(max_memory);
    return new vencejo_re2(piece(pattern, count), options);
}

void vencejo_re2_free(vencejo_re2 *expression) { delete expression; }

int32_t vencejo_re2_error_code(const vencejo_re2 *expression) {
    return static_cast<int32_t>(expression->expression.error_code());
}

size_t vencejo_re2_error(const vencejo_re2 *expression, uint8_t *text, size_t capacity) {
    return copy(expression->expression.error(), text, capacity);
}

size_t vencejo_re2_error_argument(const vencejo_re2 *expression, uint8_t *text, size_t capacity) {
    return copy(expression->expression.error_arg(), text, capacity);
}

int32_t vencejo_re2_program_size(const vencejo_re2 *expression) { return expression->expression.ProgramSize(); }

int32_t vencejo_re2_group_count(const vencejo_re2 *expression) {
    return expression->expression.NumberOfCapturingGroups();
}

size_t vencejo_re2_group_name(const vencejo_re2 *expression, int32_t index, uint8_t *text, size_t capacity) {
    if (index < 0 || static_cast<size_t>(index) >= expression->names.size()) return 0;
    return copy(expression->names[static_cast<size_t>(index)], text, capacity);
}

int32_t vencejo_re2_matches_whole(const vencejo_re2 *expression, const uint8_t *text, size_t count) {
    return expression->expression.Match(piece(text, count), 0, count, re2::RE2::ANCHOR_BOTH, nullptr, 0) ? 1 : 0;
}

int32_t vencejo_re2_find(
    const vencejo_re2 *expression, const uint8_t *text, size_t count, size_t start, int32_t whole, int64_t *offsets,
    int32_t slot_count) {
    std::vector<re2::StringPiece> groups(static_cast<size_t>(slot_count));
    auto anchor = whole ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED;
    auto subject = piece(text, count);
    if (!expression->expression.Match(subject, start, count, anchor, groups.data(), slot_count)) return 0;
    for (int32_t i = 0; i < slot_count; i++) {
        const auto &group = groups[static_cast<size_t>(i)];
        bool set = group.data() != nullptr;
        offsets[2 * i] = set ? group.data() - subject.data() : -1;
        offsets[2 * i + 1] = set ? offsets[2 * i] + static_cast<int64_t>(group.size()) : -1;
    }
    return 1;
}
