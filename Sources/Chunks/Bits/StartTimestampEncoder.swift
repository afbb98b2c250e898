/// Writes start timestamps between the fields of samples, where they change (tsdb-formats.md, section 3.2).
///
/// A header byte says whether the first sample's start is known and which sample's is the first that differs.
struct StartTimestampEncoder: Sendable {
    /// The largest sample number that the header can name; its start is always written.
    static let maxFirstChange = 127

    private(set) var header: UInt8 = 0
    private(set) var start: Int64 = 0
    /// The time of the sample before less the start written last.
    private var lead: Int64 = 0

    /// Writes the start of sample number `sample` behind its other fields.
    /// - Returns: Whether the header has changed.
    mutating func encode(
        _ newStart: Int64,
        sample: Int,
        timestamp: Int64,
        previousTimestamp: Int64,
        into bits: inout BitWriter
    ) -> Bool {
        defer { start = newStart }
        if sample == 0 {
            guard newStart != 0 else { return false }
            bits.writeZigzagVarint(timestamp &- newStart)
            header |= 0x80
            return true
        }
        let newLead = previousTimestamp &- newStart
        if header & 0x7F != 0 {
            bits.writeVarbit(newLead &- lead)
            lead = newLead
            return false
        }
        guard newStart != start || sample == Self.maxFirstChange else { return false }
        bits.writeVarbit(newLead)
        lead = newLead
        header |= UInt8(truncatingIfNeeded: sample)
        return true
    }
}
