/// A request as it goes over the wire.
struct PlainRequest: Sendable {
    let bytes: [UInt8]
    /// The most bytes of body that are taken.
    let limit: Int
    /// Nanoseconds of the monotonic clock.
    let deadline: Int64
}
