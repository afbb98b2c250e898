/// `max` and `min`: the result is NaN only where all values are.
struct ExtremeFold<Order: ExtremeOrder>: GroupFold {
    private var extremes: [Double] = []

    init() {}

    mutating func addGroup(steps: Int) {
        extremes.append(contentsOf: repeatElement(.absent, count: steps))
    }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        var extremes = extremes.mutableSpan
        for step in 0..<values.count where !values[step].isAbsent {
            let known = extremes[base &+ step]
            // What is absent is a NaN too.
            if known.isNaN || Order.replaces(values[step], known) { extremes[base &+ step] = values[step] }
        }
    }

    func result(_ cell: Int) -> Double { extremes[cell] }
}
