/// Gauges of one name that differ by their label values.
///
/// A child exists from its first use on. Keep a child in a constant where it is hot: finding it takes a lock and a hash.
public struct GaugeFamily: Sendable {
    let table: ChildTable<Gauge>

    /// The gauge with these label values, in the order of the label names.
    ///
    /// - Precondition: as many values as label names.
    public subscript(_ values: String...) -> Gauge { table.child(values) }

    /// Returns the gauge with these label values, in the order of the label names.
    ///
    /// - Throws: `LabelCountError` if there are not as many values as label names.
    public func child(_ values: [String]) throws(LabelCountError) -> Gauge {
        guard values.count == table.labelNames.count else {
            throw LabelCountError(expected: table.labelNames.count, found: values.count)
        }
        return table.child(values)
    }

    /// Stops exposing the gauge with these label values; who still holds it may go on using it.
    public func remove(_ values: String...) { table.remove(values) }

    /// Stops exposing the gauges whose label values satisfy `isRemoved`.
    public func removeAll(where isRemoved: (_ values: [String]) -> Bool) { table.removeAll(where: isRemoved) }
}
