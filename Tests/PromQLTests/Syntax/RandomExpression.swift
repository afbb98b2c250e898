import TestSupport

/// Writes expressions by chance, over the whole grammar: they parse, but need not make sense.
struct RandomExpression {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let aggregations = ["sum", "avg", "COUNT", "min", "max", "group", "stddev", "stdvar"]
    private static let rankings = ["topk", "bottomk", "quantile", "limitk", "limit_ratio"]
    private static let functions = ["abs", "ceil", "histogram_count", "absent", "sort", "timestamp", "info", "month"]
    private static let rangeFunctions = ["rate", "increase", "delta", "mad_over_time", "last_over_time", "resets"]
    private static let operators = [
        "+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", "<=", ">", ">=", "</", ">/", "and", "or", "unless",
    ]
    private static let names = [
        "foo", "http_requests_total", "job:rate5m", ":x", "sum", "by", "offset", "start", "step", "anchored", "fill",
        "and", "min_of", "a_name_that_is_so_long_that_what_it_stands_in_will_not_fit_into_a_line_of_a_hundred_bytes",
    ]
    private static let labels = [
        "job", "le", "on", "bool", "by", "group_left", "sum", "\"a b\"", "'é.x'", "atan2", "_",
    ]
    private static let texts = [
        "", "x", "a|b", ".*", "5..", "é", "日本", "\\n", "\\x41", "\\\\", "\\u00e9", "\\101", "\\t", "$1", "{", "#", " ",
        "\u{200B}", "\u{7F}", "😀",
    ]

    /// An expression of any type.
    mutating func any(_ depth: Int) -> String {
        switch random.next() % 10 {
        case 0: scalar(depth)
        case 1: range(depth)
        case 2: string()
        default: vector(depth)
        }
    }

    mutating func vector(_ depth: Int) -> String {
        guard depth > 0 else { return selector() + shifts() }
        switch random.next() % 12 {
        case 0, 1: return aggregation(depth)
        case 2: return "\(random.pick(Self.functions))(\(space())\(vector(depth - 1))\(space()))"
        case 3, 4: return "\(random.pick(Self.rangeFunctions))(\(range(depth - 1)))"
        case 5: return "histogram_quantile(\(scalar(depth - 1)),\(space())\(vector(depth - 1)))"
        case 6: return "label_replace(\(vector(depth - 1)), \(string()), \(string()), \(string()), \(string()))"
        case 7: return "(\(space())\(vector(depth - 1)))"
        case 8: return random.pick(["-", "+", "- "]) + vector(depth - 1)
        case 9: return "clamp(\(vector(depth - 1)), \(scalar(depth - 1)), \(scalar(0)))"
        default: return binary(depth)
        }
    }

    private mutating func aggregation(_ depth: Int) -> String {
        let clause = random.pick(["", "", " by ", " without ", " BY"])
        let list = clause.isEmpty ? "" : clause + labelList()
        let body = vector(depth - 1)
        let (name, arguments): (String, String)
        switch random.next() % 4 {
        case 0: (name, arguments) = (random.pick(Self.rankings), "(\(scalar(depth - 1)), \(body))")
        case 1: (name, arguments) = ("count_values", "(\(string()), \(body))")
        default: (name, arguments) = (random.pick(Self.aggregations), "(\(body))")
        }
        return random.happens(1, outOf: 2) ? name + list + arguments : name + arguments + list
    }

    private mutating func binary(_ depth: Int) -> String {
        let operation = random.pick(Self.operators)
        let isSet = ["and", "or", "unless"].contains(operation)
        let isComparison = ["==", "!=", "<", "<=", ">", ">="].contains(operation)
        var modifiers = isComparison && random.happens(1, outOf: 3) ? " bool" : ""
        if random.happens(1, outOf: 3) {
            let isOn = random.happens(1, outOf: 2)
            modifiers += (isOn ? " on" : " ignoring ") + labelList()
            if !isSet, random.happens(1, outOf: 2) {
                modifiers += random.pick([" group_left", " group_right "])
                // With `on` no label may stand in both lists.
                modifiers += isOn ? random.pick(["()", "(extra, \"e x\")"]) : labelList()
            }
        }
        if !isSet { modifiers += fills() }
        return "\(vector(depth - 1))\(gap())\(operation)\(modifiers)\(gap())\(vector(depth - 1))"
    }

    private mutating func fills() -> String {
        switch random.next() % 9 {
        case 0: " fill(\(number()))"
        case 1: " fill_left (-\(number()))"
        case 2: " fill_right(\(number())) fill_left(\(number()))"
        case 3: " fill_left(\(number())) fill_right(\(number()))"
        default: ""
        }
    }

    private mutating func labelList() -> String {
        let count = Int(random.next() % 4)
        let list = (0..<count).map { _ in random.pick(Self.labels) }.joined(separator: random.pick([",", ", "]))
        return "(\(list)\(count > 0 && random.happens(1, outOf: 6) ? "," : ""))"
    }

