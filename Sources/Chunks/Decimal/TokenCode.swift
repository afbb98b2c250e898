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

    /// What a decoder needs of a token: whether the number has a highest bit, how many bits follow it, and how many the
    /// code has.
    static func entry(token: Int, length: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: (token > 0 ? 1 << 10 : 0) | max(0, token - 1) << 4 | length)
    }

    /// Fills in the entries for all that the first `maxLength` bits of a code and what follows it can be.
    func fill(_ table: inout [UInt16]) {
        for token in lengths.indices where lengths[token] > 0 {
            let shift = Self.maxLength - Int(lengths[token])
            let first = Int(codes[token]) << shift
            let entry = Self.entry(token: token, length: Int(lengths[token]))
            for index in first..<(first + 1 << shift) { table[index] = entry }
        }
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
        // Leaves first, then the nodes above them; a node's parent has a higher number.
        var sums = weights
        var parents = [Int](repeating: 0, count: 2 * weights.count - 1)
        var open = Array(weights.indices)
        while open.count > 1 {
            let first = takeLightest(&open, sums)
            let second = takeLightest(&open, sums)
            parents[first] = sums.count
            parents[second] = sums.count
            open.append(sums.count)
            sums.append(sums[first] + sums[second])
        }
        var depths = [Int](repeating: 0, count: sums.count)
        for node in (0..<(sums.count - 1)).reversed() { depths[node] = depths[parents[node]] + 1 }
        return Array(depths[..<weights.count])
    }

    private static func takeLightest(_ open: inout [Int], _ sums: [Int]) -> Int {
        var lightest = 0
        for index in open.indices where sums[open[index]] < sums[open[lightest]] { lightest = index }
        let node = open[lightest]
        open[lightest] = open[open.count - 1]
        open.removeLast()
        return node
    }
}
