import Foundation

/// Finds ports of the loopback interface that nobody listens on.
enum FreePort {
    static func find() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return try LoopbackSocket.bind(descriptor, port: 0)
    }
}
