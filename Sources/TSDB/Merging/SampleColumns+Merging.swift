package import PrometheusModel

extension SampleColumns {
    /// Puts the rows from `end` on, ascending in time, in order with those from `start` to `end`.
    ///
    /// Of rows with the same time the earlier one stays. Mostly there is nothing to do: the rows just follow.
    package mutating func mergeOverlap(from start: Int, at end: Int) {
        guard end > start, end < count, timestamps[end] <= timestamps[end - 1] else { return }
        let rows = self
        truncate(to: start)
        var first = RowCursor(rows, start, end)
        var second = RowCursor(rows, end, rows.count)
        // Whether the last row came from `first`, and was the one before its next row.
        var followsFirst = true
        var followsSecond = false
        while !first.isAtEnd || !second.isAtEnd {
            let takesFirst =
                second.isAtEnd || (!first.isAtEnd && rows.timestamps[first.row] <= rows.timestamps[second.row])
            if takesFirst {
                if !second.isAtEnd, rows.timestamps[first.row] == rows.timestamps[second.row] { second.advance() }
                append(first, rows, isContinued: followsFirst)
                first.advance()
            } else {
                append(second, rows, isContinued: followsSecond)
                second.advance()
            }
            followsFirst = takesFirst
            followsSecond = !takesFirst
        }
    }

    /// A row among rows, and where its histogram is if it is one.
    private struct RowCursor {
        private(set) var row: Int
        private let end: Int
        private(set) var histogram: Int
        private var integer: Int
        private let histogramRows: [Int32]
        private let integerRows: [Int32]

        init(_ rows: SampleColumns, _ start: Int, _ end: Int) {
            row = start
            self.end = end
            histogramRows = rows.histogramRows
            histogram = histogramRows.firstIndex { Int($0) >= start } ?? histogramRows.count
            integerRows = rows.integerHistogramRows
            integer = integerRows.firstIndex { Int($0) >= start } ?? integerRows.count
        }

        var isAtEnd: Bool { row >= end }
        var isHistogram: Bool { histogram < histogramRows.count && Int(histogramRows[histogram]) == row }

        var isInteger: Bool { integer < integerRows.count && Int(integerRows[integer]) == row }

        mutating func advance() {
            if isInteger { integer += 1 }
            if isHistogram { histogram += 1 }
            row += 1
        }
    }

    /// Appends a row; a counter whose row before is another one's may have been reset meanwhile.
    private mutating func append(_ cursor: RowCursor, _ rows: SampleColumns, isContinued: Bool) {
        if cursor.isHistogram {
            var histogram = rows.histograms[cursor.histogram]
            if !isContinued, histogram.counterResetHint != .gauge { histogram.counterResetHint = .unknown }
            append(rows.timestamps[cursor.row], histogram)
            if cursor.isInteger { markLastAsInteger() }
        } else {
            append(rows.timestamps[cursor.row], rows.values[cursor.row])
        }
        if !rows.startTimestamps.isEmpty { setStartOfLast(rows.startTimestamps[cursor.row]) }
    }

    /// Removes the rows from `count` on.
    private mutating func truncate(to count: Int) {
        forgetKnown(from: count)
        timestamps.removeLast(timestamps.count - count)
        values.removeLast(values.count - count)
        while let last = histogramRows.last, Int(last) >= count {
            histogramRows.removeLast()
            histograms.removeLast()
        }
        while let last = integerHistogramRows.last, Int(last) >= count { integerHistogramRows.removeLast() }
        if startTimestamps.count > count { startTimestamps.removeLast(startTimestamps.count - count) }
    }
}
