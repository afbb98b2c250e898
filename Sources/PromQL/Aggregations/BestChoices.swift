/// The greatest or the least values of many, in a binary heap with the worst of them on top.
///
/// Of equal values the earlier series stays. (Upstream promises nothing; which one stays changes there from run to run.)
struct BestChoices {
    /// A value and the number of the series that it is from.
    struct Choice {
        let series: Int
        let value: Double
    }

    private(set) var choices: [Choice] = []
    private let picksGreatest: Bool
    /// The most choices that are kept.
    private let limit: Int

    init(limit: Int, picksGreatest: Bool) {
        self.limit = limit
        self.picksGreatest = picksGreatest
    }

    /// Takes a value if there is room, or if it is better than the worst one; `false` if not.
    mutating func offer(_ choice: Choice) -> Bool {
        if choices.count < limit {
            choices.append(choice)
            siftUp(choices.count - 1)
            return true
        }
        guard let worst = choices.first, isBetter(choice.value, worst.value) else { return false }
        choices[0] = choice
        siftDown()
        return true
    }

    /// The choices, the best first.
    func sorted() -> [Choice] { choices.sorted { isWorse($1, $0) } }

    /// Whether `value` is strictly better; NaN is the worst.
    @inline(__always)
    private func isBetter(_ value: Double, _ other: Double) -> Bool {
        if other.isNaN { return !value.isNaN }
        return picksGreatest ? value > other : value < other
    }

    @inline(__always)
    private func isWorse(_ choice: Choice, _ other: Choice) -> Bool {
        if isBetter(other.value, choice.value) { return true }
        return choice.series > other.series && !isBetter(choice.value, other.value)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard isWorse(choices[child], choices[parent]) else { return }
            choices.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < choices.count else { return }
            if child + 1 < choices.count, isWorse(choices[child + 1], choices[child]) { child += 1 }
            guard isWorse(choices[child], choices[parent]) else { return }
            choices.swapAt(child, parent)
            parent = child
        }
    }
}
