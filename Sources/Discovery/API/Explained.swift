/// Runs `body`; what it throws is told with `what` in front.
///
/// On its own, and never inlined, because the compiler (6.3.1) crashes on a loop that does this with a tree of JSON: it
/// cannot split the coroutine when it optimises.
@inline(never)
func explained<Answer>(_ what: String, _ body: () async throws -> Answer) async throws -> Answer {
    do {
        return try await body()
    } catch {
        throw DiscoveryError("\(what): \(error)")
    }
}
