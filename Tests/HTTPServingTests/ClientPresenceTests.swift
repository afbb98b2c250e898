import HTTPServing
import Testing

@Suite struct ClientPresenceTests {
    @Test func `work is done while the client is there`() async throws {
        #expect(try await ClientPresence().whilePresent { 5 } == 5)
    }

    @Test func `an error of the work is passed on`() async {
        await #expect(throws: RequestBodyError.tooLarge) {
            try await ClientPresence().whilePresent { throw RequestBodyError.tooLarge }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `work is cancelled when the client leaves`() async {
        let presence = ClientPresence()
        let (started, start) = AsyncStream<Void>.makeStream()
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await presence.whilePresent {
                        start.finish()
                        try await Task.sleep(for: .seconds(3600))
                    }
                }
                for await _ in started {}
                presence.leave()
                try await group.next()
            }
        }
    }

    @Test func `work for a client that has gone is cancelled at once`() async {
        let presence = ClientPresence()
        presence.leave()
        await #expect(throws: CancellationError.self) {
            try await presence.whilePresent { try await Task.sleep(for: .seconds(3600)) }
        }
    }
}
