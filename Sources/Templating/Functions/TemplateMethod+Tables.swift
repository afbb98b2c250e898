extension TemplateMethod {
    /// The name of a month or a day of the week.
    static let nameOfDate = TemplateMethod(parameters: []) { value, _ in
        var printer = GoPrinter(limit: 100)
        printer.print(value, "v")
        return .string(printer.output)
    }

    static let ofTimes: [String: TemplateMethod] = [
        "Year": int { $0.date.year }, "Day": int { $0.date.day }, "Hour": int { $0.secondOfDay / 3600 },
        "Minute": int { $0.secondOfDay / 60 % 60 }, "Second": int { $0.secondOfDay % 60 },
        "Nanosecond": int { $0.nanoseconds }, "YearDay": int { $0.dayOfYear },
        "Month": time { .integer($0.date.month, .month) }, "Weekday": time { .integer($0.weekday, .weekday) },
        "Unix": time { .integer($0.seconds, .int64) },
        "UnixMilli": time { .integer($0.seconds &* 1000 &+ $0.nanoseconds / 1_000_000, .int64) },
        "UnixMicro": time { .integer($0.seconds &* 1_000_000 &+ $0.nanoseconds / 1000, .int64) },
        "UnixNano": time { .integer($0.sinceEpoch, .int64) },
        "UTC": time { .time($0) }, "Local": time { .time($0) },
        "IsZero": time { _ in .bool(false) },
        "String": time { .string($0.description) },
        "Format": TemplateMethod(parameters: [.string]) { value, arguments in
            guard case .time(let time) = value else { return .none }
            return .string(GoTimeLayout.string(time, arguments[0].text ?? ""))
        },
        "Add": TemplateMethod(parameters: [.duration]) { value, arguments in
            guard case .time(let time) = value, case .duration(let nanoseconds) = arguments[0] else { return .none }
            return .time(TemplateTime(nanoseconds: time.sinceEpoch &+ nanoseconds))
        },
        "Sub": times { .duration($0.sinceEpoch &- $1.sinceEpoch) },
        "Before": times { .bool($0.sinceEpoch < $1.sinceEpoch) },
        "After": times { .bool($0.sinceEpoch > $1.sinceEpoch) },
        "Equal": times { .bool($0 == $1) },
    ]

    static let ofDurations: [String: TemplateMethod] = [
        "Hours": duration { .float(Double($0) / 3.6e12) }, "Minutes": duration { .float(Double($0) / 6e10) },
        "Seconds": duration { .float(Double($0) / 1e9) },
        "Milliseconds": duration { .integer($0 / 1_000_000, .int64) },
        "Microseconds": duration { .integer($0 / 1000, .int64) },
        "Nanoseconds": duration { .integer($0, .int64) },
        "Abs": duration { .duration($0 == .min ? .max : abs($0)) },
        "String": duration { .string(GoDurationValue.string($0)) },
    ]

    private static func int(_ body: @escaping @Sendable (TemplateTime) -> Int64) -> TemplateMethod {
        time { .integer(body($0), .int) }
    }

    private static func time(_ body: @escaping @Sendable (TemplateTime) -> TemplateValue) -> TemplateMethod {
        TemplateMethod(parameters: []) { value, _ in
            guard case .time(let time) = value else { return .none }
            return body(time)
        }
    }

    private static func times(
        _ body: @escaping @Sendable (TemplateTime, TemplateTime) -> TemplateValue
    ) -> TemplateMethod {
        TemplateMethod(parameters: [.time]) { value, arguments in
            guard case .time(let time) = value, case .time(let other) = arguments[0] else { return .none }
            return body(time, other)
        }
    }

    private static func duration(_ body: @escaping @Sendable (Int64) -> TemplateValue) -> TemplateMethod {
        TemplateMethod(parameters: []) { value, _ in
            guard case .duration(let nanoseconds) = value else { return .none }
            return body(nanoseconds)
        }
    }
}
