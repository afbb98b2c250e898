#ifndef C_SNAPPY_H
#define C_SNAPPY_H

// The snappy block format, as Debian's libsnappy-dev ships it; the functions are snappy-c.h's own.
#include <snappy-c.h>

#endif
