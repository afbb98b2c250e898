/// Random numbers that a seed tells in advance.
///
/// - Source: S. Vigna, SplitMix64, 2015.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// One of `choices`.
    package mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int(next() % UInt64(choices.count))]
    }

    /// Whether something happens that does so `times` of `outOf` times.
    package mutating func happens(_ times: UInt64, outOf: UInt64) -> Bool { next() % outOf < times }
}
