/// How the elements of two instant vectors find their counterparts.
package struct VectorMatching: Sendable, Hashable {
    /// How many elements of the left side may match how many of the right.
    package enum Cardinality: String, Sendable, Hashable {
        case oneToOne = "one-to-one"
        /// `group_left`.
        case manyToOne = "many-to-one"
        /// `group_right`.
        case oneToMany = "one-to-many"
        /// Set operators.
        case manyToMany = "many-to-many"
    }

    package var cardinality: Cardinality
    /// The labels of `on` or `ignoring`.
    package var labels: [String]
    /// Whether only the labels in `labels` are compared (`on`), and not all others (`ignoring`).
    package var isOn: Bool
    /// The labels that `group_left` or `group_right` copy from the "one" side.
    package var include: [String]
    /// What stands in for a missing left element (`fill_left`).
    package var fillLeft: Double?
    /// What stands in for a missing right element (`fill_right`).
    package var fillRight: Double?

    package init(cardinality: Cardinality, labels: [String] = [], isOn: Bool = false, include: [String] = []) {
        self.cardinality = cardinality
        self.labels = labels
        self.isOn = isOn
        self.include = include
    }
}
