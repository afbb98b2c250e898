/// The payloads of full chunks that fit no slot, until they are written to a file.
struct AsidePayloads {
    private var payloads: [[UInt8]] = []
    private var free: [UInt32] = []
    /// The bytes of all payloads.
    private(set) var byteCount = 0

    init() {}

    /// Keeps a payload and returns its position.
    mutating func insert(_ payload: [UInt8]) -> UInt32 {
        byteCount += payload.count
        guard let position = free.popLast() else {
            payloads.append(payload)
            return UInt32(payloads.count - 1)
        }
        payloads[Int(position)] = payload
        return position
    }

    /// The payload at a position.
    subscript(position: UInt32) -> [UInt8] { payloads[Int(position)] }

    /// Gives a payload's memory back.
    mutating func release(_ position: UInt32) {
        byteCount -= payloads[Int(position)].count
        payloads[Int(position)] = []
        free.append(position)
        guard free.count == payloads.count else { return }
        // All written: nothing stays of a burst.
        payloads = []
        free = []
    }
}
