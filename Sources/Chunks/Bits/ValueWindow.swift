/// Which bits of a value are written when it differs from the one before: those between leading and trailing zeros.
struct ValueWindow: BitwiseCopyable, Hashable, Sendable {
    /// The leading zeros; `XORAppendState.unsetWindow` while no window was chosen.
    var leading = XORAppendState.unsetWindow
    var trailing: UInt8 = 0

    /// The number of bits in the window; an unset one has the whole value.
    @inline(__always)
    var width: Int { leading == XORAppendState.unsetWindow ? 64 : 64 &- Int(leading) &- Int(trailing) }

    /// The window that `difference` needs, with at most 31 leading zeros.
    @inline(__always)
    static func tightest(_ difference: UInt64) -> ValueWindow {
        ValueWindow(
            leading: UInt8(truncatingIfNeeded: min(difference.leadingZeroBitCount, 31)),
            trailing: UInt8(truncatingIfNeeded: difference.trailingZeroBitCount)
        )
    }

    /// Whether the bits outside this window are zero in what needs `other`.
    @inline(__always)
    func covers(_ other: ValueWindow) -> Bool {
        leading != XORAppendState.unsetWindow && other.leading >= leading && other.trailing >= trailing
    }
}

extension BitWriter {
    /// Writes five bits of leading zeros, six of the width (64 as 0), and the bits in the window.
    @inline(__always)
    mutating func write(_ difference: UInt64, choosing window: ValueWindow) {
        write(UInt64(window.leading) &<< 6 | UInt64(truncatingIfNeeded: window.width & 0x3F), 11)
        write(difference &>> UInt64(window.trailing), window.width)
    }

    /// Writes a value as its difference to the one before, as XOR chunks do.
    @inline(__always)
    mutating func write(_ valueBits: UInt64, after previous: UInt64, _ window: inout ValueWindow) {
        let difference = valueBits ^ previous
        if difference == 0 { return write(0, 1) }
        let needed = ValueWindow.tightest(difference)
        if window.covers(needed) {
            write(0b10, 2)
            write(difference &>> UInt64(window.trailing), window.width)
        } else {
            window = needed
            write(0b11, 2)
            write(difference, choosing: needed)
        }
    }
}

extension BitReader {
    /// Reads the bits in `window`, in their places.
    @inline(__always) @_lifetime(self: copy self)
    mutating func read(in window: ValueWindow) -> UInt64 { read(window.width) &<< UInt64(window.trailing) }

    /// Reads a window; `nil` if no value has it.
    @inline(__always) @_lifetime(self: copy self)
    mutating func readWindow() -> ValueWindow? {
        let bits = peek()
        skip(11)
        let leading = UInt8(truncatingIfNeeded: bits &>> 59)
        let width = UInt8(truncatingIfNeeded: (bits &<< 5) &>> 58)
        let trailing = 64 &- Int(leading) &- (width == 0 ? 64 : Int(width))
        return trailing < 0 ? nil : ValueWindow(leading: leading, trailing: UInt8(truncatingIfNeeded: trailing))
    }

    /// Reads a value that XOR chunks write as its difference to the one before; `false` if its window is impossible.
    @inline(__always) @_lifetime(self: copy self)
    mutating func read(_ valueBits: inout UInt64, _ window: inout ValueWindow) -> Bool {
        let bits = peek()
        if Int64(bitPattern: bits) >= 0 {
            skip(1)
            return true
        }
        skip(2)
        if (bits &<< 1) &>> 63 == 1 {
            guard let chosen = readWindow() else { return false }
            window = chosen
        }
        valueBits ^= read(in: window)
        return true
    }
}
