import PrometheusModel

@testable import PromQL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension ReferenceEvaluator {
    /// The result of an operator between two numbers; of a comparison 1, or `nil` if it does not hold.
    static func calculate(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double? {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        case .modulo: fmod(left, right)
        case .power: pow(left, right)
        case .atan2: Glibc.atan2(left, right)
        case .equal: left == right ? 1 : nil
        case .notEqual: left != right ? 1 : nil
        case .less: left < right ? 1 : nil
        case .lessOrEqual: left <= right ? 1 : nil
        case .greater: left > right ? 1 : nil
        case .greaterOrEqual: left >= right ? 1 : nil
        default: nil
        }
    }

    func binary(_ binary: Binary, _ time: Int64) throws -> [ReferenceElement] {
        if binary.left.valueType == .scalar {
            let left = try scalar(binary.left, time)
            return try vector(binary.right, time).compactMap {
                Self.combined(binary, left, $0.value, $0, keeps: $0.value)
            }
        }
        let left = try vector(binary.left, time)
        if binary.right.valueType == .scalar {
            let right = try scalar(binary.right, time)
            return left.compactMap { Self.combined(binary, $0.value, right, $0, keeps: $0.value) }
        }
        let right = try vector(binary.right, time)
        let matching = binary.matching ?? VectorMatching(cardinality: .oneToOne)
        if binary.operation.isSet { return Self.set(binary.operation, matching, left, right) }
        return try Self.match(binary, matching, left, right)
    }

    /// The result with the labels of `element`; `keeps` is the value of a comparison that holds.
    private static func combined(
        _ binary: Binary,
        _ left: Double,
        _ right: Double,
        _ element: ReferenceElement,
        keeps: Double
    ) -> ReferenceElement? {
        let value = calculate(binary.operation, left, right)
        if binary.returnsBool { return element.withoutName.with(value == nil ? 0 : 1) }
        guard let value else { return nil }
        return binary.operation.isComparison ? element.with(keeps) : element.withoutName.with(value)
    }

    private static func signature(_ element: ReferenceElement, _ matching: VectorMatching) -> [String: String] {
        element.labels.filter { name, _ in
            matching.isOn ? matching.labels.contains(name) : name != "__name__" && !matching.labels.contains(name)
        }
    }

    private static func set(
        _ operation: BinaryOperator,
        _ matching: VectorMatching,
        _ left: [ReferenceElement],
        _ right: [ReferenceElement]
    ) -> [ReferenceElement] {
        let leftSignatures = Set(left.map { signature($0, matching) })
        let rightSignatures = Set(right.map { signature($0, matching) })
        switch operation {
        case .and: return left.filter { rightSignatures.contains(signature($0, matching)) }
        case .unless: return left.filter { !rightSignatures.contains(signature($0, matching)) }
        default: return left + right.filter { !leftSignatures.contains(signature($0, matching)) }
        }
    }

    private static func match(
        _ binary: Binary,
        _ matching: VectorMatching,
        _ left: [ReferenceElement],
        _ right: [ReferenceElement]
    ) throws -> [ReferenceElement] {
        let (fillOne, fillMany) = (matching.fillRight, matching.fillLeft)
        if left.isEmpty || right.isEmpty, fillOne == nil, fillMany == nil { return [] }
        let isLeftOne = matching.cardinality == .oneToMany
        let (many, one) = isLeftOne ? (right, left) : (left, right)
        let ones = Dictionary(grouping: one) { signature($0, matching) }
        if ones.values.contains(where: { $0.count > 1 }) { throw ReferenceError.fails("many on both sides") }
        var pairs: [(many: ReferenceElement, one: ReferenceElement)] = []
        for element in many {
            let signature = signature(element, matching)
            if let partner = ones[signature]?.first {
                pairs.append((element, partner))
            } else if let fillOne {
                pairs.append((element, ReferenceElement(labels: signature, value: fillOne)))
            }
        }
        if let fillMany {
            let known = Set(many.map { signature($0, matching) })
            for element in one where !known.contains(signature(element, matching)) {
                pairs.append((ReferenceElement(labels: signature(element, matching), value: fillMany), element))
            }
        }
        var taken: Set<[String: String]> = []
        var results: [ReferenceElement] = []
        for (element, partner) in pairs {
            let signature = signature(element, matching)
            let labels = labels(binary, matching, element, partner)
            // What must not be there twice: a match, or, if there may be several, the labels of their results.
            let key = matching.cardinality == .oneToOne ? signature : labels.merging(signature.prefixed) { $1 }
            guard taken.insert(key).inserted else { throw ReferenceError.fails("matched twice") }
            let (first, second) = isLeftOne ? (partner.value, element.value) : (element.value, partner.value)
            let value = calculate(binary.operation, first, second)
            if binary.returnsBool {
                results.append(ReferenceElement(labels: labels, value: value == nil ? 0 : 1))
            } else if let value {
                results.append(ReferenceElement(labels: labels, value: binary.operation.isComparison ? first : value))
            }
        }
        return results
    }

    private static func labels(
        _ binary: Binary,
        _ matching: VectorMatching,
        _ many: ReferenceElement,
        _ one: ReferenceElement
    ) -> [String: String] {
        var labels = many.labels
        if !binary.operation.isComparison || binary.returnsBool { labels = many.withoutName.labels }
        if matching.cardinality == .oneToOne {
            labels = labels.filter { matching.labels.contains($0.key) == matching.isOn }
        }
        for name in matching.include { labels[name] = one.labels[name] }
        return labels
    }
}

extension [String: String] {
    /// The same, with names that no label has.
    fileprivate var prefixed: [String: String] {
        [String: String](uniqueKeysWithValues: map { ("\u{0}" + $0.key, $0.value) })
    }
}
