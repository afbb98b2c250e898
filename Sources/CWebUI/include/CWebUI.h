#ifndef C_WEB_UI_H
#define C_WEB_UI_H

#include <stddef.h>
#include <stdint.h>

/// The first page, as bytes of HTML.
const uint8_t *web_ui_index_start(void);
extern const size_t web_ui_index_count;

#endif
