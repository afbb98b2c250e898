/// A method that templates can call on times and durations.
struct TemplateMethod: Sendable {
    let parameters: [TemplateFunction.Parameter]
    let body: @Sendable (_ receiver: TemplateValue, _ arguments: [TemplateValue]) -> TemplateValue
}

extension TemplateValue {
    /// The method of that name, `nil` if the value has none.
    func method(_ name: String) -> TemplateMethod? {
        switch self {
        case .time: TemplateMethod.ofTimes[name]
        case .duration: TemplateMethod.ofDurations[name]
        case .integer(_, .month), .integer(_, .weekday): name == "String" ? TemplateMethod.nameOfDate : nil
        default: nil
        }
    }
}
