/// The values of a scalar expression at all steps.
enum ScalarColumn: Sendable {
    case constant(Double)
    case column([Double])

    subscript(index: Int) -> Double {
        switch self {
        case .constant(let value): value
        case .column(let values): values[index]
        }
    }

    /// Whether the value is like that at any step.
    func contains(where predicate: (Double) -> Bool) -> Bool {
        switch self {
        case .constant(let value): predicate(value)
        case .column(let values): values.contains(where: predicate)
        }
    }

    /// One value a step.
    func expanded(to count: Int) -> [Double] {
        switch self {
        case .constant(let value): [Double](repeating: value, count: count)
        case .column(let values): values
        }
    }

    /// The value at each step changed by `change`.
    func map(_ change: (Double) -> Double) -> ScalarColumn {
        switch self {
        case .constant(let value): .constant(change(value))
        case .column(let values): .column(values.map(change))
        }
    }
}
