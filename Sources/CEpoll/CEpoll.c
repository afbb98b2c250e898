#define _GNU_SOURCE
#include "CEpoll.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_EVENTS = 128 };

int vencejo_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int vencejo_epoll_add(int epoll, int descriptor, uint64_t identifier) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = identifier;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int vencejo_epoll_wait(int epoll, uint64_t *identifiers, uint32_t *events, int capacity, int timeout_milliseconds) {
    struct epoll_event found[MOST_EVENTS];
    if (capacity > MOST_EVENTS) capacity = MOST_EVENTS;
    int count = epoll_wait(epoll, found, capacity, timeout_milliseconds);
    if (count < 0) return 0;
    for (int i = 0; i < count; i++) {
        uint32_t bits = 0;
        if (found[i].events & EPOLLIN) bits |= VENCEJO_EPOLL_READABLE;
        if (found[i].events & EPOLLOUT) bits |= VENCEJO_EPOLL_WRITABLE;
        if (found[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) bits |= VENCEJO_EPOLL_CLOSED;
        identifiers[i] = found[i].data.u64;
        events[i] = bits;
    }
    return count;
}

int vencejo_accept(int listener) {
    int connection;
    do {
        connection = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        // A client that has gone again is no reason to stop.
    } while (connection < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (connection < 0) return -1;
    // As Go's listeners set them; where the system refuses, the connection works all the same.
    int on = 1, seconds = 15;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(connection, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(connection, IPPROTO_TCP, TCP_KEEPIDLE, &seconds, sizeof seconds);
    setsockopt(connection, IPPROTO_TCP, TCP_KEEPINTVL, &seconds, sizeof seconds);
    return connection;
}

int vencejo_event_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void vencejo_event_signal(int descriptor) {
    uint64_t one = 1;
    // A counter that is full has woken everybody already.
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}
