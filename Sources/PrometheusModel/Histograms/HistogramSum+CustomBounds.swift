extension HistogramSum {
    /// Brings both to the bounds that they have in common.
    mutating func reconcileBounds(with other: inout HistogramSum) {
        let common = Self.commonBounds(customBounds, other.customBounds)
        rebucket(common)
        other.rebucket(common)
    }

    /// The bounds that both ascending lists have.
    static func commonBounds(_ first: [Double], _ second: [Double]) -> [Double] {
        var result: [Double] = []
        var (i, j) = (0, 0)
        while i < first.count, j < second.count {
            if first[i] == second[j] {
                result.append(first[i])
                i += 1
                j += 1
            } else if first[i] < second[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return result
    }

    /// Moves each bucket into that of `bounds` that holds it.
    private mutating func rebucket(_ bounds: [Double]) {
        positive = positive.mapped(Self.mapping(from: customBounds, to: bounds))
        customBounds = bounds
    }

    /// The bucket of `bounds` that holds a bucket of `old`, by index.
    static func mapping(from old: [Double], to bounds: [Double]) -> (Int32) -> Int32 {
        { index in
            let upper = index >= 0 && Int(index) < old.count ? old[Int(index)] : .infinity
            return Int32(truncatingIfNeeded: bounds.firstIndex { $0 >= upper } ?? bounds.count)
        }
    }
}
