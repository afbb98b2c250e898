/// The order of texts with numbers inside: `node-9` before `node-10`.
enum NaturalOrder {
    /// Whether `first` comes before `second`, comparing runs of digits as numbers and other runs as text.
    static func precedes(_ first: String, _ second: String) -> Bool {
        // Upstream finds nothing that the empty text comes before.
        if first.isEmpty { return false }
        let (mine, theirs) = (runs(first), runs(second))
        for (a, b) in zip(mine, theirs) where a != b {
            if let numberA = Int(a), let numberB = Int(b) {
                if numberA != numberB { return numberA < numberB }
                continue
            }
            return a.utf8.lexicographicallyPrecedes(b.utf8)
        }
        return mine.count < theirs.count
    }

    private static func runs(_ text: String) -> [Substring] {
        var result: [Substring] = []
        var start = text.startIndex
        var isInDigits: Bool?
        for index in text.utf8.indices {
            let byte = text.utf8[index]
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            if let isInDigits, isInDigits != isDigit {
                result.append(text[start..<index])
                start = index
            }
            isInDigits = isDigit
        }
        if start < text.endIndex { result.append(text[start...]) }
        return result
    }
}
