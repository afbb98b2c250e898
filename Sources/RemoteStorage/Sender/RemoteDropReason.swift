/// Why something is not sent; the raw value is its position among the labels of the metric.
enum RemoteDropReason: Int, Sendable {
    case tooOld, droppedSeries, unknownSeries, customBuckets
}
