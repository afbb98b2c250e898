/// What is wrong with a series of a remote write 2.0 request, in upstream's words.
package struct WriteRequestFailure: Sendable, Hashable {
    package var text: String
    /// Samples and histograms that are left out with it.
    package var sampleCount: Int
    /// Whether its labels are what is wrong.
    package var isOfLabels: Bool
}
