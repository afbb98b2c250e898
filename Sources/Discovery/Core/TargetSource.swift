/// Something that tells all targets there are whenever it is asked.
protocol TargetSource: Sendable {
    /// All groups as they are now; groups that were there before and are not any more are taken back.
    mutating func groups() async throws -> [TargetGroup]
}
