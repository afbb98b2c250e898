/// A bucket of a classic histogram: how many observations are at most `upperBound`.
struct ClassicBucket {
    var upperBound: Double
    var count: Double
}
