/// Why two native histograms cannot be combined.
package enum HistogramArithmeticError: Error, Hashable, CustomStringConvertible {
    /// One has exponential and the other custom buckets.
    case incompatibleSchemas

    package var description: String {
        "cannot apply this operation on histograms with a mix of exponential and custom bucket schemas"
    }
}
