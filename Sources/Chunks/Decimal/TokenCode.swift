/// A prefix code for tokens, which are bit lengths: frequent ones have short codes, none more than `maxLength` bits.
///
/// - Source: Huffman, "A Method for the Construction of Minimum-Redundancy Codes", 1952; canonical codes, so that the
///   lengths say everything.
struct TokenCode: Sendable {
    /// Bit lengths of 64-bit numbers: 0 to 64.
    static let tokenCount = 65
    /// The longest code; a table for decoding has 2 to the power of it entries.
    static let maxLength = 8

    /// The length of each token's code; 0 for tokens that do not occur, and for the only one that does.
    private(set) var lengths = [UInt8](repeating: 0, count: tokenCount)
    private(set) var codes = [UInt16](repeating: 0, count: tokenCount)

    /// A code for tokens that occur so often.
    init(frequencies: [Int]) {
        precondition(frequencies.count == Self.tokenCount, "each token has a frequency")
        let used = frequencies.indices.filter { frequencies[$0] > 0 }
        guard used.count > 1 else { return }
        let total = frequencies.reduce(0, +)
        var floor = 1
        while true {
            let depths = Self.depths(used.map { max(frequencies[$0], floor) })
            if depths.allSatisfy({ $0 <= Self.maxLength }) {
                for (token, depth) in zip(used, depths) { lengths[token] = UInt8(depth) }
                break
            }
            // Rare tokens are taken for more frequent ones; all alike need seven bits.
            floor = max(floor * 2, total >> 8)
        }
        assignCodes()
    }

    /// The code with these lengths; `nil` if there is none, as in damaged bytes.
    init?(lengths: [UInt8]) {
        precondition(lengths.count == Self.tokenCount, "each token has a length")
        self.lengths = lengths
        var sum = 0
        for length in lengths where length > 0 {
            guard length <= UInt8(Self.maxLength) else { return nil }
            sum += 1 << (Self.maxLength - Int(length))
        }
        guard sum == 1 << Self.maxLength else { return nil }
        assignCodes()
    }

    /// What the first `maxLength` bits of a code and what follows it stand for: the token times 16 plus the code's length.
    func fill(_ table: inout [UInt16]) {
        for token in lengths.indices where lengths[token] > 0 {
            let shift = Self.maxLength - Int(lengths[token])
            let first = Int(codes[token]) << shift
            let entry = UInt16(truncatingIfNeeded: token << 4) | UInt16(lengths[token])
            for index in first..<(first + 1 << shift) { table[index] = entry }
        }
    }

    /// The bits that tokens of such frequencies take, with what follows them, and the description of the code.
    func bitCount(_ frequencies: [Int]) -> Int {
        var bits = 0
        var (first, last) = (Self.tokenCount, 0)
        for token in frequencies.indices where frequencies[token] > 0 {
            bits += frequencies[token] * (Int(lengths[token]) + max(0, token - 1))
            first = min(first, token)
            last = max(last, token)
        }
        return bits + 16 + 4 * max(0, last - first + 1)
    }

    private mutating func assignCodes() {
        var code: UInt16 = 0
        for length in 1...UInt8(Self.maxLength) {
            code <<= 1
            for token in lengths.indices where lengths[token] == length {
                codes[token] = code
                code += 1
            }
        }
    }

    /// How deep each weight lies in a Huffman tree.
    private static func depths(_ weights: [Int]) -> [Int] {
        var depths = [Int](repeating: 0, count: weights.count)
        var nodes = weights.indices.map { (weight: weights[$0], leaves: [$0]) }
        while nodes.count > 1 {
            nodes.sort { $0.weight > $1.weight }
            let first = nodes.removeLast()
            let second = nodes.removeLast()
            let leaves = first.leaves + second.leaves
            for leaf in leaves { depths[leaf] += 1 }
            nodes.append((first.weight + second.weight, leaves))
        }
        return depths
    }
}
