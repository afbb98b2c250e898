internal import PrometheusBytes
package import PrometheusModel

/// Writes one message of a streamed answer to a remote read request: some chunks of one series.
package struct ChunkFrameWriter: Sendable {
    private var labels: [UInt8] = []
    private var chunks: [UInt8] = []

    package init() {}

    /// Begins a series; its labels stand in each of its messages.
    /// - Returns: the bytes of the labels, which count for the size of a message.
    package mutating func begin(_ labels: Labels) -> Int {
        self.labels = WriteRequestWriter.encodedLabels(labels)
        chunks.removeAll(keepingCapacity: true)
        return self.labels.count
    }

    /// Adds a chunk.
    /// - Returns: how many bytes it takes.
    package mutating func append(
        minTime: Int64,
        maxTime: Int64,
        encoding: UInt8,
        _ payload: [UInt8]
    ) -> Int {
        var writer = WireWriter()
        if minTime != 0 { writer.write(1, minTime) }
        if maxTime != 0 { writer.write(2, maxTime) }
        writer.write(3, UInt64(encoding))
        writer.write(4, payload)
        chunks.append(0x12)
        chunks.appendVarint(UInt64(writer.bytes.count))
        chunks += writer.bytes
        return writer.bytes.count
    }

    /// Takes the message with the chunks so far; the series may go on with another one.
    package mutating func takeMessage(queryIndex: Int) -> [UInt8] {
        var message: [UInt8] = [0x0A]
        message.appendVarint(UInt64(labels.count + chunks.count))
        message += labels
        message += chunks
        if queryIndex != 0 {
            message.append(0x10)
            message.appendVarint(UInt64(queryIndex))
        }
        chunks.removeAll(keepingCapacity: true)
        return message
    }
}
