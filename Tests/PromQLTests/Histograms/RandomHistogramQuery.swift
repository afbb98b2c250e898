import TestSupport

/// Writes queries over series that may be native histograms, by chance.
struct RandomHistogramQuery {
    var random: SeededGenerator

    /// An instant vector, at most `depth` deep.
    mutating func vector(_ depth: Int) -> String {
        guard depth > 0 else { return selector() }
        switch random.next() % 14 {
        case 0:
            return "\(random.pick(["sum", "avg", "count", "group", "min", "max"]))\(grouping())(\(vector(depth - 1)))"
        case 1: return "count_values\(grouping())(\"v\", \(vector(depth - 1)))"
        case 2: return "(\(vector(depth - 1)) \(random.pick(["*", "/", "+", "-", "</", ">/", "=="])) \(scalar()))"
        case 3: return "(\(scalar()) \(random.pick(["*", "/", "+"])) \(vector(depth - 1)))"
        case 4:
            return "(\(vector(depth - 1)) \(random.pick(["+", "-", "==", "!=", "== bool", "*"])) \(vector(depth - 1)))"
        case 5: return "(\(vector(depth - 1)) \(random.pick(["and", "or", "unless"])) on (i) \(vector(depth - 1)))"
        case 6: return "histogram_quantile(\(random.pick(["0.1", "0.5", "0.99", "2"])), \(vector(depth - 1)))"
        case 7: return "histogram_fraction(\(random.pick(["-1", "0", "1.5"])), 3, \(vector(depth - 1)))"
        case 8:
            let name = random.pick(["histogram_stddev", "histogram_stdvar", "abs", "timestamp", "-", "absent"])
            return "\(name)(\(vector(depth - 1)))"
        case 9: return "limitk\(grouping())(2, \(vector(depth - 1)))"
        case 10: return "label_replace(\(vector(depth - 1)), \"k\", \"$1\", \"i\", \"(.*)\")"
        default: return rangeCall(depth)
        }
    }

    private mutating func rangeCall(_ depth: Int) -> String {
        let functions = [
            "rate", "increase", "delta", "irate", "idelta", "sum_over_time", "avg_over_time", "last_over_time",
            "first_over_time", "count_over_time", "present_over_time", "max_over_time", "stddev_over_time", "changes",
            "resets", "deriv", "absent_over_time",
        ]
        if random.happens(1, outOf: 5) {
            let name = random.pick(["rate", "increase", "delta"])
            return "\(name)(\(matchers())[\(window())] \(random.pick(["anchored", "smoothed"])))"
        }
        return "\(random.pick(functions))(\(range(depth)))"
    }

    private mutating func range(_ depth: Int) -> String {
        guard depth > 1, random.happens(1, outOf: 3) else { return "\(matchers())[\(window())]\(shift())" }
        return "sum by (i, j) (\(vector(depth - 2)))[\(window()):\(random.pick(["15s", "45s"]))]\(shift())"
    }

    private mutating func window() -> String { random.pick(["30s", "1m", "137s", "5m"]) }
    private mutating func scalar() -> String { random.pick(["2", "0.5", "-3", "0", "time()"]) }
    private mutating func grouping() -> String { random.pick(["", " by (i) ", " by (i, j) ", " without (i) "]) }
    private mutating func selector() -> String { matchers() + random.pick(["", "", " smoothed"]) + shift() }
    private mutating func matchers() -> String { random.pick(["h", "h", "h{i=\"1\"}", "h{j=\"x\"}", "f"]) }
    private mutating func shift() -> String { random.pick(["", "", "", " offset 47s", " @ 500"]) }
}
