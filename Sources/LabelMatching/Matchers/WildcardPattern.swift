internal import PrometheusBytes

/// Literals with gaps between them: `abc.*def`, `.*abc.+`.
package struct WildcardPattern: Sendable, Hashable {
    private let prefix: [UInt8]
    private let middle: [[UInt8]]
    private let suffix: [UInt8]
    /// The least bytes before each of `middle`, and before `suffix`.
    private let gaps: [Int]
    private let shortest: Int

    /// Takes a row that has a gap; `nil` if gaps that meet ask for more than one character.
    init?(_ row: [PatternPiece]) {
        var literals: [[UInt8]] = [[]]
        var gaps: [Int] = []
        var isAfterGap = false
        for piece in row {
            switch piece {
            case .literal(let bytes):
                literals[literals.count - 1] += bytes
                isAfterGap = false
            case .gap(let minimum) where isAfterGap:
                gaps[gaps.count - 1] += minimum
            case .gap(let minimum):
                gaps.append(minimum)
                literals.append([])
                isAfterGap = true
            }
        }
        // Two characters may be two bytes or eight.
        guard literals.count > 1, gaps.allSatisfy({ $0 <= 1 }) else { return nil }
        prefix = literals.removeFirst()
        suffix = literals.removeLast()
        middle = literals
        self.gaps = gaps
        shortest = prefix.count + suffix.count + middle.reduce(0) { $0 + $1.count } + gaps.reduce(0, +)
    }

    /// The bytes with which every accepted value begins.
    package var commonPrefix: [UInt8] { prefix }

    /// Whether the pattern is its prefix and then anything.
    var isPlainPrefix: Bool { middle.isEmpty && suffix.isEmpty && gaps == [0] }

    /// Whether `value` is accepted.
    func matches(_ value: RawSpan) -> Bool {
        let count = value.byteCount
        guard count >= shortest else { return false }
        guard value.extracting(0..<prefix.count).hasSameBytes(as: prefix.rawSpan) else { return false }
        let end = count - suffix.count
        guard value.extracting(end..<count).hasSameBytes(as: suffix.rawSpan) else { return false }
        var offset = prefix.count
        for index in middle.indices {
            guard let next = Self.find(middle[index], in: value, from: offset + gaps[index], to: end) else {
                return false
            }
            offset = next
        }
        return end - offset >= gaps[gaps.count - 1]
    }

    /// The end of the first place of `needle`.
    private static func find(_ needle: [UInt8], in value: RawSpan, from start: Int, to end: Int) -> Int? {
        guard start + needle.count <= end else { return nil }
        let bytes = needle.rawSpan
        for offset in start...(end - needle.count)
        where value.extracting(offset..<(offset + needle.count)).hasSameBytes(as: bytes) {
            return offset + needle.count
        }
        return nil
    }
}
