import Glibc

/// The server's side of a connection.
struct Peer {
    let descriptor: Int32

    /// The head of the next request, `nil` at the end of the connection.
    func request() -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            // Safe: the call writes at most as many bytes as the array has.
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sends text; `false` if the other side has closed the connection.
    @discardableResult func send(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // Safe: the call reads the bytes only.
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits until the other side closes the connection.
    func waitForEnd() { while request() != nil {} }

    /// Makes the connection end with a reset.
    func resetOnClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        // Safe: the call reads one structure of this size.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}
