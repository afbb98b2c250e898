#ifndef C_EPOLL_H
#define C_EPOLL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What happened to a descriptor, as bits.
enum {
    VENCEJO_EPOLL_READABLE = 1,
    VENCEJO_EPOLL_WRITABLE = 2,
    /// The other side sends no more, or the connection broke.
    VENCEJO_EPOLL_CLOSED = 4,
};

/// Makes an epoll instance. Returns its descriptor, or -1 with errno set.
int vencejo_epoll_create(void);

/// Watches `descriptor` for edges of everything; `identifier` comes back with its events.
/// Returns 0, or -1 with errno set.
int vencejo_epoll_add(int epoll, int descriptor, uint64_t identifier);

/// Waits for at most `timeout_milliseconds` (-1 for ever) and writes at most `capacity` identifiers and event bits.
/// Returns how many were written, 0 after a signal or at the end of the time.
int vencejo_epoll_wait(int epoll, uint64_t *identifiers, uint32_t *events, int capacity, int timeout_milliseconds);

/// Takes the next connection that waits at a listening socket: non-blocking, without delay for small pieces, and with
/// probes that find out when the other side is gone. Returns its descriptor, or -1 with errno set.
int vencejo_accept(int listener);

/// Makes a descriptor that becomes readable when it is written to. Returns it, or -1 with errno set.
int vencejo_event_create(void);

/// Wakes who watches the descriptor of an event.
void vencejo_event_signal(int descriptor);

#ifdef __cplusplus
}
#endif

#endif
