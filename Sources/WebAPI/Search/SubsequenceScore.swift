/// How well the characters of a text, in their order, stand in another one: long runs count for more than many short ones.
///
/// The measure is that of the expression browser's completion: squares of the runs, less the gaps before and between
/// them as a share of the name, less half of that for what is behind the last one, as a share of the square of the text.
enum SubsequenceScore {
    /// 1 for a name that begins with the text, 0 for one that does not have all characters in order.
    static func of(_ text: [Unicode.Scalar], in name: [Unicode.Scalar]) -> Double {
        guard let first = text.first, text.count <= name.count else { return 0 }
        if name.starts(with: text) { return 1 }
        var best = 0.0
        for start in 0...(name.count - text.count) where name[start] == first {
            guard let score = score(text, name, start) else { break }
            best = max(best, score)
        }
        return best
    }

    /// The score if the text is taken from `start` on, each character where it is first met; `nil` if it does not fit.
    private static func score(_ text: [Unicode.Scalar], _ name: [Unicode.Scalar], _ start: Int) -> Double? {
        let size = Double(name.count)
        var total = -Double(start) / size
        var run = 0
        var gap = 0
        var next = 0
        var position = start
        while next < text.count {
            guard position < name.count else { return nil }
            if name[position] == text[next] {
                if gap > 0 {
                    total -= Double(gap) / size
                    gap = 0
                }
                run += 1
                next += 1
            } else {
                total += Double(run * run)
                run = 0
                gap += 1
            }
            position += 1
        }
        total += Double(run * run)
        total -= Double(name.count - position) / (2 * size)
        return max(0, total / Double(text.count * text.count))
    }
}
