/// The greatest or the least values of many, in a binary heap with the worst of them on top.
///
/// A value that comes later must be better to get in; which of several equally bad ones has to go for it is decided by where
/// they lie in the heap, and the heap is moved as upstream moves its own, so that the same ones stay for the same order.
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
    func sorted() -> [Choice] {
        choices.sorted { first, second in
            if isBetter(first.value, second.value) { return true }
            return first.series < second.series && !isBetter(second.value, first.value)
        }
    }

    /// Whether `value` is strictly better; NaN is the worst.
    @inline(__always)
    private func isBetter(_ value: Double, _ other: Double) -> Bool {
        if other.isNaN { return !value.isNaN }
        return picksGreatest ? value > other : value < other
    }

    /// Whether the choice at `first` belongs above the one at `second`; a NaN does, even above another.
    @inline(__always)
    private func isWorse(_ first: Int, _ second: Int) -> Bool {
        let (value, other) = (choices[first].value, choices[second].value)
        return value.isNaN || (picksGreatest ? value < other : value > other)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard isWorse(child, parent) else { return }
            choices.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < choices.count else { return }
            if child + 1 < choices.count, isWorse(child + 1, child) { child += 1 }
            guard isWorse(child, parent) else { return }
            choices.swapAt(child, parent)
            parent = child
        }
    }
}
