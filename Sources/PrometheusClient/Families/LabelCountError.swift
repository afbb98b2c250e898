/// A child was asked for with the wrong number of label values.
public struct LabelCountError: Error, Hashable, CustomStringConvertible {
    /// The number of label names.
    public let expected: Int
    /// The number of values given.
    public let found: Int

    /// What is wrong, in one line.
    public var description: String {
        "inconsistent label cardinality: expected \(expected) label values but got \(found)"
    }
}
