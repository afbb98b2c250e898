internal import PrometheusBytes

/// Edits a label set label by label.
///
/// A value set to the empty text removes the label.
///
/// - Complexity: each edit is O(*n*) in the number of labels, which is small; text is copied into Swift strings, so this
///   is for new series, relabelling and the edges, not for known samples.
package struct LabelsBuilder: Sendable {
    private var contents: [Label] = []

    package init() {}

    /// Starts from the labels of `base`.
    package init(_ base: Labels) { contents = base.array }

    /// The value of `name`, empty if it is not set.
    package subscript(name: String) -> String {
        get { index(of: name).map { contents[$0].value } ?? "" }
        set { set(name, newValue) }
    }

    /// Sets `name` to `value`; an empty value removes it.
    package mutating func set(_ name: String, _ value: String) {
        switch (index(of: name), value.isEmpty) {
        case (let at?, true): contents.remove(at: at)
        case (let at?, false): contents[at].value = value
        case (nil, true): break
        case (nil, false): contents.append(Label(name, value))
        }
    }

    /// Removes `name`.
    package mutating func remove(_ name: String) { set(name, "") }

    /// Removes the labels for which `shouldBeRemoved` holds.
    package mutating func removeAll(where shouldBeRemoved: (Label) throws -> Bool) rethrows {
        try contents.removeAll(where: shouldBeRemoved)
    }

    /// The labels as they are now, in no particular order.
    package var current: [Label] { contents }

    /// The label set.
    package func labels() -> Labels {
        let sorted = contents.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var packed: [UInt8] = []
        packed.reserveCapacity(sorted.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 })
        for label in sorted {
            packed.appendVarint(UInt64(label.name.utf8.count))
            packed.append(contentsOf: label.name.utf8)
            packed.appendVarint(UInt64(label.value.utf8.count))
            packed.append(contentsOf: label.value.utf8)
        }
        return Labels(packed: packed)
    }

    private func index(of name: String) -> Int? {
        contents.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
