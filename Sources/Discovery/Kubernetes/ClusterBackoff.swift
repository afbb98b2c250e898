/// How long to wait before a failed request is repeated: longer each time, up to 30 s.
struct ClusterBackoff {
    private static let shortest = 800.0
    private static let longest = 30_000.0

    private var milliseconds = Self.shortest

    /// The next delay; some of it is by chance, so that many watches do not come back at once.
    mutating func next() -> Duration {
        defer { milliseconds = min(milliseconds * 2, Self.longest) }
        return .milliseconds(Int64(milliseconds * Double.random(in: 1...2)))
    }

    mutating func reset() { milliseconds = Self.shortest }
}
