import Glibc
import HTTPClients
import Testing
@testable import SocketHTTPClients

@Suite struct SocketLoopTests {
    private struct NoClient: HTTPClient {
        func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse { throw .cancelled }
    }

    @Test func `a task that prefers the loop stays on its thread over requests and waits`() async throws {
        let server = try LoopbackServer { _, peer in
            while peer.request() != nil { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
        }
        defer { server.stop() }
        let loop = try #require(SocketLoop())
        defer { loop.stop() }
        let client = PlainHTTPClient(loop, fallback: NoClient(), headers: { _ in [] })
        let threads = try await withTaskExecutorPreference(loop) {
            var threads = [pthread_self()]
            for _ in 0..<3 {
                _ = try await client.send(HTTPClientRequest(url: server.url, timeout: .seconds(20)))
                threads.append(pthread_self())
                await loop.sleep(untilMonotonicNanoseconds: SocketLoop.now + 1_000_000)
                threads.append(pthread_self())
            }
            return threads
        }
        #expect(Set(threads).count == 1)
    }

    @Test func `many tasks on the loop all come to their end`() async throws {
        let loop = try #require(SocketLoop())
        defer { loop.stop() }
        let sum = await withTaskExecutorPreference(loop) {
            await withTaskGroup(of: Int.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        await Task.yield()
                        return number
                    }
                }
                return await group.reduce(0, +)
            }
        }
        #expect(sum == 499_500)
    }

    @Test func `a wait lasts until its time`() async throws {
        let loop = try #require(SocketLoop())
        defer { loop.stop() }
        let deadline = SocketLoop.now + 5_000_000
        await loop.sleep(untilMonotonicNanoseconds: deadline)
        #expect(SocketLoop.now >= deadline)
    }

    @Test func `cancelling ends a wait`() async throws {
        let loop = try #require(SocketLoop())
        defer { loop.stop() }
        await withTaskGroup { group in
            for _ in 0..<10 { group.addTask { await loop.sleep(untilMonotonicNanoseconds: .max) } }
            group.cancelAll()
        }
    }

    @Test func `tasks of a loop that was stopped go on elsewhere`() async throws {
        let loop = try #require(SocketLoop())
        let isLate = await withTaskExecutorPreference(loop) {
            await Task.yield()
            loop.stop()
            await Task.yield()
            let deadline = SocketLoop.now + 5_000_000
            await loop.sleep(untilMonotonicNanoseconds: deadline)
            return SocketLoop.now >= deadline
        }
        #expect(isLate)
    }

    @Test func `stopping leaves a wait to its time`() async throws {
        let loop = try #require(SocketLoop())
        let deadline = SocketLoop.now + 20_000_000
        async let wait: Void = loop.sleep(untilMonotonicNanoseconds: deadline)
        await Task.yield()
        loop.stop()
        await wait
        #expect(SocketLoop.now >= deadline)
    }
}
