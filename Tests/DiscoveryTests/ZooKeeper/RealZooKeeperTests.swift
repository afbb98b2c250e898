@testable import Discovery
import NativeThreads
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Our client against the real server.
@Suite(.serialized, .enabled(if: RealZooKeeper.isPresent, "ZOOKEEPER_JARS names no real ZooKeeper"))
struct RealZooKeeperTests {
    /// Kinds of requests that only tests send.
    private enum Change {
        case create, remove, set

        var number: Int32 {
            switch self {
            case .create: 1
            case .remove: 2
            case .set: 5
            }
        }
    }

    /// Sends changes on a thread of their own, once the server answers.
    private func change(_ port: Int, _ changes: [(Change, String, String)]) async throws {
        let wake = try #require(WakePipe())
        await withCheckedContinuation { continuation in
            let hasStarted = NativeThread.start(stackBytes: 1 << 20) {
                var session: ZooKeeperSession?
                for _ in 0..<2000 where session == nil {
                    session = try? ZooKeeperSession(
                        connectingTo: "127.0.0.1:\(port)",
                        ZooKeeperSession.Identity(),
                        timeoutMilliseconds: 4000,
                        wake: wake
                    )
                    if session == nil { usleep(20_000) }
                }
                for (kind, path, text) in changes {
                    _ = try? session?.send(kind.number, Self.body(kind, path, text), path)
                }
                session?.close()
                continuation.resume()
            }
            if !hasStarted { continuation.resume() }
        }
    }

    private static func body(_ kind: Change, _ path: String, _ text: String) -> [UInt8] {
        var body = JuteWriter()
        body.append(path)
        switch kind {
        case .create:
            body.append(Array(text.utf8))
            // One entry: everybody may do everything.
            body.append(Int32(1))
            body.append(Int32(31))
            body.append("world")
            body.append("anyone")
            body.append(Int32(0))
        case .set:
            body.append(Array(text.utf8))
            body.append(Int32(-1))
        case .remove: body.append(Int32(-1))
        }
        return body.bytes
    }

    private static func member(_ host: String) -> String { #"{"host":"\#(host)","port":80,"name":"\#(host)"}"# }

    private static func addresses(_ groups: [TargetGroup]) -> [String] {
        groups.flatMap(\.flat).map { $0["__address__"] ?? "" }.sorted()
    }

    @Test(.timeLimit(.minutes(2)))
    func `the real server's nodes are followed, through its restart too`() async throws {
        let simulated = try SimulatedZooKeeper()
        // A port that was free a moment ago.
        let port = simulated.port
        simulated.stop()
        let server = try RealZooKeeper(port: port)
        defer { server.stop() }
        try await change(port, [(.create, "/nerve", ""), (.create, "/nerve/a", Self.member("a"))])
        let bench = try MechanismBench(TableClient())
        try await bench.run {
            await bench.manager.apply([
                "job": try MechanismBench.settings(
                    "nerve_sd_configs: [{servers: ['127.0.0.1:\(port)'], paths: [/nerve, /later], timeout: 4s}]"
                )
            ])
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            try await change(port, [(.create, "/nerve/b", "?"), (.set, "/nerve/b", Self.member("b"))])
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "b:80"] }
            try await change(port, [(.remove, "/nerve/a", ""), (.create, "/later", Self.member("l"))])
            _ = try await bench.groups { Self.addresses($0) == ["b:80", "l:80"] }
            let again = try server.restarted()
            defer { again.stop() }
            try await change(port, [(.create, "/nerve/c", Self.member("c"))])
            // However often the connection was refused meanwhile.
            for _ in 0..<100 { bench.tick() }
            _ = try await bench.groups { Self.addresses($0) == ["b:80", "c:80", "l:80"] }
        }
    }
}
