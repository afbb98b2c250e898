extension FunctionSignature {
    /// Every function of the language, by name.
    package static let all: [String: FunctionSignature] = Dictionary(
        uniqueKeysWithValues: (instantFunctions + dateFunctions + rangeFunctions + histogramFunctions + otherFunctions)
            .map { ($0.name, $0) }
    )

    /// Functions of each element of an instant vector.
    private static let instantFunctions: [FunctionSignature] =
        [
            "abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sgn", "acos", "acosh", "asin", "asinh",
            "atan", "atanh", "cos", "cosh", "sin", "sinh", "tan", "tanh", "deg", "rad", "absent", "sort", "sort_desc",
            "timestamp",
        ].map { FunctionSignature($0, [.vector], .vector) } + [
            FunctionSignature("clamp", [.vector, .scalar, .scalar], .vector),
            FunctionSignature("clamp_max", [.vector, .scalar], .vector),
            FunctionSignature("clamp_min", [.vector, .scalar], .vector),
            FunctionSignature("round", [.vector, .scalar], .vector, arity: .upTo(1)),
            FunctionSignature("start_timestamp", [.vector], .vector, isExperimental: true),
        ]

    private static let dateFunctions: [FunctionSignature] = [
        "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year",
    ].map { FunctionSignature($0, [.vector], .vector, arity: .upTo(1)) }

    private static let rangeFunctions: [FunctionSignature] =
        [
            "absent_over_time", "avg_over_time", "changes", "count_over_time", "delta", "deriv", "first_over_time",
            "idelta", "increase", "irate", "last_over_time", "max_over_time", "min_over_time", "present_over_time",
            "rate", "resets", "stddev_over_time", "stdvar_over_time", "sum_over_time",
        ].map { FunctionSignature($0, [.matrix], .vector) }
        + [
            "mad_over_time", "ts_of_first_over_time", "ts_of_last_over_time", "ts_of_max_over_time",
            "ts_of_min_over_time",
        ].map { FunctionSignature($0, [.matrix], .vector, isExperimental: true) } + [
            FunctionSignature("predict_linear", [.matrix, .scalar], .vector),
            FunctionSignature("quantile_over_time", [.scalar, .matrix], .vector),
            FunctionSignature(
                "double_exponential_smoothing",
                [.matrix, .scalar, .scalar],
                .vector,
                isExperimental: true
            ),
        ]

    private static let histogramFunctions: [FunctionSignature] =
        ["histogram_avg", "histogram_count", "histogram_sum", "histogram_stddev", "histogram_stdvar"].map {
            FunctionSignature($0, [.vector], .vector)
        } + [
            FunctionSignature("histogram_fraction", [.scalar, .scalar, .vector], .vector),
            FunctionSignature("histogram_quantile", [.scalar, .vector], .vector),
            FunctionSignature(
                "histogram_quantiles",
                [.vector, .string, .scalar, .scalar],
                .vector,
                arity: .upTo(9),
                isExperimental: true
            ),
        ]

    private static let otherFunctions: [FunctionSignature] =
        ["start", "end", "range", "step"].map { FunctionSignature($0, [], .scalar, isExperimental: true) }
        + ["max_of", "min_of"].map { FunctionSignature($0, [.scalar, .scalar], .scalar, isExperimental: true) }
        + ["sort_by_label", "sort_by_label_desc"].map {
            FunctionSignature($0, [.vector, .string], .vector, arity: .unlimited, isExperimental: true)
        } + [
            FunctionSignature("info", [.vector, .vector], .vector, arity: .upTo(1), isExperimental: true),
            FunctionSignature("label_join", [.vector, .string, .string, .string], .vector, arity: .unlimited),
            FunctionSignature("label_replace", [.vector, .string, .string, .string, .string], .vector),
            FunctionSignature("pi", [], .scalar),
            FunctionSignature("scalar", [.vector], .scalar),
            FunctionSignature("time", [], .scalar),
            FunctionSignature("vector", [.scalar], .vector),
        ]
}
