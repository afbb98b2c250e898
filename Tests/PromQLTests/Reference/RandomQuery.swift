import TestSupport

/// Writes queries by chance.
///
/// What jumps (comparisons, rounding, ranks) is applied only to what the engine and the reference calculate without any
/// rounding, so that a last bit cannot change an answer.
struct RandomQuery {
    var random: SeededGenerator

    /// An instant vector of any kind, at most `depth` deep.
    mutating func vector(_ depth: Int) -> String {
        guard depth > 0 else { return selector() }
        switch random.next() % 8 {
        case 0: return exactVector(depth)
        case 1: return rangeCall(depth)
        case 2: return "\(random.pick(["avg", "stddev", "stdvar", "sum"]))\(grouping())(\(vector(depth - 1)))"
        case 3: return "quantile\(grouping())(\(random.pick(["0.5", "0.9", "0", "1", "1.5"])), \(vector(depth - 1)))"
        case 4: return "(\(vector(depth - 1)) \(random.pick(["+", "-", "*", "/", "^"])) \(scalar()))"
        case 5:
            let operation = random.pick(["+", "-", "*", "/"])
            return "(\(vector(depth - 1)) \(operation) \(matching(depth)))"
        case 6: return "\(random.pick(["sqrt", "abs", "sgn"]))(\(vector(depth - 1)))"
        default: return extended(depth)
        }
    }

