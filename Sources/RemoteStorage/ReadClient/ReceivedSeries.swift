internal import Chunks
internal import PrometheusModel

/// A series, or a part of one, as another machine sent it: samples, or chunks that are decoded when they are read.
struct ReceivedSeries: Sendable {
    var labels: Labels
    var samples = SampleColumns()
    var chunks = EncodedChunks()
}