    mutating func scalar(_ depth: Int) -> String {
        guard depth > 0 else { return random.pick(["", "", "-", "+"]) + number() }
        switch random.next() % 8 {
        case 0: return "scalar(\(vector(depth - 1)))"
        case 1: return random.pick(["time()", "pi()", "step()", "range()", "start()", "end()"])
        case 2: return "(\(scalar(depth - 1)))"
        case 3: return "\(random.pick(["max_of", "min_of"]))(\(scalar(depth - 1)), \(scalar(depth - 1)))"
        case 4: return "-\(scalar(depth - 1))"
        default:
            let operation = random.pick(["+", "-", "*", "/", "%", "^", "atan2", "== bool", "> bool"])
            // An infinite base prints with a sign, which then is the power's: upstream's way, not to be had back.
            let left = operation == "^" ? "(\(scalar(depth - 1)))" : scalar(depth - 1)
            return "\(left) \(operation) \(scalar(depth - 1))"
        }
    }

    private mutating func number() -> String {
        random.pick([
            "1", "0", "0.5", ".5", "5.", "1e3", "1E-7", "0x1F", "0755", "08", "1_000", "Inf", "NaN", "1e21", "5m",
            "1h30m",
            "1ms", "1e-320", "9223372036854775808", "0.1", "1y2w3d4h5m6s7ms", "123456789012345678901",
        ])
    }

    mutating func range(_ depth: Int) -> String {
        if depth > 0, random.happens(1, outOf: 3) {
            let step = random.happens(1, outOf: 2) ? duration(2) : ""
            return "(\(vector(depth - 1)))[\(duration(2)):\(step)]\(shifts())"
        }
        let extended = random.pick(["", "", "", " anchored", " smoothed"])
        return "\(selector())[\(random.pick(["", " "]))\(duration(2))]\(extended)\(shifts())"
    }

    private mutating func selector() -> String {
        let name = random.happens(5, outOf: 6) ? random.pick(Self.names) : ""
        guard name.isEmpty || random.happens(1, outOf: 2) else { return name }
        var matchers = (0..<(random.next() % 3)).map { _ in matcher() }
        // Without a name something must be asked for.
        if name.isEmpty { matchers.append(random.pick(["a=\"b\"", "\"a metric\"", "__name__=~\"a.+\""])) }
        return "\(name){\(matchers.joined(separator: random.pick([",", ", "])))}"
    }

    private mutating func matcher() -> String {
        let name = random.pick(["job", "le", "on", "\"a b\"", "'é'", "sum"])
        switch random.next() % 4 {
        case 0: return "\(name)=\(string())"
        case 1: return "\(name)!=\(space())\(string())"
        case 2: return "\(name)=~\"\(random.pick(["", "a|b", ".*", "5..", "(?i)x", "a\\\\.b", "[a-c]+"]))\""
        default: return "\(name)!~'\(random.pick(["", "a|b", ".+", "5.."]))'"
        }
    }

    private mutating func shifts() -> String {
        let offset = random.pick([
            " offset 5m", " offset -1h30m", " offset + 90", " offset step()", " offset -range()", " OFFSET (1m * 2)",
            " offset max_of(1m, step())",
        ])
        let at = random.pick([" @ 1.5", " @ -3", " @ start()", " @ end ( )", " @ 1h", "@0x10"])
        switch random.next() % 6 {
        case 0: return offset
        case 1: return at
        case 2: return offset + at
        case 3: return at + offset
        default: return ""
        }
    }

    /// What may stand in brackets, at least where it is a plain number greater than zero.
    private mutating func duration(_ depth: Int) -> String {
        guard depth > 0, random.happens(1, outOf: 3) else {
            return random.pick(["5m", "300", "1d12h", "1.5", "100ms"])
        }
        switch random.next() % 7 {
        case 0: return "step()"
        case 1: return "Range()"
        case 2: return "(\(duration(depth - 1)))"
        case 3: return "-\(duration(depth - 1)) + 1h"
        case 4: return "min_of(\(duration(depth - 1)), \(duration(depth - 1)))"
        case 5: return "(-2)^\(duration(depth - 1)) + 0"
        default: return "\(duration(depth - 1)) \(random.pick(["+", "-", "*", "/", "%", "^"])) \(duration(depth - 1))"
        }
    }

    private mutating func string() -> String {
        let body = (0..<(random.next() % 4)).map { _ in random.pick(Self.texts) }.joined()
        switch random.next() % 3 {
        case 0: return "'\(body)\"'"
        case 1: return "`\(body)'\"\n`"
        default: return "\"\(body)'\""
        }
    }

    private mutating func gap() -> String { random.pick([" ", " ", "\n", "\t", " # a comment\n"]) }

    private mutating func space() -> String { random.pick(["", " ", " ", "\n", "\t", " # a comment\n"]) }
}
