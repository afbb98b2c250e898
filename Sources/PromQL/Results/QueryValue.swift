/// The value of a query.
///
/// Times are milliseconds since the Unix epoch.
package enum QueryValue: Sendable, Hashable {
    /// One number, without labels.
    case scalar(timestamp: Int64, value: Double)
    /// One text.
    case string(timestamp: Int64, value: String)
    /// One sample of each of several series, all of one time. Not sorted, unless the query sorts.
    case vector(QueryVector)
    /// Several samples of each of several series, sorted by labels. What every range query answers.
    case matrix([QuerySeries])

    /// The name of the type in the API's `resultType`.
    package var typeName: String {
        switch self {
        case .scalar: "scalar"
        case .string: "string"
        case .vector: "vector"
        case .matrix: "matrix"
        }
    }

    /// Puts the series of a matrix into the order of their labels; `false` if it is none.
    mutating func sort() -> Bool {
        guard case .matrix(var series) = self else { return false }
        self = .matrix([])
        series.sort { $0.labels < $1.labels }
        self = .matrix(series)
        return true
    }
}