    /// What only some kinds of series are good for.
    private mutating func extended(_ depth: Int) -> String {
        switch random.next() % 8 {
        case 0:
            return
                "\(random.pick(["rate", "increase", "irate"]))(started[\(random.pick(["1m", "5m", "137s"]))]\(shift()))"
        case 1: return "histogram_quantile(\(random.pick(["0.25", "0.5", "1"])), h\(shift()))"
        case 2: return "info(base\(shift())\(random.pick(["", ", {v=~\"0|1\"}", ", {v!=\"9\"}", ", {w=\"\"}"])))"
        case 3: return "\(random.pick(["a", "b", "c", "h"])) smoothed\(shift())"
        case 4, 5:
            let name = random.pick(["rate", "increase", "delta"])
            return "\(name)(\(matchers())[\(random.pick(["20s", "1m", "5m"]))] smoothed\(shift()))"
        default:
            let name = random.pick(["rate", "increase", "delta", "changes", "resets"])
            return "\(name)(\(matchers())[\(random.pick(["20s", "1m", "5m"]))] anchored\(shift()))"
        }
    }

    /// An instant vector whose values need no rounding.
    mutating func exactVector(_ depth: Int) -> String {
        guard depth > 0 else { return selector() }
        switch random.next() % 13 {
        case 11:
            return
                "label_replace(\(exactVector(depth - 1)), \"z\", \"<$1>\", \"\(random.pick(["i", "j", "q"]))\", \"(.+)\")"
        case 12: return "\(random.pick(["start_timestamp", "timestamp"]))(started\(shift()))"
        case 0: return "\(random.pick(["sum", "min", "max", "count", "group"]))\(grouping())(\(exactVector(depth - 1)))"
        case 1:
            return "\(random.pick(["topk", "bottomk"]))\(grouping())(\(random.pick(["1", "3", "100"])), \(selector()))"
        case 2: return "count_values\(grouping())(\"v\", \(selector()))"
        case 3: return "\(random.pick(["abs", "ceil", "floor", "round", "timestamp"]))(\(exactVector(depth - 1)))"
        case 4: return "clamp_\(random.pick(["max", "min"]))(\(exactVector(depth - 1)), 7)"
        case 5:
            return "(\(exactVector(depth - 1)) \(comparison()) \(random.pick(["0", "20.25", "scalar(c{i=\"1\"})"])))"
        case 6: return "(\(exactVector(depth - 1)) \(comparison()) \(matching(depth, isExact: true)))"
        case 7:
            return
                "(\(exactVector(depth - 1)) \(random.pick(["and", "or", "unless"])) \(on())\(exactVector(depth - 1)))"
        case 8: return "-(\(exactVector(depth - 1)))"
        case 9: return random.happens(1, outOf: 3) ? "absent(\(exactVector(depth - 1)) > 60)" : "(1 + \(selector()))"
        default:
            let functions = ["sum", "min", "max", "count", "last", "first", "present", "absent"]
            let name = random.pick(
                functions.map { $0 + "_over_time" } + [
                    "changes", "resets", "idelta", "ts_of_max_over_time", "ts_of_min_over_time",
                ]
            )
            return "\(name)(\(range(depth, isExact: true)))"
        }
    }

    private mutating func comparison() -> String {
        random.pick(["==", "!=", "<", "<=", ">", ">="]) + (random.happens(1, outOf: 3) ? " bool" : "")
    }

    /// The right side of an operator, with how it is matched.
    private mutating func matching(_ depth: Int, isExact: Bool = false) -> String {
        let right = isExact ? exactVector(depth - 1) : vector(depth - 1)
        return switch random.next() % 12 {
        case 8: "fill (2) \(right)"
        case 9: "on (i) group_left () fill_\(random.pick(["left", "right"])) (3) sum by (i) (\(selector()))"
        case 10: "ignoring (j) fill_left (1) fill_right (4) c"
        case 11: "on (i) group_right (j) fill_\(random.pick(["left", "right"])) (5) \(right)"
        case 6: "on (i) group_left () info"
        case 7: "on (i) group_left (v) info"
        case 0: "on (i) group_left () sum by (i) (\(selector()))"
        case 1: "ignoring (j) group_left () c"
        case 2: "on (i, j) \(right)"
        case 3: "on (i) group_right (j) \(right)"
        case 4: "ignoring (j) \(right)"
        default: right
        }
    }

    private mutating func on() -> String { random.pick(["", "", "on (i) ", "ignoring (j) "]) }

    private mutating func grouping() -> String {
        random.pick(["", " by (i) ", " by (j) ", " by (i, j) ", " without (i) ", " without (j) ", " by (nothing) "])
    }

    private mutating func scalar() -> String {
        random.pick(["2", "0.5", "-3", "time()", "scalar(c{i=\"2\"})", "(4 / 3)"])
    }

    private mutating func rangeCall(_ depth: Int) -> String {
        switch random.next() % 12 {
        case 0: "predict_linear(\(range(depth)), 600)"
        case 1: "quantile_over_time(\(random.pick(["0.3", "0.5", "2"])), \(range(depth)))"
        case 2: "double_exponential_smoothing(\(range(depth)), 0.5, 0.25)"
        default:
            "\(random.pick(["rate", "increase", "delta", "irate", "deriv", "avg_over_time", "stddev_over_time", "mad_over_time"]))"
                + "(\(range(depth)))"
        }
    }

    private mutating func range(_ depth: Int, isExact: Bool = false) -> String {
        let window = random.pick(["20s", "1m", "137s", "5m", "13m"])
        guard depth > 1, random.happens(1, outOf: 3) else { return "\(matchers())[\(window)]\(shift())" }
        // Union by name could make two series the same without their names, which is told of series by series.
        let inner = isExact ? "max by (i, j) (\(exactVector(depth - 2)))" : "sum by (i, j) (\(vector(depth - 2)))"
        return "(\(inner))[\(window):\(random.pick(["10s", "45s", ""]))]\(shift())"
    }

    private mutating func selector() -> String { matchers() + shift() }

    private mutating func matchers() -> String {
        random.pick(["a", "a", "b", "c", "odd"])
            + random.pick(["", "", "{j=\"x\"}", "{j!=\"y\"}", "{i=~\"1|3\"}", "{i!~\"0|1\"}", "{i=\"9\"}"])
    }

    private mutating func shift() -> String {
        random.pick(["", "", "", "", " offset 97s", " offset -43s", " @ 1234.5", " @ start()", " @ end() offset 2m"])
    }
}
