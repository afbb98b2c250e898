/// The hash of that name, for tokens and checksums that must be upstream's and for signatures.
///
/// It takes no care against measuring how long it takes.
///
/// - Source: FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2.2; RFC 2104 for HMAC.
package enum SHA256 {
    /// The 32 bytes of the hash.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var state = initialState
        var schedule = [UInt32](repeating: 0, count: 64)
        let whole = bytes.count & ~63
        for start in stride(from: 0, to: whole, by: 64) { compress(bytes, at: start, into: &state, &schedule) }
        var tail = Array(bytes[whole...])
        let bitCount = UInt64(bytes.count) * 8
        tail.append(0x80)
        while tail.count % 64 != 56 { tail.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }
        for start in stride(from: 0, to: tail.count, by: 64) { compress(tail, at: start, into: &state, &schedule) }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
    }

    /// The hash of a text in hexadecimal.
    package static func hexadecimal(_ text: String) -> String { hexadecimal(of: Array(text.utf8)) }

    /// The hash of bytes in hexadecimal.
    package static func hexadecimal(of bytes: [UInt8]) -> String { digits(hash(bytes)) }

    /// The code of a message under a key.
    package static func authenticationCode(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? hash(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        return hash(block.map { $0 ^ 0x5C } + hash(block.map { $0 ^ 0x36 } + message))
    }

    /// Bytes as hexadecimal digits.
    package static func digits(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func compress(
        _ bytes: [UInt8],
        at start: Int,
        into state: inout [UInt32],
        _ schedule: inout [UInt32]
    ) {
        for index in 0..<16 {
            let byte = start + index * 4
            schedule[index] =
                UInt32(bytes[byte]) << 24 | UInt32(bytes[byte + 1]) << 16 | UInt32(bytes[byte + 2]) << 8
                | UInt32(bytes[byte + 3])
        }
        for index in 16..<64 {
            let (early, late) = (schedule[index - 15], schedule[index - 2])
            let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
            schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        let constants = roundConstants
        for index in 0..<64 {
            let choice = (e & f) ^ (~e & g)
            let mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let first = h &+ mixed &+ choice &+ constants[index] &+ schedule[index]
            let majority = (a & b) ^ (a & c) ^ (b & c)
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] = state[index] &+ word }
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
