/// The similarity of two texts by Jaro's measure with Winkler's bonus for a common beginning, 0 to 1.
enum JaroWinklerSimilarity {
    /// The longest beginning that counts, and what each of its characters is worth.
    private static let longestPrefix = 4
    private static let prefixWeight = 0.1

    static func of(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Double {
        let similarity = jaro(first, second)
        let prefix = zip(first, second).prefix(longestPrefix).prefix { $0 == $1 }.count
        return similarity + Double(prefix) * prefixWeight * (1 - similarity)
    }

    private static func jaro(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Double {
        guard !first.isEmpty, !second.isEmpty else { return first.isEmpty && second.isEmpty ? 1 : 0 }
        let reach = max(0, max(first.count, second.count) / 2 - 1)
        var isTaken = [Bool](repeating: false, count: second.count)
        var matches: [Unicode.Scalar] = []
        for (index, scalar) in first.enumerated() {
            let window = max(0, index - reach)..<min(second.count, index + reach + 1)
            guard !window.isEmpty, let partner = window.first(where: { !isTaken[$0] && second[$0] == scalar }) else {
                continue
            }
            isTaken[partner] = true
            matches.append(scalar)
        }
        guard !matches.isEmpty else { return 0 }
        let partners = second.indices.filter { isTaken[$0] }.map { second[$0] }
        let swapped = zip(matches, partners).count { $0 != $1 }
        let count = Double(matches.count)
        let share = count / Double(first.count) + count / Double(second.count)
        return (share + (count - Double(swapped / 2)) / count) / 3
    }
}
