/// The bounds of exponential buckets: powers of 2^(2^-schema).
package enum ExponentialBounds {
    /// The upper bound of the positive bucket `index`.
    ///
    /// Where it would be infinite it is the greatest finite number, so that infinite observations have a bucket of their own.
    package static func upper(_ index: Int32, schema: Int32) -> Double {
        if schema < 0 {
            let exponent = Int64(index) << -Int64(schema)
            return exponent == 1024 ? .greatestFiniteMagnitude : power(exponent)
        }
        // The table is that of schema 8: those of lower schemas are every second, every fourth … entry of it.
        // No schema is above 52; a store that knows better than that gets bounds all the same.
        let schema = min(schema, 52)
        let steps = Int64(1) << Int64(schema)
        let position = Int64(index) & (steps - 1)
        let fraction = Double(bitPattern: fractionBits[Int(position << Int64(8 - schema))])
        let exponent = (Int64(index) >> Int64(schema)) + 1
        if fraction == 0.5, exponent == 1025 { return .greatestFiniteMagnitude }
        return fraction * 2 * power(exponent - 1)
    }

    /// 2 to the power of a whole number.
    private static func power(_ exponent: Int64) -> Double {
        if exponent > 1023 { return .infinity }
        if exponent < -1074 { return 0 }
        if exponent < -1022 { return Double(bitPattern: 1 << UInt64(exponent + 1074)) }
        return Double(bitPattern: UInt64(exponent + 1023) << 52)
    }

    /// The index in schema `target` of the bucket that holds bucket `index` of the finer schema `schema`.
    package static func reduce(_ index: Int32, from schema: Int32, to target: Int32) -> Int32 {
        guard target < schema else { return index }
        return Int32(truncatingIfNeeded: ((Int64(index) - 1) >> (Int64(schema) - Int64(target))) + 1)
    }
}
