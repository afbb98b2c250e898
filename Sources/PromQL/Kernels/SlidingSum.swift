/// A sum that values are added to and taken from, with twice the digits of a `Double`, so that what has left a window
/// leaves nothing behind that could be seen.
///
/// - Source: D. E. Knuth, The Art of Computer Programming, vol. 2, section 4.2.2, theorem C, for the errors that are kept.
struct SlidingSum {
    private var sum = 0.0
    private var rest = 0.0
    private var low = 0
    private var high = 0
    /// Values of the window that are infinite or not numbers: they are not in the sum.
    private var strangers = 0
    /// The greatest magnitude that the sum or a value had: what has been lost is in proportion to it.
    private var scale = 0.0
    /// Steps until the sum is made anew.
    private var trust = 0

    /// Goes to the samples `low..<high`, both bounds only ever grow; `nil` if the sum must be found in another way.
    mutating func move(over column: borrowing Span<Double>, to low: Int, _ high: Int) -> CompensatedSum? {
        if trust == 0 || low >= self.high {
            self = SlidingSum()
            trust = 4096
            (self.low, self.high) = (low, low)
        }
        trust -= 1
        while self.low < low {
            take(column[self.low], -1)
            self.low &+= 1
        }
        while self.high < high {
            take(column[self.high], 1)
            self.high &+= 1
        }
        guard strangers == 0, sum.isFinite else { return nil }
        // The error is at most the scale times the square of the number of steps times 2⁻¹⁰⁶.
        guard (sum + rest).magnitude >= scale * 0x1p-40 else {
            trust = 0
            return nil
        }
        return CompensatedSum(sum, compensation: rest)
    }

    @inline(__always)
    private mutating func take(_ value: Double, _ sign: Int) {
        guard value.isFinite else {
            strangers &+= sign
            return
        }
        let value = sign < 0 ? -value : value
        let total = sum + value
        let share = total - sum
        rest += (sum - (total - share)) + (value - share)
        sum = total
        scale = max(scale, max(total.magnitude, value.magnitude))
    }
}
