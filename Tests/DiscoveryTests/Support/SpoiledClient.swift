import HTTPClients
import Synchronization
import TestSupport

/// A client whose answers can be spoiled.
final class SpoiledClient: HTTPClient {
    /// What happens to answers.
    enum Damage: CaseIterable, Sendable {
        case unavailable, forbidden, garbage, webPage, otherShape, empty, truncated, late, brokenOff
    }

    private let client: any HTTPClient
    private let damage = Mutex<Damage?>(nil)
    private let random: Mutex<SeededGenerator?>
    private let count = Mutex(0)

    /// `seed` makes every answer's body a mutation of itself.
    init(_ client: any HTTPClient, seed: UInt64? = nil) {
        self.client = client
        random = Mutex(seed.map { SeededGenerator(seed: $0) })
    }

    /// Spoils all answers from now on; `nil` spoils none.
    func spoil(_ damage: Damage?) { self.damage.withLock { $0 = damage } }

    /// How many requests there were.
    var requests: Int { count.withLock { $0 } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        count.withLock { $0 += 1 }
        let damage = damage.withLock { $0 }
        switch damage {
        case .unavailable: return Self.refusal(503, "Service Unavailable", "down for maintenance")
        case .forbidden: return Self.refusal(403, "Forbidden", "{\"message\":\"no\"}")
        case .late: throw .timedOut(method: request.method, url: request.url)
        case .brokenOff: throw .brokenOff(reason: "unexpected EOF")
        default: break
        }
        var response = try await client.send(request)
        switch damage {
        case .garbage: response.body = Array("\u{1}{]<a>\u{0}".utf8)
        case .webPage: response.body = Array("<html><body>Please sign in</body></html>".utf8)
        case .otherShape: response.body = Array("\"a text\"".utf8)
        case .empty: response.body = []
        case .truncated: response.body.removeLast(response.body.count / 2)
        default: break
        }
        let body = response.body
        response.body = random.withLock { random in
            guard var generator = random else { return body }
            defer { random = generator }
            return Mutation.of(body, &generator)
        }
        return response
    }

    private static func refusal(_ status: Int, _ reason: String, _ body: String) -> HTTPClientResponse {
        HTTPClientResponse(status: status, reason: reason, headers: [], body: Array(body.utf8))
    }
}
