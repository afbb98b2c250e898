/// Reads start timestamps that `StartTimestampEncoder` wrote.
struct StartTimestampDecoder {
    private let isFirstKnown: Bool
    private let firstChange: Int
    private(set) var start: Int64 = 0
    private var lead: Int64 = 0

    init(header: UInt8) {
        isFirstKnown = header & 0x80 != 0
        firstChange = Int(header & 0x7F)
    }

    /// Whether no sample's start is known.
    var isEmpty: Bool { !isFirstKnown && firstChange == 0 }

    /// Reads the start of sample number `sample`; `false` if its bits make no sense.
    mutating func decode(
        sample: Int,
        timestamp: Int64,
        previousTimestamp: Int64,
        from bits: inout BitReader
    ) -> Bool {
        if sample == 0 {
            guard isFirstKnown else { return true }
            guard let lead = bits.readZigzagVarint() else { return false }
            start = timestamp &- lead
        } else if firstChange > 0, sample >= firstChange {
            let number = bits.readVarbit()
            lead = sample == firstChange ? number : lead &+ number
            start = previousTimestamp &- lead
        }
        return true
    }
}
