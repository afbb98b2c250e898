/// Doubles as text, as Go reads and writes them; the shortest digits that read back as the same value.
package enum FloatText {
    /// How a number is laid out.
    package enum Form: Sendable {
        /// Positional, however long: Go's `'f'`.
        case fixed
        /// Positional, with an exponent below 1e-4 and from 1e6: Go's `'g'`.
        case general
        /// Positional, with an exponent below 1e-6 and from 1e21: the values of the HTTP API.
        case json
        /// Always with an exponent: Go's `'e'`.
        case scientific
    }

    /// The number as in the HTTP API's values.
    package static func string(_ value: Double) -> String { string(value, .json) }

    /// The number in Go's `'g'` form, as in expositions, labels and templates.
    package static func generalString(_ value: Double) -> String { string(value, .general) }

    /// The number with an exponent, however small it is: Go's `'e'`, as in the values of alerts.
    package static func scientificString(_ value: Double) -> String { string(value, .scientific) }

    /// The number in the given form.
    package static func string(_ value: Double, _ form: Form) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes, form)
        return String(decoding: bytes, as: UTF8.self)
    }
}
