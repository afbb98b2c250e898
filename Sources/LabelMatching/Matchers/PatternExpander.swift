/// Writes a simple regular expression out as the list of all its alternatives, each a row of literals and gaps.
///
/// Understands literals, escaped punctuation, `.*`, `.+`, `?`, small character classes, groups, alternation, anchors
/// at the ends and a leading `(?i)`. Whatever else a pattern has makes it not simple; RE2 is asked then, also for
/// whether it is valid.
struct PatternExpander {
    /// The most alternatives without gaps: as many literals as dashboards put into one matcher.
    private static let literalLimit = 4096
    private static let depthLimit = 32

    private let pattern: [UInt8]
    private var offset = 0
    private var depth = 0
    /// Whether the pattern begins with `(?i)`.
    private(set) var ignoresCase = false

    init(_ pattern: String) {
        self.pattern = Array(pattern.utf8)
        if self.pattern.starts(with: "(?i)".utf8) {
            ignoresCase = true
            offset = 4
        }
    }

    /// All alternatives; `nil` if the pattern is not simple.
    mutating func expand() -> [[PatternPiece]]? {
        if current == UInt8(ascii: "^") { offset += 1 }
        guard let all = readAlternatives(), offset == pattern.count else { return nil }
        return all
    }

    private var current: UInt8? { offset < pattern.count ? pattern[offset] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        offset += 1
        return true
    }

    private mutating func readAlternatives() -> [[PatternPiece]]? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { return nil }
        var all: [[PatternPiece]] = []
        repeat {
            guard let sequence = readSequence() else { return nil }
            all += sequence
            guard Self.isSmall(all) else { return nil }
        } while take(UInt8(ascii: "|"))
        return all
    }

    private mutating func readSequence() -> [[PatternPiece]]? {
        var all: [[PatternPiece]] = [[]]
        while let byte = current, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            if byte == UInt8(ascii: "$"), offset + 1 == pattern.count {
                offset += 1
                break
            }
            guard var atom = readAtom() else { return nil }
            if take(UInt8(ascii: "?")) { atom.append([]) }
            if let next = current, "?*+{".utf8.contains(next) { return nil }
            guard all.count * atom.count <= Self.literalLimit else { return nil }
            all =
                atom.count == 1
                ? all.map { Self.joined($0, atom[0]) }
                : all.flatMap { head in
                    atom.map { Self.joined(head, $0) }
                }
            guard Self.isSmall(all) else { return nil }
        }
        return all
    }

    private mutating func readAtom() -> [[PatternPiece]]? {
        guard let byte = current else { return nil }
        offset += 1
        switch byte {
        case UInt8(ascii: "."): return readGap()
        case UInt8(ascii: "("): return readGroup()
        case UInt8(ascii: "["): return readClass()
        case UInt8(ascii: "\\"): return readEscape().map { [[.literal([$0])]] }
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "$"):
            return nil
        default:
            // All bytes of a character belong to one atom, so that `é?` makes both optional.
            var literal = [byte]
            while byte >= 0xC0, let next = current, next & 0xC0 == 0x80 {
                literal.append(next)
                offset += 1
            }
            return [[.literal(literal)]]
        }
    }

    /// After a dot: only with a star or a plus, reluctant or not.
    private mutating func readGap() -> [[PatternPiece]]? {
        let minimum: Int
        switch current {
        case UInt8(ascii: "*"): minimum = 0
        case UInt8(ascii: "+"): minimum = 1
        default: return nil
        }
        offset += 1
        // For a match of the whole text, a reluctant repetition is as good as a greedy one.
        _ = take(UInt8(ascii: "?"))
        return [[.gap(minimum: minimum)]]
    }

    private mutating func readGroup() -> [[PatternPiece]]? {
        if take(UInt8(ascii: "?")) {
            guard take(UInt8(ascii: ":")) else { return nil }
        }
        guard let inner = readAlternatives(), take(UInt8(ascii: ")")) else { return nil }
        return inner
    }

    /// A class of ASCII letters, digits and a few signs, with ranges.
    private mutating func readClass() -> [[PatternPiece]]? {
        var members: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "]") {
            offset += 1
            guard let first = byte == UInt8(ascii: "\\") ? readEscape() : Self.isClassByte(byte) ? byte : nil else {
                return nil
            }
            guard current == UInt8(ascii: "-"), offset + 1 < pattern.count, pattern[offset + 1] != UInt8(ascii: "]")
            else {
                members.append(first)
                continue
            }
            offset += 1
            guard let last = current, Self.isClassByte(last), last >= first else { return nil }
            offset += 1
            members += first...last
        }
        guard take(UInt8(ascii: "]")), !members.isEmpty else { return nil }
        return Set(members).sorted().map { [.literal([$0])] }
    }

    private mutating func readEscape() -> UInt8? {
        guard let byte = current, byte < 0x80, byte > 0x20, !Self.isWordByte(byte) else { return nil }
        offset += 1
        return byte
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isClassByte(_ byte: UInt8) -> Bool {
        isWordByte(byte) || " ./:,;@=+*#%&!~".utf8.contains(byte)
    }

    private static func isSmall(_ all: [[PatternPiece]]) -> Bool {
        all.count <= literalLimit && (all.count <= 16 || all.allSatisfy { $0.count <= 1 })
    }

    /// Puts two rows together; literals that meet become one.
    private static func joined(_ head: [PatternPiece], _ tail: [PatternPiece]) -> [PatternPiece] {
        guard case .literal(let first)? = head.last, case .literal(let second)? = tail.first else { return head + tail }
        return head.dropLast() + [.literal(first + second)] + tail.dropFirst()
    }
}
