#ifndef C_ZSTD_H
#define C_ZSTD_H

// Zstandard frames, as Debian's libzstd-dev ships them; the functions are zstd.h's own.
#include <zstd.h>

#endif
