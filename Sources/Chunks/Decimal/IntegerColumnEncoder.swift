internal import PrometheusBytes

/// Writes columns of integers (docs/formats/decimal-chunk.md).
enum IntegerColumnEncoder {
    /// Appends a column of `numbers`, of which there is one at least.
    static func append(_ numbers: [Int64], to bytes: inout [UInt8]) {
        guard numbers.count > 1 else {
            bytes.append(IntegerColumnHeader.isConstant)
            bytes.appendZigzagVarint(numbers[0])
            bytes.appendVarint(1)
            bytes.appendZigzagVarint(0)
            return
        }
        let plan = IntegerColumnPlan.shortest(numbers)
        let differences = plan.differences(numbers)
        let isConstant = plan.frequencies[0] == differences.count
        var header = plan.order == .previous ? IntegerColumnHeader.comparesWithPrevious : 0
        if plan.isTwoSided { header |= IntegerColumnHeader.isTwoSided }
        if isConstant { header |= IntegerColumnHeader.isConstant }
        bytes.append(header)
        bytes.appendZigzagVarint(numbers[0])
        bytes.appendVarint(UInt64(plan.unit))
        bytes.appendZigzagVarint(plan.offset)
        guard !isConstant else { return }
        appendCode(plan, to: &bytes)
        var bits = BitWriter(header: [])
        for difference in differences {
            let number = plan.mapped(plan.unit > 1 ? difference / plan.unit : difference)
            let token = 64 &- number.leadingZeroBitCount
            bits.write(UInt64(plan.code.codes[token]), Int(plan.code.lengths[token]))
            // The highest bit of a number is one: its length says where.
            if token > 1 { bits.write(number ^ (1 &<< UInt64(token &- 1)), token &- 1) }
        }
        bytes += bits.bytes
    }

    /// The tokens from the first to the last that occur, and four bits for the length of each one's code.
    private static func appendCode(_ plan: IntegerColumnPlan, to bytes: inout [UInt8]) {
        let used = plan.frequencies.indices.filter { plan.frequencies[$0] > 0 }
        guard let first = used.first, let last = used.last else { return }
        bytes.append(UInt8(first))
        bytes.append(UInt8(last - first + 1))
        var bits = BitWriter(header: [])
        if first < last { for token in first...last { bits.write(UInt64(plan.code.lengths[token]), 4) } }
        bytes += bits.bytes
    }
}
