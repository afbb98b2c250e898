/// What a function takes and returns.
package struct FunctionSignature: Sendable, Hashable {
    /// How often the last argument may stand.
    package enum Arity: Sendable, Hashable {
        /// As many arguments as types.
        case fixed
        /// The last type is optional and may stand up to so many times.
        case upTo(Int)
        /// The last type is optional and may stand any number of times.
        case unlimited
    }

    package let name: String
    package let argumentTypes: [ValueType]
    package let arity: Arity
    package let returnType: ValueType
    /// Whether it needs the experimental functions to be enabled.
    package let isExperimental: Bool

    package init(
        _ name: String,
        _ argumentTypes: [ValueType],
        _ returnType: ValueType,
        arity: Arity = .fixed,
        isExperimental: Bool = false
    ) {
        self.name = name
        self.argumentTypes = argumentTypes
        self.arity = arity
        self.returnType = returnType
        self.isExperimental = isExperimental
    }

    /// The fewest arguments that a call may have.
    package var minimumCount: Int { arity == .fixed ? argumentTypes.count : argumentTypes.count - 1 }

    /// The most arguments that a call may have, `nil` if there is no limit.
    package var maximumCount: Int? {
        switch arity {
        case .fixed: argumentTypes.count
        case .upTo(let extra): argumentTypes.count - 1 + extra
        case .unlimited: nil
        }
    }

    /// The type of the argument at `index`; the last type holds for all that follow.
    package func argumentType(at index: Int) -> ValueType {
        argumentTypes.isEmpty ? .none : argumentTypes[min(index, argumentTypes.count - 1)]
    }
}
