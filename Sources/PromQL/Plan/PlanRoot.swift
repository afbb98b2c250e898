/// The outermost part of a plan, by the type of its value.
enum PlanRoot: Sendable {
    case scalar(any ScalarNode)
    case string(String)
    case vector(any VectorNode)
    case range(any RangeNode)
}
