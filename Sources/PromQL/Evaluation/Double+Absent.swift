extension Double {
    /// What stands in a row where a series has no value at a step: the bits of the stale marker.
    ///
    /// No value of a query has these bits: selectors end at stale markers, and arithmetic makes a signalling NaN quiet.
    @inline(__always)
    static var absent: Double { Double(bitPattern: 0x7FF0_0000_0000_0002) }

    @inline(__always)
    var isAbsent: Bool { bitPattern == 0x7FF0_0000_0000_0002 }
}
