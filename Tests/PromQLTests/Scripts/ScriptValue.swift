import PromQL

/// A value of a sample, as a script writes or an answer has it.
enum ScriptValue: CustomStringConvertible {
    case number(Double)

    /// Whether an answer's value is what the script expects.
    func accepts(_ actual: ScriptValue) -> Bool {
        switch (self, actual) {
        case (.number(let expected), .number(let number)): AlmostEqual.holds(expected, number, 1e-6)
        }
    }

    var description: String {
        switch self {
        case .number(let number): "\(number)"
        }
    }
}
