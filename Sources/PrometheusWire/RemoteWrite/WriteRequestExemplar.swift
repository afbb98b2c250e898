/// An exemplar of a request; where its labels lie, not what they are.
package struct WriteRequestExemplar: Sendable, Hashable {
    /// The position of its series in the request.
    package var series: Int
    /// Where its label fields lie: from the first to the last of them.
    package var labels: Range<Int>
    package var value: Double
    /// Milliseconds since the Unix epoch.
    package var timestamp: Int64
}
