/// A body in pieces that are made when they are asked for.
package protocol ResponsePieces {
    /// The next piece, `nil` at the end.
    mutating func next() -> [UInt8]?
}
