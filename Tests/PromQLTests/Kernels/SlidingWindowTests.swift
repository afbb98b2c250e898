import Testing

@testable import PromQL

/// What is kept while windows slide, against what is found anew in each window.
@Suite struct SlidingWindowTests {
    private static let columns: [[Double]] = [
        (0..<300).map { Double($0 % 17) * 0.1 },
        (0..<300).map { $0 == 40 ? 1e100 : $0 == 41 ? 1e20 : $0 % 2 == 0 ? 1 : -1e-3 },
        (0..<300).map { [.infinity, 2, .nan, -3, 0.5, 1e300, -1e300][$0 / 20 % 7] },
        (0..<300).map { $0 % 97 == 3 ? -.infinity : Double($0) },
    ]

    @Test(arguments: columns.indices, [3, 40, 200])
    func `a sliding sum is the sum of the window`(index: Int, width: Int) {
        let column = Self.columns[index]
        var sliding = SlidingSum()
        for high in 1...column.count {
            let low = max(0, high - width)
            guard let sum = sliding.move(over: column.span, to: low, high)?.value else { continue }
            var expected = CompensatedSum()
            for value in column[low..<high] { expected.add(value) }
            #expect(abs(sum - expected.value) <= 1e-12 * abs(expected.value))
        }
    }

    @Test(arguments: columns.indices, [(3, 1), (3, 7), (40, 1), (40, 7), (40, 90), (200, 1), (200, 7), (200, 90)])
    func `an ordered window is the window in order`(index: Int, window: (width: Int, step: Int)) {
        let column = Self.columns[index]
        let (width, step) = window
        var ordered = OrderedWindow()
        for high in stride(from: 1, through: column.count, by: step) {
            let low = max(0, high - width)
            ordered.move(over: column.span, to: low, high)
            let expected = column[low..<high].sorted { OrderedWindow.precedes($0, $1) }
            #expect(ordered.values.map(\.bitPattern) == expected.map(\.bitPattern))
        }
    }
}
