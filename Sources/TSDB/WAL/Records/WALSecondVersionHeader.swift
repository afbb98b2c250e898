internal import PrometheusBytes

/// What stands in front of each sample in records of the second version: reference, time and start.
///
/// References are differences to the one before, times and starts to the first ones.
struct WALSecondVersionHeader {
    private var isFirst = true
    private var reference: UInt64 = 0
    private var firstTimestamp: Int64 = 0
    private var firstStart: Int64 = 0
    private var start: Int64 = 0

    init() {}

    /// Writes the header of the next sample.
    mutating func append(_ newReference: UInt64, _ timestamp: Int64, _ newStart: Int64, to bytes: inout [UInt8]) {
        bytes.appendZigzagVarint(Int64(bitPattern: newReference &- reference))
        bytes.appendZigzagVarint(timestamp &- firstTimestamp)
        if isFirst {
            bytes.appendZigzagVarint(newStart)
            (firstTimestamp, firstStart, isFirst) = (timestamp, newStart, false)
        } else if newStart == 0 {
            bytes.append(0)
        } else if newStart == start {
            bytes.append(1)
        } else {
            bytes.append(2)
            bytes.appendZigzagVarint(newStart &- firstStart)
        }
        (reference, start) = (newReference, newStart)
    }

    /// Reads the header of the next sample; `nil` if its bytes end early or make no sense.
    mutating func read(_ reader: inout ByteReader) -> (reference: UInt64, timestamp: Int64, start: Int64)? {
        guard let difference = reader.readZigzagVarint(), let time = reader.readZigzagVarint() else { return nil }
        reference &+= UInt64(bitPattern: difference)
        if isFirst {
            guard let first = reader.readZigzagVarint() else { return nil }
            (firstTimestamp, firstStart, start, isFirst) = (time, first, first, false)
            return (reference, time, start)
        }
        switch reader.readByte() {
        case 0: start = 0
        case 1: break
        case 2:
            guard let change = reader.readZigzagVarint() else { return nil }
            start = firstStart &+ change
        default: return nil
        }
        return (reference, firstTimestamp &+ time, start)
    }
}
