/// The hash of that name, for tokens that must be upstream's.
///
/// Not for secrets: it takes no care to hide what it does.
///
/// - Source: FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2.2.
enum SHA256 {
    /// The hash of a text in hexadecimal.
    static func hexadecimal(_ text: String) -> String {
        var message = Array(text.utf8)
        let bitCount = UInt64(message.count) * 8
        message.append(0x80)
        while message.count % 64 != 56 { message.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: bitCount >> shift))
        }
        var state = initialState
        for start in stride(from: 0, to: message.count, by: 64) {
            compress(message[start..<(start + 64)], into: &state)
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.utf8.count) + digits
        }.joined()
    }

    private static func compress(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
        var schedule: [UInt32] = []
        schedule.reserveCapacity(64)
        for start in stride(from: block.startIndex, to: block.endIndex, by: 4) {
            schedule.append(block[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) })
        }
        for index in 16..<64 {
            let (early, late) = (schedule[index - 15], schedule[index - 2])
            let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
            schedule.append(schedule[index - 16] &+ first &+ schedule[index - 7] &+ second)
        }
        var words = state
        for index in 0..<64 {
            let (a, e) = (words[0], words[4])
            let choice = (e & words[5]) ^ (~e & words[6])
            let mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let first = words[7] &+ mixed &+ choice &+ roundConstants[index] &+ schedule[index]
            let majority = (a & words[1]) ^ (a & words[2]) ^ (words[1] & words[2])
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
            words.removeLast()
            words.insert(first &+ second, at: 0)
            words[4] = words[4] &+ first
        }
        for index in 0..<8 { state[index] = state[index] &+ words[index] }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    /// The fractions of the square roots of the first eight primes.
    private static let initialState = primes.prefix(8).map { prime in fraction(Double(prime).squareRoot()) }

    /// The fractions of the cube roots of the first 64 primes.
    private static let roundConstants = primes.map { prime in fraction(cubeRoot(of: Double(prime))) }

    private static let primes: [Int] = (2...311).filter { number in (2..<number).allSatisfy { number % $0 != 0 } }

    /// The first 32 bits behind the point; a double has 44 of them for numbers below 32.
    private static func fraction(_ root: Double) -> UInt32 {
        UInt32((root - root.rounded(.down)) * 4_294_967_296)
    }

    /// Newton's method, which gains digits until there are no more.
    private static func cubeRoot(of value: Double) -> Double {
        var root = value / 2
        for _ in 0..<64 { root -= (root * root * root - value) / (3 * root * root) }
        return root
    }
}
