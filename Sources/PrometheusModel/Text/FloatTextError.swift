/// Why a text is not a floating-point number, in the words of Go's `strconv`.
package enum FloatTextError: Error, Hashable, CustomStringConvertible {
    /// The text does not follow the syntax of numbers.
    case invalidSyntax(String)
    /// The number is larger than the largest finite double.
    case outOfRange(String)

    package var description: String {
        switch self {
        case .invalidSyntax(let text): "strconv.ParseFloat: parsing \(text.quoted): invalid syntax"
        case .outOfRange(let text): "strconv.ParseFloat: parsing \(text.quoted): value out of range"
        }
    }
}
