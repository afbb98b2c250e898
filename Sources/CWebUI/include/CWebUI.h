#ifndef C_WEB_UI_H
#define C_WEB_UI_H

#include <stddef.h>
#include <stdint.h>

/// The files of the first page.
typedef enum web_ui_name { web_ui_index_html, web_ui_page_css, web_ui_page_js, web_ui_favicon_svg } web_ui_name;

/// The bytes of a file, which are constant data.
typedef struct web_ui_file {
    const uint8_t *start;
    size_t count;
} web_ui_file;

web_ui_file web_ui_read(web_ui_name name);

#endif
