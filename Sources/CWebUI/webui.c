#include "CWebUI.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t index_html[] = {
#embed "page/index.html"
};
static const uint8_t page_css[] = {
#embed "page/page.css"
};
static const uint8_t page_js[] = {
#embed "page/page.js"
};
static const uint8_t favicon_svg[] = {
#embed "page/favicon.svg"
};

web_ui_file web_ui_read(web_ui_name name) {
    switch (name) {
    case web_ui_page_css: return (web_ui_file){page_css, sizeof page_css};
    case web_ui_page_js: return (web_ui_file){page_js, sizeof page_js};
    case web_ui_favicon_svg: return (web_ui_file){favicon_svg, sizeof favicon_svg};
    default: return (web_ui_file){index_html, sizeof index_html};
    }
}
