#include "CWebUI.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t web_ui_index[] = {
#embed "index.html"
};
const size_t web_ui_index_count = sizeof web_ui_index;

const uint8_t *web_ui_index_start(void) { return web_ui_index; }
