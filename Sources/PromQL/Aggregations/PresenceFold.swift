/// `group`: 1 where there is any element.
struct PresenceFold: GroupFold {
    private var values: [Double] = []

    mutating func addGroup(steps: Int) { values.append(contentsOf: repeatElement(.absent, count: steps)) }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        for step in 0..<values.count where !values[step].isAbsent { self.values[base &+ step] = 1 }
    }

    func result(_ cell: Int) -> Double { values[cell] }
}
